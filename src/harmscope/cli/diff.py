"""``harmscope diff``: every restated figure between two editions."""

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How the difference is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


def command(
    old: Annotated[str, typer.Argument(help="report.json, or LIBRARY/service@period#edition.")],
    new: Annotated[str, typer.Argument(help="The later edition.")],
    *,
    format_: Annotated[
        Format, typer.Option("--format", help="text, json, csv or html.")
    ] = Format.TEXT,
) -> None:
    """List figures added, dropped and changed between two editions, the weightiest first.

    Exit code 1 where figures of earlier periods were changed, added or dropped.
    """
    import json

    from harmscope.comparison import diff
    from harmscope.reading import load
    from harmscope.reading.collection import find_report
    from harmscope.render import diff_text

    difference = diff(load(find_report(old)), load(find_report(new)))
    if format_ is Format.JSON:
        text = json.dumps(diff_text.difference_document(difference), indent=1, ensure_ascii=False)
    elif format_ is Format.CSV:
        text = diff_text.difference_csv(difference).rstrip("\n")
    elif format_ is Format.HTML:
        from harmscope.render.html.diff_page import difference_page

        text = difference_page(difference)
    else:
        text = diff_text.difference_text(difference)
    typer.echo(text)
    if difference.restates:
        raise typer.Exit(1)
