"""Commands on records: ``harmscope validate``, ``import``, ``init-mapping``, ``init-dataset``,
``export``, ``migrate``.
"""

import os
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
from harmscope.errors import UserError, offer
from harmscope.render.safe_text import clean

# ``harmscope validate``: is my file right, where not, and how do I mend it.

if TYPE_CHECKING:
    from harmscope.api.validating import Check
    from harmscope.memory import Work
    from harmscope.validation import Verdict
    from harmscope.validation.workers import Crew


KeepOption = Annotated[
    Path | None,
    typer.Option(help="Also write the valid records as .parquet, with a proof for report."),
]


OutcomeForm = Annotated[Format | None, one_of("text", "json", "sarif", "csv", "parquet", "html")]
OutcomeFile = Annotated[
    str | None,
    typer.Option("-o", "--output", help="Where to write; the ending names the form, too."),
]


def validate(  # noqa: PLR0917 - the options of the contract
    files: Annotated[list[str], typer.Argument(help="Files, folders, archives, or - .")],
    kind: Annotated[
        str | None, typer.Option(help="The kind of the records. Without it, the files say it.")
    ] = None,
    format_: OutcomeForm = None,
    output: OutcomeFile = None,
    ruleset: Annotated[
        str, typer.Option(help="Severities and thresholds: default, strict, or a .toml file.")
    ] = "default",
    previous: Annotated[
        Path | None, typer.Option(help="Records or report of the previous period, to compare with.")
    ] = None,
    select: Annotated[str, typer.Option(help="Only these rules, comma-separated.")] = "",
    ignore: Annotated[str, typer.Option(help="Not these rules, comma-separated.")] = "",
    fail_on: Annotated[str, typer.Option(help="error or warning")] = "error",
    waivers: Annotated[
        Path | None, typer.Option(help="TOML file of accepted findings: which, why and until when.")
    ] = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Fix faults that have only one fix, in copies of the files."),
    ] = False,
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes for large files; 0: one a core.")] = 0,
    stats: Annotated[
        bool, typer.Option("--stats", help="Also show rows by file and statistics.")
    ] = False,
    keep: KeepOption = None,
    memory_limit: MemoryOption = None,
    engine: EngineOption = Engine.DUCKDB,
    master: MasterOption = None,
) -> None:
    """Check records and published reports.

    Each fault has its place, its rule and its fix.
    """
    from harmscope.api.validating import Check
    from harmscope.formats.door import document_named
    from harmscope.times import day_asked

    form = format_ or _form_of(output)
    _check_fit(form, output, fail_on, stats=stats)
    here = memory_limit if engine is Engine.DUCKDB else None
    day, cores = day_asked(clock), _jobs(here, "import" if keep else "validate", jobs)
    rules = (_names(select), _names(ignore), ruleset)
    check = Check(files, day, kind, *rules, previous, waivers, keep)
    files = [document_named(one) for one in files]
    for line in check.notes:
        say(line, err=True)
    if fix:
        files = _fixed(files, check, cores)
    with crew_of(engine, master, jobs, memory_limit) as crew:
        outcome = _checked(check, files, (form, output), crew, jobs=cores, stats=stats)
    if outcome.fails("warning" if fail_on == "warning" else "error"):
        raise typer.Exit(1)


def _jobs(memory: str | None, work: "Work", jobs: int = 0) -> int:
    """How many processes may work: ``jobs``, or one a core, or fewer where memory is scarce."""
    from harmscope.memory import shares

    return shares(memory, work, jobs or os.cpu_count() or 1).jobs


def _fixed(files: list[str], check: "Check", jobs: int) -> list[str]:
    """The new files; what was done is said on the way."""
    from harmscope.render.listings import fixed_text
    from harmscope.validation.fix import fix_files

    done = fix_files(files, check.options, jobs)
    for one in done:
        say(fixed_text(one), err=True)
    return [str(one.path) for one in done]


def _checked(
    check: "Check",
    files: list[str],
    put: tuple[str, str | None],
    crew: "Crew",
    *,
    jobs: int,
    stats: bool,
) -> "Verdict":
    """Check and write the outcome; ``put`` is its form and its place."""
    from harmscope.render.outputs import output

    with (
        opened(put[1], files) as place,
        output(put[0], place, files, check.options.kind, check.clock, stats) as form,
    ):
        with reading(files) as reads:
            outcome = check.run(
                crew, form.sinks, files=files, jobs=jobs, profile=form.profile, reads=reads
            )
        place.write(encoded(form.shown(outcome), *put))
    return outcome


def _form_of(output: str | None) -> Format:
    """The form that the name of the file asks for: text where it asks for none."""
    from harmscope.render.outputs import form_named

    return Format(form_named(output or "") or TEXT)


def _check_fit(form: str, output: str | None, fail_on: str, *, stats: bool) -> None:
    if fail_on not in ("error", "warning"):
        raise UserError("--fail-on", "the value is not known", offer(fail_on, ("error", "warning")))
    if form == "parquet" and output in (None, "-"):
        raise UserError("--format", "Parquet cannot be printed", "name a file with -o")
    if stats and form in ("sarif", "csv", "parquet"):
        raise UserError("--stats", "this form has no place for it", "use text, json or html")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


# ``harmscope import``: a platform's log becomes records of the standard.

_FORMATS = (
    "dsa-sor, ozone, mastodon, discourse, lemmy, coral, coop, xarf, cybertip, guard-log, adcp; "
    "mapping for any other table; or an installed importer."
)


def import_(  # noqa: PLR0917 typer calls it by name
    sources: Annotated[
        list[str],
        typer.Argument(help="Files, folders, or - for standard input."),
    ],
    kind: Annotated[str, typer.Option("--from", metavar="FORMAT", help=_FORMATS)],
    target: Annotated[
        str, typer.Option("-o", "--output", help="Where the records go: .jsonl[.gz|.zst], .parquet")
    ],
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping", help="Mapping file: what the platform's own codes mean in the standard."
        ),
    ] = None,
    dataset: Annotated[
        Path | None, typer.Option("--dataset", help="TOML file with members for the header.")
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option("--key-file", help="Key file for pseudonyms; created if it is missing."),
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
    """Convert a platform's log to records.

    Rows read, written and skipped are counted.
    """
    from harmscope.api.importing import brought_in
    from harmscope.importers.run import Request
    from harmscope.render.listings import import_dict, import_text

    jobs = _jobs(memory_limit, "import")
    with Bars() as bars:
        asked = Request(tuple(sources), target, dataset, mapping, key_file, keep_text, bars)
        task, chosen = brought_in(kind, asked, findings=findings, jobs=jobs)
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
        typer.Argument(help="Tables of a log, or the export of a system."),
    ] = None,
    system: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="SYSTEM",
            help="mastodon, coop or lemmy: list the codes of this instance.",
        ),
    ] = None,
    target: Annotated[
        str, typer.Option("-o", "--output", help="File for the draft; - for standard output.")
    ] = "-",
) -> None:
    """Draft a mapping file for a log: what each column and code means.

    Every guess is marked. With --from it lists the codes of an instance of its own.
    """
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
        str, typer.Option("-o", "--output", help="File for the draft; - for standard output.")
    ] = "-",
) -> None:
    """Draft the file for --dataset: what no log says of itself.

    Service, period, the law that applies, capabilities.
    """
    from harmscope.importers.dataset_draft import draft_dataset

    _put(draft_dataset(), target)


# ``harmscope export``: records in the form that another party's interface takes, or a database.


def export(  # noqa: PLR0917 typer calls it by name
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="RECORDS|REPORT...",
            help="Files or folders of records, or - ; for a database also reports.",
        ),
    ],
    form: Annotated[
        str, typer.Option("--to", metavar="FORM", help="dsa-sor, xarf, public, sqlite or duckdb.")
    ],
    target: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            help="NAME.json; batches are NAME-0001.json … For public: .jsonl[.gz|.zst], .parquet."
            " A database: a new file.",
        ),
    ],
    fill: Annotated[
        Path | None,
        typer.Option("--fill", help="TOML file with members that the records do not hold."),
    ] = None,
    each: Annotated[
        Path | None,
        typer.Option("--each", help="CSV file with such members by the id of the record."),
    ] = None,
    keep_text: Annotated[
        bool,
        typer.Option("--keep-text", help="Keep free text in a database, which may name people."),
    ] = False,
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
    memory_limit: MemoryOption = None,
    output: FormatOption = TEXT,
) -> None:
    """Write records as others take them, or as a database for SQL.

    dsa-sor: statements of reasons in batches for the EU database. xarf: notices as abuse reports.
    Both list what is missing in the rest. public: a data set in which no person can be identified.
    sqlite, duckdb: records, reports and the lists that explain their codes, in one file.
    """
    from harmscope.api.exporting import export

    made = export(
        sources,
        form,
        target,
        fill=fill,
        each=each,
        keep_text=keep_text,
        clock=clock,
        memory_limit=memory_limit,
    )
    if output is Format.JSON:
        say_json(made.to_dict())
    else:
        say(str(made), err=True)
    if not made.ok:
        raise typer.Exit(1)


# ``harmscope migrate``: records of an older schema version, moved forward.


def migrate(
    file: Annotated[str, typer.Argument(help="A file, an archive, or - .")],
    to: Annotated[str, typer.Option("--to", help="KIND@VERSION, such as dataset@1.1.")],
    output: Annotated[str, typer.Option("-o", help=".jsonl[.gz|.zst], .parquet, or - .")],
    format_: FormatOption = TEXT,
) -> None:
    """Convert records to a newer version of the schema.

    Those that need a guess are listed and left out.
    """
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
