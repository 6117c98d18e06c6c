"""Any table with a mapping file: columns to fields, values to codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from harmscope.errors import UserError
from harmscope.importers.columns import NO_VALUE, named
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_writer import EventWriter
from harmscope.importers.log.system import JOIN_CHOICES, LogSystem, attempt, import_log
from harmscope.importers.mapped_cells import Cells, cell
from harmscope.importers.mapped_joins import Anchor, Joins
from harmscope.importers.mapped_parts import Settler, not_recorded
from harmscope.importers.mapped_rows import translate
from harmscope.importers.mapping_file import Layout, MappingFile, read_mapping
from harmscope.importers.platform_codes import OwnCodes, TomlFile
from harmscope.model.typed import Incident, Notice
from harmscope.rules.import_ import NO_ANCHOR, UNKNOWN_ROW

# Rows of the tables under a mapping file. JSON rows may leave members out; a table may not lack
# one: a column that no row has is a slip of the pen in the mapping file, so the import stops.


class Reader:
    """Translates rows, keeps those of further tables until all are read, and remembers which
    columns none of them has had and which the mapping file does not name."""

    def __init__(self, path: Path, mapping: MappingFile, joins: Joins) -> None:
        self._path = path
        self._mapping = mapping
        self._joins = joins
        main = set(mapping.columns.values())
        self._unseen = main | {one.column for one in mapping.filters}
        self._read = False
        self._filtered: set[tuple[str, str]] = set()

    def row(self, entry: Entry, writer: EventWriter) -> None:
        """One row. Raises BadRow."""
        for layout in self._mapping.more:
            if layout.file and layout.is_in(entry.file):
                entry.columns.read.update(_first_names(layout.known))
                self._joins.keep(layout.name, entry)
                writer.written += 1
                return
        if not any(_has(entry, column) for column in self._mapping.columns.values()):
            writer.finding(UNKNOWN_ROW, entry)
            writer.skip(FOREIGN)
            return
        self._read = True
        if self._unseen:
            self._unseen -= {column for column in self._unseen if _has(entry, column)}
        entry.columns.read.update(_first_names(self._mapping.known))
        self._main(entry, writer)

    def _main(self, entry: Entry, writer: EventWriter) -> None:
        for one in self._mapping.filters:
            if _has(entry, one.column):
                self._filtered.add((entry.file, one.column))
            elif (entry.file, one.column) not in self._filtered:
                writer.task.notes[f"{entry.file}: {UNFILTERED} ({named([one.column])})"] += 1
                continue
            if not one.passes(entry.text(one.column, NO_VALUE).strip()):
                writer.skip("row that a filter leaves out")
                return
        cells = Cells(entry, self._mapping, self._mapping.main, writer)
        id_ = cells.text("id") or writer.row_id(entry)
        before = writer.written
        told = translate(cells, id_)
        anchor = told.anchor()
        self._inside(entry, writer, id_, anchor)
        if self._joins.expects(self._mapping.main.name):
            self._joins.anchor(self._mapping.main.name, cells.text("id"), anchor)
            writer.written += writer.written == before
        elif writer.written == before and not (told.asked or told.decided or told.found):
            raise BadRow(cells.at("decision.decided_at"))

    def _inside(self, entry: Entry, writer: EventWriter, id_: str, anchor: Anchor) -> None:
        """Further events that stand in a list inside the row, or in further columns of it."""
        for layout in self._mapping.more:
            if layout.file:
                continue
            inner = (
                list(entry.inner(layout.within, layout.name))
                if layout.within
                else [Entry(layout.name, entry.data, entry.file, entry.line, entry.offset)]
            )
            for place, one in enumerate(inner, start=1):
                cells = Cells(one, self._mapping, layout, writer)
                own = cells.text("id") or (f"{id_}-{place}" if layout.within else id_)
                translate(cells, own, anchor)

    def finish(self, writer: EventWriter) -> None:
        """Translate the rows of further tables. Raises UserError for a column that no row has; it
        names the line."""
        if self._read and self._unseen:
            column = min(self._unseen)
            named = column in self._mapping.columns.values()
            place = ("columns", column) if named else ("filters",)
            fix = "write the name as the table has it, or remove it"
            raise TomlFile.read(self._path, "--mapping").fault(place, "no row has the column", fix)
        for layout in self._mapping.more:
            for entry in self._joins.kept(layout.name, writer.book) if layout.file else ():
                attempt(entry, writer, partial(self._joined, layout))
        for note, count in writer.book.notes(UNREAD):
            writer.task.notes[note] = count

    def _joined(self, layout: Layout, entry: Entry, writer: EventWriter) -> None:
        """A row of a further table. Raises BadRow."""
        cells = Cells(entry, self._mapping, layout, writer)
        anchor = self._joins.found(layout.to, entry.text(layout.key).strip())
        if anchor is None:
            writer.finding(NO_ANCHOR, entry, layout.key)
            writer.skip("row that belongs to no row that was read")
            return
        own = cells.text("id")
        id_ = own or writer.row_id(entry)
        told = translate(cells, id_, anchor)
        if self._joins.expects(layout.name):
            self._joins.anchor(layout.name, own, told.anchor())


UNFILTERED = "rows kept, since the file lacks the column of a filter"
UNREAD = "columns that the mapping does not name"


def _first_names(columns: frozenset[str]) -> set[str]:
    """The columns, and of paths to inner members their first names."""
    return {*columns, *(name.partition(".")[0] for name in columns)}


def _has(entry: Entry, column: str) -> bool:
    return column in entry.data or cell(entry.data, column) is not None


# The importer ``mapping``: any table, read as its mapping file says.


@dataclass(frozen=True, slots=True)
class MappingImporter:
    """See :class:`harmscope.importers.contract.Importer`."""

    name: str = "mapping"
    reads: str = "any CSV, JSON, Parquet or spreadsheet table, with --mapping"
    schemes: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset({"rows", "items", "data", "records"})
    capabilities: tuple[str, ...] = ()

    @property
    def not_recorded(self) -> Mapping[str, str]:
        """Nothing by itself: what no column feeds is known when the mapping file is read."""
        return {}

    @property
    def choices(self) -> Mapping[str, str]:
        """Choices that the mapping file leaves open."""
        return {
            "What is one measure?": "The decision of one row of the table.",
            "What is a row with a time of decision and no action?": (
                "Not known, so it is left out with a finding; an empty cell means that nothing "
                "was done only where the mapping file says so."
            ),
            "When does a granted appeal end the decision, where no column says so?": (
                "When the appeal is decided."
            ),
            "When was it, where a time names no zone?": (
                "In the zone that the mapping file names, else in UTC."
            ),
            "Of what kind is a notice where no column says so?": (
                "What the column of the source says; where there is none, a flag of a user."
            ),
        } | JOIN_CHOICES

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[Notice | Incident]:
        """Notices and incidents. Raises UserError for a missing or wrong mapping file."""
        if task.mapping is None:
            raise UserError("--mapping", "it is missing", "write one with harmscope init-mapping")
        mapping = read_mapping(task.mapping)
        for part, reason in not_recorded(mapping).items():
            task.lacks(part, reason)
        with Joins(mapping) as joins:
            reader = Reader(task.mapping, mapping, joins)
            system = LogSystem(
                name=self.name,
                title="A table",
                schemes=(),
                reads=(self.reads,),
                columns={"rows": frozenset()},
                pages={},
                translate={"rows": reader.row},
                finish=reader.finish,
                capabilities=(),
                not_recorded=(),
                choices=(),
                unread=UNREAD,
                own_ids=True,
            )
            settler = Settler(mapping, task)
            for record in import_log(system, tables, task, OwnCodes()):
                yield settler.settled(record)


MAPPING = MappingImporter()
