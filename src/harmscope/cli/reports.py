"""Commands on reports: ``harmscope report``, ``init-declared``, ``plan-sample``, ``read``,
``compare``, ``diff``, ``reconcile``.
"""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

# ``harmscope report``: a report on records, as a profile lays it out.


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
    memory_limit: Annotated[
        str | None, typer.Option(help="How much memory counting may take, such as 2GB.")
    ] = None,
) -> None:
    """Count records and write report.html, report.json and figures.csv into a folder."""
    from harmscope.api import Options, report_to

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


# ``harmscope init-declared``: a commented file for what no log holds.


def init_declared(
    profile: Annotated[str, typer.Option(help="The profile of the report.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the file.")],
    service: Annotated[str, typer.Option(help="The service's name.")] = "",
    period: Annotated[str, typer.Option(help="The period of the report.")] = "",
) -> None:
    """Write a declared.toml in which every question is explained and nothing is stated yet."""
    from harmscope.api import init_declared

    typer.echo(init_declared(profile, service, period, output))


# ``harmscope plan-sample``: how to spread a sample over strata.


def plan_sample(
    strata: Annotated[Path, typer.Argument(help="CSV: stratum, weight or population, rate.")],
    size: Annotated[int, typer.Option(help="How many units can be judged in all.")],
    format_: Annotated[str, typer.Option("--format", help="text or json")] = "text",
) -> None:
    """Spread a sample over strata so that the estimate of prevalence varies least (Neyman)."""
    from harmscope.aggregation.samples import plan
    from harmscope.render.plan_text import plan_text

    found = plan(strata, size)
    typer.echo(json.dumps(found.as_dict(), indent=2) if format_ == "json" else plan_text(found))


# ``harmscope read``: published reports into figures.


class Kind(StrEnum):
    """Formats of published reports."""

    DSA_REPORT = "dsa-report"
    META_CSER = "meta-cser"
    TIKTOK_CGER = "tiktok-cger"
    FIGURES = "figures"
    REPORT = "report"


class ReadFormat(StrEnum):
    """How the summary is printed."""

    TEXT = "text"
    JSON = "json"


def read(
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
    format_: Annotated[
        ReadFormat, typer.Option("--format", help="text or json.")
    ] = ReadFormat.TEXT,
) -> None:
    """Read a published report: every data cell becomes a figure that knows its source.

    Every leniency and contradiction is said; errors among them give exit code 1.
    """
    import json

    from harmscope.reading import read
    from harmscope.reading.library import add_to_library
    from harmscope.render.reading_result import reading_summary, reading_text, write_reading

    reading = read(files, kind.value, service, edition)
    if output is not None:
        write_reading(reading, output)
    if into is not None:
        typer.echo(f"kept as {add_to_library(reading, into)}", err=True)
    if format_ is ReadFormat.JSON:
        typer.echo(json.dumps(reading_summary(reading), indent=1, ensure_ascii=False))
    else:
        typer.echo(reading_text(reading))
    if any(finding.severity == "error" for finding in reading.findings):
        raise typer.Exit(1)


# ``harmscope compare``: reports side by side, verdicts before numbers.


class Questions(StrEnum):
    """Sets of questions that select and order the figures."""

    GARM_AMR = "garm-amr"


class CompareFormat(StrEnum):
    """How the result is printed."""

    TEXT = "text"
    JSON = "json"


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
        typer.Option("--output", "-o", help="A .html, .json, .csv, .md or .xlsx file."),
    ] = None,
    format_: Annotated[
        CompareFormat, typer.Option("--format", help="text or json.")
    ] = CompareFormat.TEXT,
) -> None:
    """Compare reports: a verdict for each pair of figures on each axis, then the numbers.

    Unknown is never green, and there is no ranking unless every axis is green and the metric has
    a direction.
    """
    import json

    from harmscope.comparison import Options, compare
    from harmscope.comparison.document import document
    from harmscope.reading import load
    from harmscope.reading.library import find_report
    from harmscope.render.comparison_file import write_comparison
    from harmscope.render.comparison_text import comparison_text

    options = Options(system, tuple(metrics or ()), period, questions is not None)
    result = compare([load(find_report(name)) for name in reports], options)
    if output is not None:
        write_comparison(result, output)
        typer.echo(f"wrote {output}", err=True)
    if format_ is CompareFormat.JSON:
        typer.echo(json.dumps(document(result), ensure_ascii=False, sort_keys=True, indent=1))
    elif output is None:
        typer.echo(comparison_text(result))


# ``harmscope diff``: every restated figure between two editions.


class DiffFormat(StrEnum):
    """How the difference is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


def diff(
    old: Annotated[str, typer.Argument(help="report.json, or LIBRARY/service@period#edition.")],
    new: Annotated[str, typer.Argument(help="The later edition.")],
    *,
    format_: Annotated[
        DiffFormat, typer.Option("--format", help="text, json, csv or html.")
    ] = DiffFormat.TEXT,
) -> None:
    """List figures added, dropped and changed between two editions, the weightiest first.

    Exit code 1 where figures of earlier periods were changed, added or dropped.
    """
    import json

    from harmscope.comparison import diff
    from harmscope.reading import load
    from harmscope.reading.library import find_report
    from harmscope.render import difference_text
    from harmscope.render.writers.to_csv import table_csv

    difference = diff(load(find_report(old)), load(find_report(new)))
    if format_ is DiffFormat.JSON:
        text = json.dumps(
            difference_text.difference_document(difference), indent=1, ensure_ascii=False
        )
    elif format_ is DiffFormat.CSV:
        text = table_csv(difference_text.difference_table(difference)).rstrip("\r\n")
    elif format_ is DiffFormat.HTML:
        from harmscope.render.html.comparison_page import difference_page

        text = difference_page(difference)
    else:
        text = difference_text.difference_text(difference)
    typer.echo(text)
    if difference.restates:
        raise typer.Exit(1)


# ``harmscope reconcile``: a published report against the records it should stand on.


class ReconcileFormat(StrEnum):
    """How the result is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def reconcile(
    report: Annotated[str, typer.Argument(help="report.json, or LIBRARY/service@period.")],
    records: Annotated[list[str], typer.Argument(help="Records, as harmscope import writes them.")],
    *,
    service: Annotated[
        str | None, typer.Option(help="The service's name in the records, if it differs.")
    ] = None,
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
    format_: Annotated[
        ReconcileFormat, typer.Option("--format", help="text, json or csv.")
    ] = ReconcileFormat.TEXT,
) -> None:
    """Compare a published report with statements of reasons or other records, cell by cell.

    Import statements first: harmscope import DUMP --from dsa-sor -o records.jsonl
    """
    import json

    from harmscope.api import reconcile_with
    from harmscope.reading import load
    from harmscope.reading.library import find_report
    from harmscope.render import reconciliation_text as shown
    from harmscope.render.writers.to_csv import table_csv

    found = reconcile_with(load(find_report(report)), records, service, clock)
    if format_ is ReconcileFormat.JSON:
        document = shown.reconciliation_document(found)
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
    elif format_ is ReconcileFormat.CSV:
        typer.echo(table_csv(shown.reconciliation_table(found)), nl=False)
    else:
        typer.echo(shown.reconciliation_text(found))
