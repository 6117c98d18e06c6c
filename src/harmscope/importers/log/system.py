"""A moderation system as its importer declares it, and the importer of any such system."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from harmscope import __version__
from harmscope.findings import Severity
from harmscope.importers.columns import Book, EqualRows
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.importers.log.case_records import ImportContext, records
from harmscope.importers.log.cases import MISSING
from harmscope.importers.log.entry import UNHEARD, BadRow, Entry
from harmscope.importers.log.event_store import EventStore
from harmscope.importers.log.event_writer import EventWriter
from harmscope.importers.log.events import Event, Kind
from harmscope.importers.platform_codes import OwnCodes, allocate, read_own_codes
from harmscope.importers.pseudonyms import Pseudonyms, key_for
from harmscope.importers.row_caps import note_cuts
from harmscope.model.typed import Incident, Notice
from harmscope.rules.import_ import ADRIFT, CONFLICT, MISSING_DECISION, UNKNOWN_ROW, UNREADABLE_ROW

Translate = Callable[[Entry, EventWriter], None]
"""Turns one row into events, or says why not. Raises BadRow."""


Needed = frozenset[str] | tuple[frozenset[str], ...]
"""The members that tell a table, or several such sets."""


_NEAR = 0.4
"""A row is like a table that it lacks at most this share of the telling members of."""


def _any(needed: Needed) -> tuple[frozenset[str], ...]:
    return (needed,) if isinstance(needed, frozenset) else needed


@dataclass(frozen=True, slots=True)
class LogSystem:
    """What one importer declares.

    ``reads``         what it takes, in words, one a line
    ``schemes``       the code lists of the system
    ``columns``       tables by the members that tell them, most telling first; several sets where
                      any of them will do
    ``pages``         members that hold lists of rows, and the table of those rows
    ``translate``     a translator for each table
    ``not_recorded``  parts that the system does not keep, and why
    ``choices``       what the log leaves open, and how it is answered here
    ``explode``       what stands for a row of a table: the rows inside it, itself among them or not
    ``finish``        called when all rows are read
    ``lists``         members under which a JSON document of one table may wrap its rows
    ``unread``        what is said of columns that were not read
    ``own_ids``       whether the user chose the column of the id: then rows of one id that differ
                      are an error, for one of them is lost
    """

    name: str
    title: str
    schemes: tuple[str, ...]
    reads: tuple[str, ...]
    columns: Mapping[str, Needed]
    pages: Mapping[str, str]
    translate: Mapping[str, Translate]
    capabilities: tuple[str, ...]
    not_recorded: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]
    explode: Mapping[str, Callable[[Entry], list[Entry]]] = field(default_factory=dict)
    finish: Callable[[EventWriter], None] | None = None
    lists: frozenset[str] = frozenset()
    unread: str = "not read"
    own_ids: bool = False

    def entries(
        self, data: dict[str, object], file: str, line: int, offset: int, book: Book | None = None
    ) -> list[Entry]:
        """The rows in one parsed line: a row itself, or the rows of a page. Rows of no known
        table have an empty ``table``, those in a list of the page that is not known among them.
        ``book`` takes note of columns."""
        page = Entry("", data, file, line, offset, book=book or Book(), columns=UNHEARD)
        tables = [name for name in self.pages if isinstance(data.get(name), list)]
        if tables:
            rows = [row for name in tables for row in page.inner(name, self.pages[name])]
            rows += [
                row
                for name, value in data.items()
                if name not in tables and isinstance(value, list)
                for row in page.inner(name, "")
            ]
            rows += [
                page.other("", {}, f"/{name}/{place}")
                for name in tables
                for place, one in enumerate(page.listed(name))
                if not isinstance(one, dict) and one is not None
            ]
        else:
            rows = [page.other(self._table(data))]
        return [inner for row in rows for inner in self._exploded(row)]

    def _table(self, data: dict[str, object]) -> str:
        names = data.keys()
        return next(
            (
                name
                for name, needed in self.columns.items()
                if any(one <= names for one in _any(needed))
            ),
            "",
        )

    def telling(self) -> Iterator[frozenset[str]]:
        """Every set of members that tells a row of one of the tables."""
        for needed in self.columns.values():
            yield from _any(needed)

    def likeness(self, data: dict[str, object]) -> str:
        """Which table a row is like that is of none, and what it lacks, in words; empty where it
        is like none."""
        told = [(name, one) for name, needed in self.columns.items() for one in _any(needed) if one]
        names = data.keys()
        near = [(len(one - names) / len(one), sorted(one - names), name) for name, one in told]
        far, lacking, name = min(near, default=(1.0, [], ""))
        return f"like {name}, but without {', '.join(lacking)}" if 0 < far <= _NEAR else ""

    def _exploded(self, row: Entry) -> list[Entry]:
        explode = self.explode.get(row.table)
        found = explode(row) if explode else [row]
        whole = [row] if all(one.data is not row.data for one in found) else []
        for one in (*whole, *found):
            if one.table:
                one.columns.take(one.data)
        return found


# Imports the log of any :class:`LogSystem`: rows to events, events to records.

JOIN_CHOICES = {
    "When does a case end?": (
        "With its decision. What follows within 24 hours, without a new notice, belongs to it."
    ),
    "Who brought a case up?": (
        "Whoever asked or detected first. A decision before which nobody asked in this input is "
        "the service's own initiative; where the input holds no notices, nothing is said."
    ),
    "Which category does a case have?": (
        "That of its decisions; where they name none, those of its detections, then its notices."
    ),
}
"""How events become cases, as choices; the same for every system."""


@dataclass(frozen=True, slots=True)
class LogImporter:
    """The importer of one system; see :class:`harmscope.importers.contract.Importer`."""

    system: LogSystem

    @property
    def name(self) -> str:
        """What ``--from`` calls it."""
        return self.system.name

    @property
    def reads(self) -> str:
        """What it takes."""
        return "; ".join(self.system.reads)

    @property
    def schemes(self) -> tuple[str, ...]:
        """The code lists of the system."""
        return self.system.schemes

    @property
    def lists(self) -> frozenset[str]:
        """Members under which a JSON document may wrap its rows."""
        return self.system.lists

    @property
    def pages(self) -> frozenset[str]:
        """Members under which an object that is one page holds its rows."""
        told = [self.system.columns.get(name, ()) for name in self.system.explode]
        inside = [one for needed in told for one in _any(needed)]
        return frozenset(self.system.pages).union(*inside) - self.lists

    @property
    def not_recorded(self) -> Mapping[str, str]:
        """What the system does not keep."""
        return dict(self.system.not_recorded)

    @property
    def choices(self) -> Mapping[str, str]:
        """Choices of the system and of the join."""
        return dict(self.system.choices) | JOIN_CHOICES

    @property
    def capabilities(self) -> tuple[str, ...]:
        """What a service with this system can do."""
        return self.system.capabilities

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[Notice | Incident]:
        """Notices and incidents. Raises UserError for a wrong key file or mapping."""
        own = read_own_codes(task.mapping, self.system.name) if task.mapping else OwnCodes()
        yield from import_log(self.system, tables, task, own)


def import_log(
    system: LogSystem, tables: Iterator[Table], task: Task, own: OwnCodes
) -> Iterator[Notice | Incident]:
    """Records of a log, and in ``task`` what was counted. Raises UserError for a wrong key file."""
    task.joins = True
    pseudonyms = Pseudonyms(key_for(task.key_file))
    with EventStore() as store, EqualRows() as equal:
        writer = EventWriter(store, pseudonyms, task, own, equal=equal)
        for table in tables:
            for row in table.rows:
                entries = system.entries(row.data, table.name, row.line, row.offset, writer.book)
                task.read += len(entries) - 1
                for entry in entries:
                    _translate(system, entry, writer)
        task.notes.update(dict(writer.book.notes(system.unread)))
        note_cuts(system.name, writer.book, task)
        _settle(system, writer)
        _say_what_is_absent(store, task)
        context = ImportContext(
            task.service or system.name,
            f"{system.name} {__version__}",
            pseudonyms,
            allocate,
            notices_known=store.has("notice"),
        )
        task.progress.start("joining", store.size())
        yield from records(store, context, _Missing(task, writer.book), task.progress.advance)
    task.written = task.read - task.skipped.total()


def _translate(system: LogSystem, entry: Entry, writer: EventWriter) -> None:
    translate = system.translate.get(entry.table)
    if translate is None:
        writer.finding(UNKNOWN_ROW, entry, detail=system.likeness(entry.data))
        writer.skip(FOREIGN)
    else:
        attempt(entry, writer, translate)


def attempt(entry: Entry, writer: EventWriter, translate: Translate) -> None:
    """Translate one row. A row of which nothing is written is counted as skipped."""
    before = writer.written, writer.task.left_out
    try:
        translate(entry, writer)
    except BadRow as bad:
        if not bad.reported:
            writer.finding(UNREADABLE_ROW, entry, bad.name)
        if writer.written == before[0]:
            writer.skip("row without what an event needs")
    if (writer.written, writer.task.left_out) == before:
        writer.skip("row that gives no notice, no detection, no decision and no appeal")


def _settle(system: LogSystem, writer: EventWriter) -> None:
    if system.finish is not None:
        system.finish(writer)
    store, task = writer.store, writer.task
    store.deduplicate()
    if store.repeated:
        writer.skip("copy or older version of a row that was read", store.repeated)
    # Under a mapping the user chose the id, and a row is lost that no other export gives again.
    severity: Severity | None = "error" if system.own_ids else None
    for table in store.conflicting.elements():
        task.tally.add(CONFLICT.finding(writer.book.place(table), severity=severity))
    if not task.service:
        task.notes[f"no service is named, so records name {system.name}: see --dataset"] += 1
    if task.key_file is None:
        task.notes["pseudonyms differ from run to run: see --key-file"] += 1


_PARTS: Final[tuple[tuple[str, tuple[Kind, ...], str], ...]] = (
    ("notices", ("notice",), "No report or other notice is in what was read"),
    ("decisions", ("decision", "reversal"), "No decision is in what was read"),
    ("appeals", ("appeal",), "No appeal is in what was read"),
)
"""Parts of a log that come in tables of their own: one that was not given is no sign of zero."""


def _say_what_is_absent(store: EventStore, task: Task) -> None:
    for part, kinds, reason in _PARTS:
        if not any(store.has(kind) for kind in kinds):
            task.lacks(part, reason)


@dataclass(frozen=True, slots=True)
class _Missing:
    """Counts events without a case. Only the first event of a row stands for the row."""

    task: Task
    book: Book

    def __call__(self, reason: str, event: Event) -> None:
        place = self.book.place(event.ref[0])
        if reason == "decision":
            self.task.tally.add(MISSING_DECISION.finding(place))
            return
        # Approvals of what nobody flagged are the daily work of a queue, and no fault.
        if reason != "closing_without_case":
            self.task.tally.add(ADRIFT.finding(place, detail=MISSING[reason]))
        # An appeal stands in a record of its own then.
        if "#" not in event.ref[0] and event.kind != "appeal":
            self.task.skip(MISSING[reason])
