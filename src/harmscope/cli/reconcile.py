"""``harmscope reconcile``: a published report against the records it should stand on."""

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How the result is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def command(
    report: Annotated[str, typer.Argument(help="report.json, or LIBRARY/service@period.")],
    records: Annotated[list[str], typer.Argument(help="Records, as harmscope import writes them.")],
    *,
    service: Annotated[
        str | None, typer.Option(help="The service's name in the records, if it differs.")
    ] = None,
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="text, json or csv.")] = Format.TEXT,
) -> None:
    """Compare a published report with statements of reasons or other records, cell by cell.

    Import statements first: harmscope import DUMP --from dsa-sor -o records.jsonl
    """
    import json

    from harmscope.api.reconcile import reconcile_with
    from harmscope.reading import load
    from harmscope.reading.collection import find_report
    from harmscope.render import reconciliation as shown

    found = reconcile_with(load(find_report(report)), records, service, clock)
    if format_ is Format.JSON:
        document = shown.reconciliation_document(found)
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
    elif format_ is Format.CSV:
        typer.echo(shown.reconciliation_csv(found), nl=False)
    else:
        typer.echo(shown.reconciliation_text(found))
