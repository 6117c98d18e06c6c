"""``harmscope due``: what is open or owed, by jurisdiction and law."""

from pathlib import Path
from typing import Annotated

import typer

from harmscope.cli.output import TEXT, Format, one_of, say, say_or_write, target
from harmscope.errors import apart


def due(
    records: Annotated[list[str] | None, typer.Argument(help="Files of records, or - .")] = None,
    *,
    registry: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A registry: what its senders owe.")
    ] = None,
    profile: Annotated[
        list[str] | None, typer.Option(help="Show when this report is owed; may be given again.")
    ] = None,
    reports: Annotated[
        list[Path] | None,
        typer.Option(help="A report.json, or a folder with some: these are made."),
    ] = None,
    declared: Annotated[
        Path | None, typer.Option(help="Declared facts, as init-declared writes them.")
    ] = None,
    clock: Annotated[
        str | None,
        typer.Option(help="Day (its start) or time taken as now, YYYY-MM-DD, in UTC."),
    ] = None,
    ical: Annotated[
        str | None, typer.Option(metavar="FILE", help="Also write a calendar file (iCalendar).")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A .ics, .json, .csv, .parquet or .xlsx file."),
    ] = None,
    ids: Annotated[bool, typer.Option("--ids", help="Show ids of records.")] = False,
    format_: Annotated[Format, one_of("text", "json", "csv")] = TEXT,
) -> None:
    """Show open requests and owed reports, the late first.

    Also authorities' orders, and with --registry the submissions that are owed.

    A limit runs only where its law holds for the request. Exit code 1 where something is late or
    may be, and where records were refused: something in them may be late.
    """
    from harmscope.api.owing import due
    from harmscope.deadlines.owed_reports import with_duties

    apart(output, *_read(records, reports, declared))
    found = due(
        records or (),
        registry=registry,
        profiles=profile or (),
        reports=reports or None,
        declared=declared,
        clock=clock,
        ids=ids,
    )
    if not profile and registry is None:
        say(f"to see which reports are owed, name --profile: {', '.join(with_duties())}", err=True)
    if ical is not None:
        with target(ical, _read(records, reports, declared)) as file:
            file.write(found.calendar().encode())
        say(f"wrote {ical}", err=True)
    if ical != "-":
        say_or_write(found, format_, output)
    if not found.ok:
        raise typer.Exit(1)


def _read(
    records: list[str] | None, reports: list[Path] | None, declared: Path | None
) -> list[str]:
    """What is read, which the calendar file must not take the place of."""
    return [*(records or ()), *map(str, [*(reports or ()), *([declared] if declared else [])])]
