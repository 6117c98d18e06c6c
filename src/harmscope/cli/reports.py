"""Commands on reports: ``harmscope report``, ``init-declared``, ``plan-sample``, ``read``,
``compare``, ``diff``, ``reconcile``, ``explain``.
"""

from enum import StrEnum
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
    reading,
    say,
    say_file,
    say_json,
    say_or_write,
    say_result,
)
from harmscope.errors import UserError, apart
from harmscope.render.safe_text import clean

if TYPE_CHECKING:
    from harmscope.api.making import Options

# ``harmscope report``: a report on records, as a profile lays it out.

CheckAgain = Annotated[
    bool, typer.Option("--check-again", help="Check records again, even if their file has a proof.")
]


TableFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="A .json, .csv, .parquet or .xlsx file."),
]


ReportFolder = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write into.")
]
ExplainOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for explanations of figures, with record ids."),
]


_PROFILES = (
    "core, dsa-harmonised, eu-tco, fediverse-moderation, garm-amr, india-monthly, ny-s895b, "
    "santa-clara, synthetic-media; or a .toml file of your own."
)


def report(  # noqa: PLR0917 - the options that the contract gives it
    records: Annotated[list[str], typer.Argument(help="Files or folders of records, or - .")],
    profile: Annotated[str, typer.Option(help=_PROFILES)],
    period: Annotated[str, typer.Option(help="YYYY, YYYY-H1, YYYY-Q3, YYYY-07 or FROM/TO.")],
    service: Annotated[str, typer.Option(help="The exact name of the service, or all.")],
    output: ReportFolder,
    tz: Annotated[str, typer.Option(help="The time zone in which days are counted.")] = "UTC",
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
    disclosure: Annotated[
        str, typer.Option(help="statutory (as counted), public, public-exact, bands")
    ] = "statutory",
    declared: Annotated[
        Path | None,
        typer.Option(help="Figures that no log holds (init-declared drafts it)."),
    ] = None,
    replaces: Annotated[
        Path | None, typer.Option(help="report.json of the edition that this one replaces.")
    ] = None,
    because: Annotated[str | None, typer.Option(help="Why it is replaced.")] = None,
    memory_limit: MemoryOption = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes for large files; 0: one a core.")] = 0,
    cache: Annotated[
        Path | None,
        typer.Option(help="Folder for results; later reports read new files only."),
    ] = None,
    check_again: CheckAgain = False,
    explain: ExplainOption = None,
    engine: EngineOption = Engine.DUCKDB,
    master: MasterOption = None,
    shared: SharedOption = None,
) -> None:
    """Count records and write a report into a folder, as a profile lays it out.

    A report on an official template is checked as ``harmscope validate`` would; errors give exit
    code 1.
    """
    from harmscope.api.making import Options

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
        explain=explain,
        cluster=master_of(engine, master, jobs, shared),
        shared=shared,
    )
    apart(output / "report.json", *([] if replaces is None else [replaces]))
    _write(records, options, output)
    _check(options, output)


def _write(records: list[str], options: "Options", output: Path) -> None:
    """Write the report, and say what is written and what it found."""
    from harmscope.api.making import report_to

    said: list[str] = []
    try:
        with reading(records) as reads:
            written = report_to(records, options, output, said.append, reads=reads)
    finally:  # not across the bar
        for line in said:
            say(line, err=True)
    for path in written:
        say(path)


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
    """Write an empty declared.toml that explains every question."""
    from harmscope.api.making import init_declared

    say(init_declared(profile, service, period, output))


# ``harmscope plan-sample``: how to spread a sample over strata.


def plan_sample(
    strata: Annotated[Path, typer.Argument(help="CSV: stratum, weight or population, rate.")],
    size: Annotated[int, typer.Option(help="How many units can be reviewed in all.")],
    format_: FormatOption = TEXT,
) -> None:
    """Plan how to sample for prevalence.

    It spreads a sample over strata for the most precise estimate (Neyman).
    """
    from harmscope.aggregation.samples import plan
    from harmscope.render.listings import plan_text

    found = plan(strata, size)
    say_result(format_, found.as_dict, lambda: plan_text(found))


# ``harmscope read``: published reports into figures.


def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Files or folders.")],
    *,
    kind: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            help="dsa-report, meta-cser, tiktok-cger, figures, report or publication "
            "(of harmscope); "
            "without it, the format is recognised and shown.",
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
    """Read a published report into figures, each with its cell.

    Everything unusual or contradictory is listed; errors give exit code 1.
    """
    from harmscope.api.surface import read

    apart(output, *files)
    try:
        found = read(files, kind, service=service, edition=edition)
    except UserError as error:
        for line in getattr(error, "__notes__", ()):
            say(line, err=True)
        raise
    for line in found.notes:
        say(line, err=True)
    if output is not None:
        found.write(output)
        say(f"wrote {output}", err=True)
    if into is not None:
        say(f"kept as {found.keep(into)}", err=True)
    say_result(format_, found.summary, lambda: str(found))
    if not found.ok:
        raise typer.Exit(1)


# ``harmscope compare``: reports side by side, verdicts before numbers.


class Questions(StrEnum):
    """Sets of questions that select and order the figures."""

    GARM_AMR = "garm-amr"


def compare(
    reports: Annotated[
        list[str],
        typer.Argument(metavar="REPORT", help="report.json files, or LIBRARY/service@period."),
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
    category: Annotated[
        str | None, typer.Option(help="Only figures on this category and what lies under it.")
    ] = None,
    services: Annotated[
        list[str] | None, typer.Option("--service", help="Only figures of these services.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A .html, .json, .csv, .md, .parquet or .xlsx file."),
    ] = None,
    format_: FormatOption = TEXT,
) -> None:
    """Compare reports: first what can be compared, then the numbers.

    Each pair of figures has a verdict on each axis.

    What is unknown is never green. There is a ranking only where every axis is green and the
    metric has a direction.
    """
    from harmscope.api.surface import compare
    from harmscope.reading.collection import find_report

    places = [find_report(name) for name in reports]
    apart(output, *places)
    asked = None if questions is None else questions.value
    result = compare(
        places,
        system=system,
        metrics=metrics or (),
        period=period,
        questions=asked,
        category=category,
        services=services or (),
    )
    for line in result.notes:
        say(line, err=True)
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
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A .html, .json, .csv, .parquet or .xlsx file."),
    ] = None,
    format_: Annotated[Format, one_of("text", "json", "csv", "html")] = TEXT,
) -> None:
    """List what changed between two editions of a report.

    Figures added, removed and changed, the most serious first.

    Exit code 1 where figures of earlier periods were changed, added or dropped.
    """
    from harmscope.api.surface import diff

    apart(output, old, new)
    found = diff(old, new)
    for line in found.notes:
        say(line, err=True)
    if format_ is Format.HTML and output is None:
        say_file(clean(found.page(), lines=True))
    else:
        say_or_write(found, format_, output)
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
    output: TableFile = None,
    format_: Annotated[Format, one_of("text", "json", "csv")] = TEXT,
) -> None:
    """Compare a published report with records, cell by cell.

    Records can be statements of reasons.

    Import statements first: harmscope import DUMP --from dsa-sor -o records.jsonl
    """
    from harmscope.api.surface import reconcile

    apart(output, report, *records)
    found = reconcile(report, records, service=service, clock=clock)
    say_or_write(found, format_, output)


# ``harmscope explain``: how one figure came to be, down to the records.

_EXPLAINED = "A report.json or publication.json, or the folder that holds it."
_CELL = (
    "metric[dimension=code,...], the id of a figure, or in the EU template SHEET!CELL or "
    "SHEET!INDICATOR/SCOPE."
)


def explain(
    report: Annotated[str, typer.Argument(help=_EXPLAINED)],
    cell: Annotated[str, typer.Argument(metavar="CELL", help=_CELL)],
    *,
    records: Annotated[
        list[str] | None,
        typer.Option("--records", metavar="PATH", help="Records to count it from again."),
    ] = None,
    original: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH",
            help="The records that the report was made of, or what report --explain wrote; of a "
            "publication, those that it took in.",
        ),
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="REPORT", help="An earlier edition of the report.")
    ] = None,
    declared: Annotated[
        Path | None, typer.Option(help="The declared.toml that the report was made with.")
    ] = None,
    profile: Annotated[
        Path | None, typer.Option(help="The file of the report's profile, if it is your own.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes for large files; 0: one a core.")] = 0,
    output: TableFile = None,
    format_: Annotated[Format, one_of("text", "json", "csv")] = TEXT,
) -> None:
    """Explain a number of a report, down to the records.

    Definition, filters, each record that is counted or left out, and why.

    Of a registry's publication: who stands behind the number, and how it was added up.

    Exit code 1 where the records give another number now.
    """
    from harmscope.api.surface import explain

    apart(output, report, *(records or ()), *(original or ()))
    found = explain(
        report,
        cell,
        records=records or (),
        before=before,
        original=original or (),
        declared=declared,
        profile=profile,
        jobs=jobs,
    )
    for line in found.notes:
        say(line, err=True)
    say_or_write(found, format_, output)
    if not found.ok:
        raise typer.Exit(1)
