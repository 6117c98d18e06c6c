"""Any table with a mapping file: columns to fields, values to codes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harmscope.errors import UserError
from harmscope.importers.columns import NO_VALUE, is_no_value
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_writer import EventWriter
from harmscope.importers.log.events import CaseMembers, Ref, restriction
from harmscope.importers.log.system import JOIN_CHOICES, LogSystem, import_log
from harmscope.importers.mapping_file import MappingFile, read_mapping
from harmscope.importers.platform_codes import NO_ACTION, OwnCodes, TomlFile
from harmscope.importers.timestamps import Ambiguous, BadTime
from harmscope.model.base import filled
from harmscope.model.typed import Action, Content, Decision, Incident, Notice
from harmscope.rules.import_ import CLOCK_CHANGE, UNKNOWN_ROW, UNMAPPED_CODE

# What a row says for each field, with constants, splits, codes and times applied.


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table under a mapping."""

    entry: Entry
    mapping: MappingFile
    writer: EventWriter

    def text(self, field: str) -> str:
        """The text of a field; its constant where no column fills it."""
        column = self.mapping.columns.get(field)
        found = self.entry.text(column).strip() if column is not None else ""
        return found or self.mapping.constants.get(field, "")

    def time(self, field: str) -> str:
        """The time of a field, or empty. Raises BadRow, with a finding where the clocks change."""
        text = self.text(field)
        if not text:
            return ""
        try:
            return self.mapping.clock.read(text)
        except Ambiguous:
            self.writer.finding(CLOCK_CHANGE, self.entry, self.mapping.columns.get(field, field))
            raise BadRow(self.mapping.columns.get(field, field), reported=True) from None
        except BadTime:
            raise BadRow(self.mapping.columns.get(field, field)) from None

    def codes(self, field: str) -> tuple[list[str], bool]:
        """The codes of a field, and whether every value of it is mapped; a finding where not."""
        column, table = self.mapping.columns.get(field, ""), self.mapping.values.get(field, {})
        written = self.entry.text(column, table).strip() if column else ""
        if not written:
            constant = self.mapping.constants.get(field)
            return ([constant] if constant else []), True
        mark = self.mapping.splits.get(column)
        words = [one.strip() for one in written.split(mark)] if mark else [written]
        found: list[str] = []
        for word in (word for word in words if word in table or not is_no_value(word)):
            codes = table.get(word, (word,) if not table else None)
            if codes is None:
                self.writer.finding(UNMAPPED_CODE, self.entry, column)
                return found, False
            found += [code for code in codes if code not in found]
        return found, True

    def code(self, field: str) -> str:
        """The one code of a field, or empty."""
        found, _ = self.codes(field)
        return found[0] if found else ""


# One row of a table becomes the events that it tells of.

UNMAPPED: Action = {"kind": "visibility.other", "other": "value that is not mapped"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def translate(entry: Entry, writer: EventWriter, mapping: MappingFile) -> None:
    """Notice, decision, reversal, appeal and its end, as far as the row has their times.

    Raises BadRow.
    """
    entry.columns.read.update(mapping.known)
    for one in mapping.filters:
        if not one.passes(entry.text(one.column, NO_VALUE).strip()):
            writer.skip("row that a filter leaves out")
            return
    cells = Cells(entry, mapping, writer)
    id_ = cells.text("id") or writer.row_id(entry)
    subject = f"subject {cells.text('subject') or id_}"
    account = cells.text("account")
    group, case = f"account {account}" if account else "", _case(cells)
    asked, decided = cells.time("notice.received_at"), cells.time("decision.decided_at")
    if not asked and not decided:
        raise BadRow(mapping.columns.get("decision.decided_at", "decision.decided_at"))
    if asked:
        writer.write(
            entry, "notice", id_, asked, subject, group=group, case=case, notice=_notice(cells)
        )
    if decided:
        part = "decision" if asked else ""
        writer.write(
            entry, "decision", id_, decided, subject,
            group=group, case=case, decision=_decision(cells), part=part, opens=True,
        )  # fmt: skip
        table = f"{entry.table}#{part}" if part else entry.table
        _after(cells, id_, subject, (table, id_), group)


def _after(cells: Cells, id_: str, subject: str, decision: Ref, group: str) -> None:
    """What came after the decision: an appeal, its end, a reversal."""
    entry, writer = cells.entry, cells.writer
    if at := cells.time("appeal.filed_at"):
        writer.write(entry, "appeal", id_, at, subject, part="appeal", target=decision, group=group)
        if end := cells.time("appeal.decided_at"):
            outcome = cells.code("appeal.outcome")
            writer.write(
                entry, "appeal_end", id_, end, subject, part="appeal_end", group=group,
                target=(f"{entry.table}#appeal", id_),
                appeal={"outcome": outcome} if outcome else {},
            )  # fmt: skip
    if at := cells.time("reversal.at"):
        writer.write(
            entry, "reversal", id_, at, subject, part="reversal", target=decision, group=group
        )


def _case(cells: Cells) -> CaseMembers:
    case: CaseMembers = {"subject_kind": cells.code("subject_kind") or "content"}
    if origin := cells.code("origin"):
        case["origin"] = origin
    harms, _ = cells.codes("category")
    if harms:
        case["harms"] = harms
    medium, _ = cells.codes("content.medium")
    language = cells.text("content.language")
    content: Content = {"medium": medium} if medium else {}
    content |= {"languages": [language]} if _LANGUAGE.fullmatch(language) else {}
    case |= {"content": content} if content else {}
    source = cells.code("detection.source")
    if cells.text("notice.received_at"):
        case["detection"] = {"source": source or _kind(cells)}
    elif source:
        case["detection"] = {"source": source}
    return case


def _kind(cells: Cells) -> str:
    return cells.code("notice.kind") or "user_flag"


def _notice(cells: Cells) -> Notice:
    members: Notice = {"kind": _kind(cells)}
    if reporter := cells.text("notice.reporter"):
        members["reporter_key"] = cells.writer.account(reporter)
    column = cells.mapping.columns.get("notice.text")
    return members | cells.writer.text(cells.entry, column) if column else members


def _decision(cells: Cells) -> Decision:
    does, whole = cells.codes("decision.action")
    end = cells.time("decision.ends_at")
    actions = [restriction(kind, end) for kind in does if kind != NO_ACTION]
    if not whole:
        actions.append(UNMAPPED)
    members: Decision = {
        "actions": actions,
        "ground": cells.code("decision.ground"),
        "automation": cells.code("decision.automation"),
    }
    return filled(members) | cells.writer.policy(cells.text("decision.policy"))


# Rows of a table under a mapping file. JSON rows may leave members out; a table may not lack one.
#
# A column that no row has is a slip of the pen in the mapping file, so the import stops there.


class Reader:
    """Translates rows, and remembers which columns none of them has had."""

    def __init__(self, path: Path, mapping: MappingFile) -> None:
        self._path = path
        self._mapping = mapping
        self._columns = frozenset(mapping.columns.values())
        self._unseen = set(self._columns) | {one.column for one in mapping.filters}
        self._read = False

    def row(self, entry: Entry, writer: EventWriter) -> None:
        """One row. Raises BadRow."""
        if self._columns.isdisjoint(entry.data):
            writer.finding(UNKNOWN_ROW, entry)
            writer.skip(FOREIGN)
            return
        self._read = True
        if self._unseen:
            self._unseen -= entry.data.keys()
        translate(entry, writer, self._mapping)

    def finish(self, writer: EventWriter) -> None:
        """Raises UserError for a column that no row has; it names the line."""
        if not self._read or not self._unseen:
            return
        column = min(self._unseen)
        place = ("columns", column) if column in self._columns else ("filters",)
        fix = "write the name as the table has it, or remove it"
        raise TomlFile.read(self._path, "--mapping").fault(place, "no row has the column", fix)


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
        """Nothing by itself: what the table lacks is said in --dataset."""
        return {}

    @property
    def choices(self) -> Mapping[str, str]:
        """Choices that the mapping file leaves open."""
        return {
            "What is one measure?": "The decision of one row of the table.",
            "What is a row with a time of decision and no action?": "A decision to do nothing.",
        } | JOIN_CHOICES

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[Notice | Incident]:
        """Notices and incidents. Raises UserError for a missing or wrong mapping file."""
        if task.mapping is None:
            raise UserError("--mapping", "it is missing", "write one with harmscope init-mapping")
        reader = Reader(task.mapping, read_mapping(task.mapping))
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
            unread="columns that the mapping does not name",
        )
        yield from import_log(system, tables, task, OwnCodes())


MAPPING = MappingImporter()
