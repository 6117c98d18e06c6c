"""Commands on records: ``harmscope validate``, ``import``, ``init-mapping``, ``init-dataset``,
``export``, ``migrate``.
"""

import os
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harmscope.cli.engines import Engine, EngineOption, MasterOption, MemoryOption, crew_of
from harmscope.cli.output import (
    TEXT,
    Bars,
    Format,
    FormatOption,
    encoded,
    one_of,
    reading,
    say,
    say_file,
    say_json,
)
from harmscope.cli.output import target as opened
from harmscope.errors import UserError, apart, offer
from harmscope.render.safe_text import clean

# ``harmscope validate``: is my file right, where not, and how do I mend it.

if TYPE_CHECKING:
    from harmscope.memory import Work
    from harmscope.validation import Options, Verdict
    from harmscope.validation.run import Keep
    from harmscope.validation.waivers import Waivers
    from harmscope.validation.workers import Crew


KeepOption = Annotated[
    Path | None,
    typer.Option(help="Also write the valid records as .parquet, with a proof for report."),
]


def validate(  # noqa: PLR0917 - the options of the contract
    files: Annotated[list[str], typer.Argument(help="Files, folders, archives, or - .")],
    kind: Annotated[
        str | None, typer.Option(help="What the records are; else each record or table says it.")
    ] = None,
    format_: Annotated[Format, one_of("text", "json", "sarif", "csv", "parquet", "html")] = TEXT,
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
        bool, typer.Option("--fix", help="Fix what has one right answer, in new files beside.")
    ] = False,
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes for large files; 0: one a core.")] = 0,
    stats: Annotated[
        bool, typer.Option("--stats", help="Add rows by file, and what accepted records give.")
    ] = False,
    keep: KeepOption = None,
    memory_limit: MemoryOption = None,
    engine: EngineOption = Engine.DUCKDB,
    master: MasterOption = None,
) -> None:
    """Check records and published reports. Each fault has its place, its rule and its fix."""
    from harmscope.api.keeping import keeping_valid
    from harmscope.rules.ruleset import load_ruleset
    from harmscope.times import day_asked
    from harmscope.validation import Options
    from harmscope.validation.waivers import read_waivers

    _check_fit(format_, output, fail_on, stats=stats)
    apart(keep, *files)
    here = memory_limit if engine is Engine.DUCKDB else None
    day, cores = day_asked(clock), _jobs(here, "import" if keep else "validate", jobs)
    kind = kind or _recognised(files)
    options = Options(kind, day, _names(select), _names(ignore), load_ruleset(ruleset), previous)
    waived = read_waivers(waivers, day) if waivers else None
    if fix:
        files = _mended(files, options, cores)
    with (
        crew_of(engine, master, jobs, memory_limit) as crew,
        keeping_valid(keep, day, cores) as kept,
    ):
        outcome = _judged(
            files, options, waived, (format_, output, day), crew, keep=kept, stats=stats
        )
    if outcome.fails("warning" if fail_on == "warning" else "error"):
        raise typer.Exit(1)


def _jobs(memory: str | None, work: "Work", jobs: int = 0) -> int:
    """How many processes may work: ``jobs``, or one a core, or fewer where memory is scarce."""
    from harmscope.memory import shares

    return shares(memory, work, jobs or os.cpu_count() or 1).jobs


def _recognised(files: list[str]) -> str | None:
    """The kind of what is named where no option says it; what it was taken for is said."""
    from harmscope.recognise import to_validate

    kind, taken = to_validate(files)
    for line in taken:
        say(line, err=True)
    return kind


def _mended(files: list[str], options: "Options", jobs: int) -> list[str]:
    """The new files; what was done is said on the way."""
    from harmscope.render.listings import fixed_text
    from harmscope.validation.fix import fix_files

    mended = fix_files(files, options, jobs)
    for one in mended:
        say(fixed_text(one), err=True)
    return [str(one.path) for one in mended]


def _judged(
    files: list[str],
    options: "Options",
    waived: "Waivers | None",
    put: tuple[str, str | None, date],
    crew: "Crew",
    *,
    keep: "Keep | None",
    stats: bool,
) -> "Verdict":
    """Judge and write the outcome; ``put`` is its form, its place and the day."""
    from harmscope.findings import Tally
    from harmscope.render.outputs import output
    from harmscope.validation import validate

    with (
        opened(put[1], files) as place,
        output(put[0], place, files, options.kind, put[2], stats) as form,
    ):
        tally = Tally(sinks=form.sinks, excuse=waived.excuse if waived else None)
        with reading(files) as reads:
            outcome = validate(
                files, options, keep, tally=tally, reads=reads, crew=crew, profile=form.profile
            )
        if waived:
            tally.extend(waived.findings())
        place.write(encoded(form.shown(outcome), *put[:2]))
    return outcome


def _check_fit(form: str, output: str | None, fail_on: str, *, stats: bool) -> None:
    if fail_on not in ("error", "warning"):
        raise UserError("--fail-on", "the value is not known", offer(fail_on, ("error", "warning")))
    if form == "parquet" and output in (None, "-"):
        raise UserError("--format", "Parquet is no text to print", "name a file with -o")
    if stats and form in ("sarif", "csv", "parquet"):
        raise UserError("--stats", "this form has no place for it", "use text, json or html")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


# ``harmscope import``: a platform's log becomes records of the standard.


def import_(  # noqa: PLR0917 typer calls it by name
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE…", help="Files, folders, or - for standard input."),
    ],
    kind: Annotated[str, typer.Option("--from", metavar="FORMAT", help="What the sources are.")],
    target: Annotated[
        str, typer.Option("-o", "--output", help="Where the records go: .jsonl[.gz|.zst], .parquet")
    ],
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="Ties the platform's own codes to the standard."),
    ] = None,
    dataset: Annotated[
        Path | None, typer.Option("--dataset", help="TOML file with members for the header.")
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option("--key-file", help="Key for pseudonyms; made where it is missing."),
    ] = None,
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="Keep free text, which may name people.")
    ] = False,
    findings: Annotated[
        Path | None,
        typer.Option(
            "--findings",
            metavar="FILE",
            help="Every finding with its place: .csv, .parquet, .json, .sarif, .html or .txt",
        ),
    ] = None,
    memory_limit: MemoryOption = None,
    output: FormatOption = TEXT,
) -> None:
    """Bring a platform's log in, and say what was read, written and skipped."""
    from harmscope.api.keeping import bring_in
    from harmscope.importers import importer
    from harmscope.importers.contract import Task
    from harmscope.importers.run import Request
    from harmscope.render.import_findings import findings_file
    from harmscope.render.listings import import_dict, import_text

    jobs = _jobs(memory_limit, "import")
    apart(target, *sources)
    apart(findings, *sources, target, *(str(one) for one in (mapping, dataset, key_file) if one))
    chosen, task = importer(kind), Task()
    with Bars() as bars, ExitStack() as files:
        if findings is not None:
            files.enter_context(findings_file(findings, task, sources))
        request = Request(tuple(sources), target, dataset, mapping, key_file, keep_text, bars)
        bring_in(chosen, request, task, jobs)
    if output is Format.JSON:
        say_json(import_dict(task, chosen.choices), err=target == "-")
    else:
        say(import_text(task, target, chosen.choices), err=True)
    if task.tally.total("error"):
        raise typer.Exit(1)


# ``harmscope init-mapping``: a draft of a mapping file, every guess in a comment.


def init_mapping(
    samples: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SAMPLE…", help="Tables, the log and what belongs to it; or a system's export."
        ),
    ] = None,
    system: Annotated[
        str | None,
        typer.Option("--from", metavar="SYSTEM", help="mastodon, coop or lemmy: its own codes."),
    ] = None,
    target: Annotated[
        str, typer.Option("-o", "--output", help="Where the draft goes; - for standard output.")
    ] = "-",
) -> None:
    """Guess columns, times and codes of a table, or list what is an instance's own."""
    from harmscope.importers.drafting import draft_mapping
    from harmscope.importers.drafting_own import draft_own_codes

    if system is not None:
        text = draft_own_codes(system, *(samples or ()))
    elif samples:
        text = draft_mapping(*samples)
    else:
        raise UserError("SAMPLE", "nothing is named", "name a table, or a system with --from")
    _put(text, target)


def _put(text: str, target: str) -> None:
    """Write a draft, and never over a file."""
    if target == "-":
        say_file(clean(text, lines=True))
        return
    path = Path(target)
    if path.exists():
        raise UserError(target, "the file exists", "name a new file, or remove it first")
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise UserError(
            target, "it cannot be written", "name a path in an existing folder"
        ) from None
    say(f"draft written to {target}: check every line", err=True)


# ``harmscope init-dataset``: a draft of what no log says of itself.


def init_dataset(
    target: Annotated[
        str, typer.Option("-o", "--output", help="Where the draft goes; - for standard output.")
    ] = "-",
) -> None:
    """Lay out the file for --dataset: service, period, jurisdictions, capabilities."""
    from harmscope.importers.dataset_draft import draft_dataset

    _put(draft_dataset(), target)


# ``harmscope export``: records in the form that another party's interface takes.


def export(
    records: Annotated[
        list[str], typer.Argument(metavar="RECORDS…", help="Files or folders of records, or - .")
    ],
    form: Annotated[str, typer.Option("--to", metavar="FORM", help="dsa-sor or public.")],
    target: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            help="NAME.json; batches are NAME-0001.json … For public: .jsonl[.gz|.zst], .parquet",
        ),
    ],
    fill: Annotated[
        Path | None,
        typer.Option("--fill", help="TOML file with members that the records do not hold."),
    ] = None,
    output: FormatOption = TEXT,
) -> None:
    """Write statements of reasons in batches, and list what each of the others lacks; or write
    the records as a public data set in which nobody can be found."""
    from harmscope.exporters import EXPORTERS
    from harmscope.exporters.run import export
    from harmscope.render.listings import export_dict, export_text

    apart(target, *records)
    if form == "public":
        if fill is not None:
            fault = "a public data set takes nothing from outside the records"
            raise UserError("--fill", fault, "leave the option out")
        _publish(records, target, output)
        return
    exporter = EXPORTERS.get(form)
    if exporter is None:
        fix = offer(form, (*EXPORTERS, "public"))
        raise UserError("--to", "there is no such form", fix)
    outcome = export(exporter, records, target, fill)
    if output is Format.JSON:
        say_json(export_dict(outcome, exporter))
    else:
        say(export_text(outcome, exporter, target), err=True)
    if outcome.incomplete or not outcome.written:
        raise typer.Exit(1)


def _publish(records: list[str], target: Path, output: Format) -> None:
    from harmscope.exporters.public import publish
    from harmscope.render.listings import public_text

    done = publish(records, str(target))
    if output is Format.JSON:
        say_json(done.as_dict())
    else:
        say(public_text(done), err=True)
    if not done.written:
        raise typer.Exit(1)


# ``harmscope migrate``: records of an older schema version, moved forward.


def migrate(
    file: Annotated[str, typer.Argument(help="A file, an archive, or - .")],
    to: Annotated[str, typer.Option("--to", help="KIND@VERSION, such as dataset@1.1.")],
    output: Annotated[str, typer.Option("-o", help=".jsonl[.gz|.zst], .parquet, or - .")],
    format_: FormatOption = TEXT,
) -> None:
    """Move records forward to a newer version; what would be a guess is named and left out."""
    from harmscope.validation.migrate import migrate

    done = migrate(file, to, output)
    if format_ is Format.JSON:
        say_json(done.as_dict(), err=output == "-")
    else:
        for finding in done.tally.samples():
            line = "" if finding.line is None else f":{finding.line}"
            place = f"{finding.file}{line}{finding.pointer}"
            say(f"{place}: {finding.rule} {finding.message}; {finding.fix}", err=True)
        rows = "row" if done.seen == 1 else "rows"
        counts = f"{done.moved} moved, {done.unchanged} unchanged, {done.left} left out"
        say(f"{done.seen} {rows}: {counts}", err=output == "-")
    if done.tally.total("error"):
        raise typer.Exit(1)
