"""``harmscope read``: published reports into figures."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Kind(StrEnum):
    """Formats of published reports."""

    DSA_REPORT = "dsa-report"
    META_CSER = "meta-cser"
    TIKTOK_CGER = "tiktok-cger"
    FIGURES = "figures"
    REPORT = "report"


class Format(StrEnum):
    """How the summary is printed."""

    TEXT = "text"
    JSON = "json"


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files or folders.")],
    *,
    kind: Annotated[Kind, typer.Option("--from", help="Format of the report.")],
    service: Annotated[
        str | None, typer.Option(help="Keep this service, or name it where the file does not.")
    ] = None,
    edition: Annotated[
        str | None, typer.Option(help="Name of this publication of the report.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(metavar="LIBRARY", help="Also keep it in this folder.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="report.json, or a .csv of the figures as a table."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.TEXT,
) -> None:
    """Read a published report: every data cell becomes a figure that knows its source.

    Every leniency and contradiction is said; errors among them give exit code 1.
    """
    import json

    from harmscope.reading import read
    from harmscope.reading.collection import add_to_library
    from harmscope.render.reading import reading_summary, reading_text
    from harmscope.render.reading_file import write_reading

    reading = read(files, kind.value, service, edition)
    if output is not None:
        write_reading(reading, output)
    if into is not None:
        typer.echo(f"kept as {add_to_library(reading, into)}", err=True)
    if format_ is Format.JSON:
        typer.echo(json.dumps(reading_summary(reading), indent=1, ensure_ascii=False))
    else:
        typer.echo(reading_text(reading))
    if any(finding.severity == "error" for finding in reading.findings):
        raise typer.Exit(1)
