"""Records and reports to one database that anybody can ask in SQL."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harmscope import __version__
from harmscope.errors import UserError
from harmscope.exporters.sql.database_files import DatabaseFile, DuckdbFile, SqliteFile
from harmscope.exporters.sql.databased import Databased
from harmscope.exporters.sql.reference_content import write_reference
from harmscope.exporters.sql.relations import Column, Relation, quoted
from harmscope.exporters.sql.report_content import ReportContent, is_public, opened
from harmscope.exporters.sql.sql_views import VIEWS
from harmscope.findings import Finding, Tally
from harmscope.formats.door import document_in, open_file, shown
from harmscope.formats.sources import STDIN
from harmscope.formats.write import STDOUT, whole
from harmscope.reading.collection import find_report
from harmscope.recognise import recognise
from harmscope.times import today
from harmscope.validation.run import validate
from harmscope.validation.verdict import Options, Verdict

_FILES: Final[dict[str, type[SqliteFile | DuckdbFile]]] = {
    one.name: one for one in (SqliteFile, DuckdbFile)
}

if TYPE_CHECKING:
    from harmscope.exporters.sql.record_content import RecordContent

README = Relation(
    "README",
    (Column("no", "integer", "The order in which to read it"), Column("topic"), Column("text")),
    "What this database is",
    ("no",),
)
COLUMNS = Relation(
    "column_note",
    (Column("table"), Column("column"), Column("holds"), Column("refers_to"), Column("note")),
    "Every column: what it holds, and the table and column that it refers to",
    ("table", "column"),
)
FINDING = Relation(
    "finding",
    (
        Column("rule", refers="rule.code"),
        Column("severity"),
        Column("file"),
        Column("line", "integer"),
        Column("offset", "integer"),
        Column("pointer"),
        Column("message"),
        Column("fix"),
    ),
    "What validate says of the records; no value of a record stands in it",
)
FILE = Relation(
    "file",
    (
        Column("name"),
        Column("seen", "integer", "accepted + rejected + skipped"),
        Column("accepted", "integer"),
        Column("rejected", "integer", "Rows with an error"),
        Column("skipped", "integer", "Rows that nobody could read"),
    ),
    "Rows of each file with records",
)


def to_database(
    sources: Sequence[str],
    form: str,
    target: Path,
    *,
    keep_text: bool = False,
    clock: date | None = None,
    memory: str | None = None,
) -> Databased:
    """Write records, reports and what explains them into a new database of the ``form``.

    Records are those that ``validate`` accepts one by one on the day ``clock`` (default: today).
    Free text, names of people and addresses in them are written only with ``keep_text``. Nothing of
    a report is left out. ``memory`` limits the engine that makes the flat tables.
    Raises UserError where the target is standard output or exists, a source is something else or
    cannot be read, and where a report for readers outside stands beside records or exact figures.
    """
    if str(target) == STDOUT:
        raise UserError("-o", "a database cannot go to standard output", "name a new file")
    if target.exists():
        fix = "name a new file, or remove it first"
        raise UserError(shown(str(target)), "the file exists", fix)
    day = clock or today()
    records, reports = _sorted_out(sources)
    _refuse_mixture(records, reports)
    done = Databased(form)
    with tempfile.TemporaryDirectory(prefix="harmscope-") as made:
        folder = Path(made)
        database = _FILES[form](folder / "database")
        write_reference(database)
        if records:
            # What makes flat tables is a part of the extra for reports.
            from harmscope.exporters.sql.record_content import RecordContent

            (folder / "flat").mkdir()
            held = RecordContent(database, folder / "flat", memory, keep_text=keep_text)
            _add_records(held, database, records, day, done)
        if reports:
            content = ReportContent(database)
            content.create()
            for report in reports:
                content.take(report)
            done.reports, done.figures = content.reports, content.figures
        words = _words(day, done, keep_text=keep_text, records=bool(records))
        _finish(database, done, words)
        with whole(target) as file, open_file(folder / "database") as written:
            shutil.copyfileobj(written, file, 2**20)
    return done


def _sorted_out(sources: Sequence[str]) -> tuple[list[str], list[Path]]:
    """Sources with records, and files of reports."""
    records: list[str] = []
    reports: list[Path] = []
    for source in sources:
        path = Path(source)
        if source != STDIN and (path / "report.json").is_file():
            reports.append(path / "report.json")
            continue
        if source != STDIN and not path.exists() and "@" in source:
            reports.append(find_report(source))
            continue
        found = recognise(source)
        if found is not None and found.form in ("report", "publication"):
            reports.append(document_in(path))
        elif found is None or found.form == "records":
            records.append(source)
        else:
            name = shown(source)
            fix = found.command.format(name) or f"read it: harmscope read {name} -o report.json"
            raise UserError(name, f"this looks like {found.what}", fix)
    return records, reports


def _refuse_mixture(records: list[str], reports: list[Path]) -> None:
    """A report for readers outside hides what stands in records and in exact reports."""
    bodies = [opened(path)[1] for path in reports] if records or len(reports) > 1 else []
    public = [is_public(body) for body in bodies]
    exact = records or any(
        body["record"] != "published" and not out for body, out in zip(bodies, public, strict=True)
    )
    if any(public) and exact:
        fault = "a report or publication for readers outside would stand beside what it withholds"
        raise UserError(
            shown(reports[public.index(True)].name), fault, "write a database of it alone"
        )


@dataclass(slots=True)
class _Findings:
    """Writes each finding as it comes."""

    database: DatabaseFile

    def take(self, finding: Finding, waived: str | None) -> None:
        """Write one finding."""
        place = (finding.file, finding.line, finding.offset, finding.pointer)
        row = (finding.rule, finding.severity, *place, finding.message, finding.fix)
        self.database.add("finding", row)


def _add_records(
    content: "RecordContent", database: DatabaseFile, sources: list[str], day: date, done: Databased
) -> None:
    content.create()
    for relation in (FINDING, FILE):
        database.create(relation)
    verdict: Verdict = validate(
        sources,
        Options(clock=day),
        content.take,
        tally=Tally(sinks=(_Findings(database),)),
        opened=content.opened,
    )
    for one in verdict.files:
        database.add("file", (one.name, one.seen, one.accepted, one.rejected, one.skipped))
    content.finish(day)
    database.flush()
    done.records, done.texts = content.taken, content.left_out()
    done.restricted = content.restricted
    done.left_out = verdict.seen - content.datasets - content.taken.total()
    done.not_counted = database.counts["not_counted"]


def _finish(database: DatabaseFile, done: Databased, words: dict[str, str]) -> None:
    """Add views, indexes, the README and the notes on columns."""
    database.create(README)
    database.create(COLUMNS)
    views = [one for one in VIEWS if all(name in database.relations for name in one.needs)]
    told = list(words.items())
    told += [(f"view {view.name}", view.words) for view in views]
    told += [(f"table {one.name}", one.note) for one in database.relations.values()]
    database.add_all(README.name, ((no, *row) for no, row in enumerate(told, 1)))
    for relation in database.relations.values():
        for column in relation.columns:
            note = (relation.name, column.name, column.kind, column.refers or None)
            database.add(COLUMNS.name, (*note, column.note or None))
    for view in views:
        database.view(view)
        done.views.append(view.name)
    database.flush()
    for name in database.relations:
        if name.startswith("flat_") and not database.relations[name].key:
            database.run(f"CREATE INDEX {quoted(name + '_seq')} ON {quoted(name)} (seq)")
    database.close()
    done.tables = {name: database.counts[name] for name in database.relations}


def _words(day: date, done: Databased, *, keep_text: bool, records: bool) -> dict[str, str]:
    """What the README says in general; ``records`` says whether some were to be written."""
    found = {
        "what": "Records and figures on harmful content, written by harmscope"
        f" {__version__} (harmscope export --to {done.form}).",
        "reference": "The tables harm, harm_alias, code_list, system, system_code, crosswalk and"
        " rule explain the codes of the others.",
        "columns": "The table column_note says what each column holds and what it refers to.",
        "times": "Days and times are ISO 8601. A time has the offset with which it was recorded,"
        " or is a day where only the day is known. Days in flat tables are in UTC.",
    }
    if records:
        texts = (
            "Free text in records was asked for and is here: it may name people."
            if keep_text
            else "Free text, names of people and addresses in records were left out: "
            + ", ".join(done.texts)
        )
        if done.restricted:
            found["not for publication"] = (
                "This database holds single records as they were recorded. To publish, write a"
                " public data set first (harmscope export --to public), and export that one."
            )
        found |= {
            "records": "The tables record, incident, notice, exposure, measure and dataset, and"
            " those named after their lists, hold the members of each record as they stand.",
            "flat tables": "The tables flat_… hold what reports count, and nothing else; seq is the"
            " number of the record. Count distinct seq to count records.",
            "empty": "An empty value is not zero and not no: the record did not say it. The table"
            " dataset_not_recorded names what the service never records.",
            "views and reports": "Some views say which figure their sum is. It is that figure over"
            " all months of a period, for one service, with days in UTC. An empty month is a record"
            " without a day: it is in no period, and no report counts it. An empty harm is"
            " unallocated in a report. Where records may be missing, a report says at_least or"
            " not_recorded; a view cannot know it.",
            "not counted": "The table not_counted names records that are in no flat table: copies,"
            " contradictions, records that others supersede, and kinds without metrics.",
            "left out": f"{done.left_out:,} rows are not here, since a rule on single records"
            " refuses them: see finding and file.",
            "day": f"Limits are as they stood on {day}.",
            "texts": texts,
        }
    if done.reports:
        found["figures"] = (
            "The table figure holds every figure of the reports as published; a figure that two"
            " panels show stands twice. An empty value is no zero: status says why it is empty."
        )
    return found
