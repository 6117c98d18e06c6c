"""``harmscope compare``: reports side by side, verdicts before numbers."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Questions(StrEnum):
    """Sets of questions that select and order the figures."""

    GARM_AMR = "garm-amr"


class Format(StrEnum):
    """How the result is printed."""

    TEXT = "text"
    JSON = "json"


def command(
    reports: Annotated[
        list[str],
        typer.Argument(metavar="REPORT...", help="report.json files, or LIBRARY/service@period."),
    ],
    *,
    system: Annotated[
        str | None, typer.Option("--in", metavar="SYSTEM", help="Compare categories in it.")
    ] = None,
    metrics: Annotated[
        list[str] | None, typer.Option("--metric", help="Only these metrics or concepts.")
    ] = None,
    period: Annotated[str | None, typer.Option(help="Only figures that touch this period.")] = None,
    questions: Annotated[
        Questions | None, typer.Option(help="Only figures that answer these questions.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A .html, .json, .csv, .md or .xlsx file."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.TEXT,
) -> None:
    """Compare reports: a verdict for each pair of figures on each axis, then the numbers.

    Unknown is never green, and there is no ranking unless every axis is green and the metric has
    a direction.
    """
    import json

    from harmscope.comparison import Options, compare
    from harmscope.comparison.document import document
    from harmscope.reading import load
    from harmscope.reading.collection import find_report
    from harmscope.render.compare_file import write_comparison
    from harmscope.render.compare_text import comparison_text

    options = Options(system, tuple(metrics or ()), period, questions is not None)
    result = compare([load(find_report(name)) for name in reports], options)
    if output is not None:
        write_comparison(result, output)
        typer.echo(f"wrote {output}", err=True)
    if format_ is Format.JSON:
        typer.echo(json.dumps(document(result), ensure_ascii=False, sort_keys=True, indent=1))
    elif output is None:
        typer.echo(comparison_text(result))
