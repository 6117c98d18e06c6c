"""``harmscope export``: records in the form that another party's interface takes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How the summary is printed."""

    TEXT = "text"
    JSON = "json"


def command(
    records: Annotated[
        list[str], typer.Argument(metavar="RECORDS…", help="Files or folders of records, or - .")
    ],
    form: Annotated[str, typer.Option("--to", metavar="FORM", help="dsa-sor or public.")],
    target: Annotated[
        Path, typer.Option("-o", "--output", help="NAME.json; batches are NAME-0001.json …")
    ],
    fill: Annotated[
        Path | None,
        typer.Option("--fill", help="TOML file with members that the records do not hold."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.TEXT,
) -> None:
    """Write statements of reasons in batches, and list what each of the others lacks; or write
    the records as a public data set in which nobody can be found."""
    from harmscope.errors import UserError
    from harmscope.exporters import EXPORTERS
    from harmscope.exporters.run import export
    from harmscope.exporters.summary import as_dict, as_text

    if form == "public":
        _publish(records, target, output)
        return
    exporter = EXPORTERS.get(form)
    if exporter is None:
        known = ", ".join((*EXPORTERS, "public"))
        raise UserError("--to", "there is no such form", f"give one of {known}")
    outcome = export(exporter, records, target, fill)
    if output is Format.JSON:
        import json

        typer.echo(json.dumps(as_dict(outcome, exporter), indent=2, ensure_ascii=False))
    else:
        typer.echo(as_text(outcome, exporter, target), err=True)
    if outcome.incomplete:
        raise typer.Exit(1)


def _publish(records: list[str], target: Path, output: Format) -> None:
    from harmscope.exporters.public import publish

    done = publish(records, str(target))
    if output is Format.JSON:
        import json

        typer.echo(json.dumps(done.as_dict(), indent=2))
    else:
        typer.echo(done.as_text(), err=True)
