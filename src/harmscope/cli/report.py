"""``harmscope report``: a report on records, as a profile lays it out."""

from pathlib import Path
from typing import Annotated

import typer


def command(  # noqa: PLR0917 - the options that the contract gives it
    records: Annotated[list[str], typer.Argument(help="Files or folders of records, or - .")],
    profile: Annotated[str, typer.Option(help="A shipped profile, or the path of one's own.")],
    period: Annotated[str, typer.Option(help="YYYY, YYYY-H1, YYYY-Q3, YYYY-07 or FROM/TO.")],
    service: Annotated[str, typer.Option(help="The service's exact name; all for all.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder to write into.")],
    tz: Annotated[str, typer.Option(help="The time zone in which days are counted.")] = "UTC",
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
    disclosure: Annotated[
        str, typer.Option(help="statutory (as counted), public, public-exact, bands")
    ] = "statutory",
    declared: Annotated[
        Path | None, typer.Option(help="What no log holds, as harmscope init-declared lays out.")
    ] = None,
    replaces: Annotated[
        Path | None, typer.Option(help="report.json of the edition that this one replaces.")
    ] = None,
    because: Annotated[str | None, typer.Option(help="Why it is replaced.")] = None,
    memory_limit: Annotated[
        str | None, typer.Option(help="How much memory counting may take, such as 2GB.")
    ] = None,
) -> None:
    """Count records and write report.html, report.json and figures.csv into a folder."""
    from harmscope.api.report import Options, report_to

    options = Options(
        profile=profile,
        period=period,
        service=service,
        zone=tz,
        clock=clock,
        memory=memory_limit,
        disclosure=disclosure,
        declared=declared,
        replaces=replaces,
        because=because,
    )

    def tell(line: str) -> None:
        typer.echo(line, err=True)

    for path in report_to(records, options, output, tell):
        typer.echo(path)
