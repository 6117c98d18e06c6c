"""Commands on reports: ``harmscope report``, ``init-declared``, ``plan-sample``, ``read``,
``compare``, ``diff``, ``reconcile``.
"""

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harmscope.cli.engines import (
    Engine,
    EngineOption,
    MasterOption,
    MemoryOption,
    SharedOption,
    master_of,
)
from harmscope.cli.output import (
    TEXT,
    Format,
    FormatOption,
    one_of,
    say,
    say_file,
    say_json,
    say_result,
    say_table,
)
from harmscope.errors import apart
from harmscope.render.safe_text import clean

if TYPE_CHECKING:
    from harmscope.api.making import Options

# ``harmscope report``: a report on records, as a profile lays it out.

CheckAgain = Annotated[
    bool, typer.Option("--check-again", help="Check records even where their file has a proof.")
]


def report(  # noqa: PLR0917 - the options that the contract gives it
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
    memory_limit: MemoryOption = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes for large files; 0: one a core.")] = 0,
    cache: Annotated[
        Path | None, typer.Option(help="A folder that keeps what each file gave for later reports.")
    ] = None,
    check_again: CheckAgain = False,
    engine: EngineOption = Engine.DUCKDB,
    master: MasterOption = None,
    shared: SharedOption = None,
) -> None:
    """Count records and write report.html, report.json and figures.csv into a folder.

    A report on an official template is checked as ``harmscope validate`` would; errors give exit
    code 1.
    """
    from harmscope.api.making import Options, report_to

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
        jobs=jobs,
        cache=cache,
        check_again=check_again,
        cluster=master_of(engine, master, jobs, shared),
        shared=shared,
    )

    apart(output / "report.json", *([] if replaces is None else [replaces]))
    for path in report_to(records, options, output, partial(say, err=True)):
        say(path)
    _check(options, output)


def _check(options: "Options", output: Path) -> None:
    """Say what is wrong in a report on an official template."""
    from harmscope.api.making import check_written
    from harmscope.render.verdict_text import checked_text, verdict_text

    outcome = check_written(options, output)
    if outcome is None:
        return
    if outcome.fails():
        say(verdict_text(outcome), err=True)
        raise typer.Exit(1)
    say(checked_text(outcome), err=True)


# ``harmscope init-declared``: a commented file for what no log holds.


def init_declared(
    profile: Annotated[str, typer.Option(help="The profile of the report.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the file.")],
    service: Annotated[str, typer.Option(help="The service's name.")] = "",
    period: Annotated[str, typer.Option(help="The period of the report.")] = "",
) -> None:
    """Write a declared.toml in which every question is explained and nothing is stated yet."""
    from harmscope.api.making import init_declared

    say(init_declared(profile, service, period, output))


# ``harmscope plan-sample``: how to spread a sample over strata.


def plan_sample(
    strata: Annotated[Path, typer.Argument(help="CSV: stratum, weight or population, rate.")],
    size: Annotated[int, typer.Option(help="How many units can be reviewed in all.")],
    format_: FormatOption = TEXT,
) -> None:
    """Spread a sample over strata so that the estimate of prevalence varies least (Neyman)."""
    from harmscope.aggregation.samples import plan
    from harmscope.render.listings import plan_text

    found = plan(strata, size)
    say_result(format_, found.as_dict, lambda: plan_text(found))


# ``harmscope read``: published reports into figures.


def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files or folders.")],
    *,
    kind: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            help="dsa-report, meta-cser, tiktok-cger, figures, or report (of harmscope); "
            "else it is found out and said.",
        ),
    ] = None,
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
        typer.Option(
            "--output", "-o", help="A .json report, or a .csv, .xlsx, .parquet, .md, .html."
        ),
    ] = None,
    format_: FormatOption = TEXT,
) -> None:
    """Read a published report: every data cell becomes a figure that knows its source.

    Every leniency and contradiction is said; errors among them give exit code 1.
    """
    from harmscope.reading import read
    from harmscope.reading.collection import add_to_library
    from harmscope.recognise import to_read
    from harmscope.render.results_text import reading_summary, reading_text, write_reading

    apart(output, *files)
    if kind is None:
        kind, taken = to_read(files)
        for line in taken:
            say(line, err=True)
    reading = read(files, kind, service, edition)
    if output is not None:
        write_reading(reading, output)
    if into is not None:
        say(f"kept as {add_to_library(reading, into)}", err=True)
    say_result(format_, lambda: reading_summary(reading), lambda: reading_text(reading))
    if any(finding.severity == "error" for finding in reading.findings):
        raise typer.Exit(1)


# ``harmscope compare``: reports side by side, verdicts before numbers.


class Questions(StrEnum):
    """Sets of questions that select and order the figures."""

    GARM_AMR = "garm-amr"


def compare(
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
        typer.Option("--output", "-o", help="A .html, .json, .csv, .md, .parquet or .xlsx file."),
    ] = None,
    format_: FormatOption = TEXT,
) -> None:
    """Compare reports: a verdict for each pair of figures on each axis, then the numbers.

    Unknown is never green, and there is no ranking unless every axis is green and the metric has
    a direction.
    """
    from harmscope.api.surface import compare
    from harmscope.reading.collection import find_report

    places = [find_report(name) for name in reports]
    apart(output, *places)
    asked = None if questions is None else questions.value
    result = compare(places, system=system, metrics=metrics or (), period=period, questions=asked)
    if output is not None:
        result.write(output)
        say(f"wrote {output}", err=True)
    if format_ is Format.JSON:
        say_json(result.to_dict(), ordered=True)
    elif output is None:
        say(result)


# ``harmscope diff``: every restated figure between two editions.


def diff(
    old: Annotated[str, typer.Argument(help="report.json, or LIBRARY/service@period#edition.")],
    new: Annotated[str, typer.Argument(help="The later edition.")],
    *,
    format_: Annotated[Format, one_of("text", "json", "csv", "html")] = TEXT,
) -> None:
    """List figures added, dropped and changed between two editions, the weightiest first.

    Exit code 1 where figures of earlier periods were changed, added or dropped.
    """
    from harmscope.api.surface import diff

    found = diff(old, new)
    if format_ is Format.CSV:
        say_table(found.table())
    elif format_ is Format.HTML:
        say_file(clean(found.page(), lines=True))
    else:
        say_result(format_, found.to_dict, lambda: str(found))
    if found.restates:
        raise typer.Exit(1)


# ``harmscope reconcile``: a published report against the records it should stand on.


def reconcile(
    report: Annotated[str, typer.Argument(help="report.json, or LIBRARY/service@period.")],
    records: Annotated[list[str], typer.Argument(help="Records, as harmscope import writes them.")],
    *,
    service: Annotated[
        str | None, typer.Option(help="The service's name in the records, if it differs.")
    ] = None,
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
    format_: Annotated[Format, one_of("text", "json", "csv")] = TEXT,
) -> None:
    """Compare a published report with statements of reasons or other records, cell by cell.

    Import statements first: harmscope import DUMP --from dsa-sor -o records.jsonl
    """
    from harmscope.api.surface import reconcile

    found = reconcile(report, records, service=service, clock=clock)
    if format_ is Format.CSV:
        say_table(found.table())
    else:
        say_result(format_, found.to_dict, lambda: str(found))
