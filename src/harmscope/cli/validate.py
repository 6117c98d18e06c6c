"""``harmscope validate``: is my file right, where not, and how do I mend it."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harmscope.errors import UserError

if TYPE_CHECKING:
    from harmscope.validation import Options, Verdict
    from harmscope.validation.waivers import Waivers


def command(  # noqa: PLR0917 - the options of the contract
    files: Annotated[list[str], typer.Argument(help="Files, folders, archives, or - .")],
    kind: Annotated[
        str | None, typer.Option(help="What the records are; else each record or table says it.")
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help="text, json, sarif, csv, parquet or html")
    ] = "text",
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="Where to write the outcome.")
    ] = None,
    ruleset: Annotated[
        str, typer.Option(help="Severities and thresholds: default, strict, or a .toml file.")
    ] = "default",
    previous: Annotated[
        Path | None, typer.Option(help="Records or report of the period before, to compare with.")
    ] = None,
    select: Annotated[str, typer.Option(help="Only these rules, comma-separated.")] = "",
    ignore: Annotated[str, typer.Option(help="Not these rules, comma-separated.")] = "",
    fail_on: Annotated[str, typer.Option(help="error or warning")] = "error",
    waivers: Annotated[
        Path | None, typer.Option(help="TOML file: findings to live with, why and until when.")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what cannot go wrong, into new files beside.")
    ] = False,
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes for large files; 0: one a core.")] = 0,
    stats: Annotated[
        bool, typer.Option("--stats", help="Add rows by file, and what accepted records give.")
    ] = False,
) -> None:
    """Judge records and published files: every fault with its place, its rule and its fix."""
    from harmscope.cli.wording import check_format, day_of
    from harmscope.render.outputs import FORMATS
    from harmscope.rules.ruleset import load_ruleset
    from harmscope.validation import Options
    from harmscope.validation.waivers import read_waivers

    check_format(format_, FORMATS)
    _check_fit(format_, output, fail_on, stats=stats)
    day, cores = day_of(clock), jobs or os.cpu_count() or 1
    options = Options(kind, day, _names(select), _names(ignore), load_ruleset(ruleset), previous)
    waived = read_waivers(waivers, day) if waivers else None
    if fix:
        files = _mended(files, options, cores)
    outcome = _judged(files, options, waived, (format_, output, day), cores, stats=stats)
    if outcome.fails("warning" if fail_on == "warning" else "error"):
        raise typer.Exit(1)


def _mended(files: list[str], options: "Options", jobs: int) -> list[str]:
    """The new files; what was done is said on the way."""
    from harmscope.validation.fixing import fix_files

    mended = fix_files(files, options, jobs)
    for one in mended:
        typer.echo(one.said, err=True)
    return [str(one.path) for one in mended]


def _judged(
    files: list[str],
    options: "Options",
    waived: "Waivers | None",
    put: tuple[str, str | None, date],
    jobs: int,
    *,
    stats: bool,
) -> "Verdict":
    """Judge and write the outcome; ``put`` is its form, its place and the day."""
    from harmscope.cli.progress import reading
    from harmscope.cli.target import target
    from harmscope.findings import Tally
    from harmscope.render.outputs import output
    from harmscope.validation import validate

    with (
        target(put[1], files) as place,
        output(put[0], place, files, options.kind, put[2], stats) as form,
    ):
        tally = Tally(sinks=form.sinks, excuse=waived.excuse if waived else None)
        with reading(files) as reads:
            outcome = validate(
                files, options, tally=tally, reads=reads, jobs=jobs, profile=form.profile
            )
        if waived:
            tally.extend(waived.findings())
        place.write(form.shown(outcome).encode("utf-8", "backslashreplace"))
    return outcome


def _check_fit(form: str, output: str | None, fail_on: str, *, stats: bool) -> None:
    if fail_on not in ("error", "warning"):
        raise UserError("--fail-on", "the value is not known", "use error or warning")
    if form == "parquet" and output in (None, "-"):
        raise UserError("--format", "Parquet is no text to print", "name a file with -o")
    if stats and form in ("sarif", "csv", "parquet"):
        raise UserError("--stats", "this form has no place for it", "use text, json or html")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
