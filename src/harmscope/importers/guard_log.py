"""Logs of safeguards: verdicts on prompts and outputs of a generative feature.

A verdict that a prompt was refused, an output withheld, or that an output violates becomes a case.
Every verdict is counted in the totals of prompts and outputs. Texts are never read: only members
that the mapping file names are looked at, and no field of it takes a text.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple, cast

from harmscope import __version__
from harmscope.importers.columns import EqualRows
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.importers.guard_mapping import GuardMapping, read_guard_mapping, safeguard_ref
from harmscope.importers.judged_units import JudgedUnits, UnitGroup
from harmscope.importers.log.case_records import Coded
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_store import EventStore
from harmscope.importers.log.event_writer import EventWriter, with_own
from harmscope.importers.mapped_cells import Cells, Codes, as_text, cell
from harmscope.importers.platform_codes import OWN_CODES, TomlFile, allocate, imply, is_known
from harmscope.importers.pseudonyms import Pseudonyms, key_for, record_id
from harmscope.importers.timestamps import record_time
from harmscope.model.base import filled
from harmscope.model.kinds import CURRENT
from harmscope.model.typed import Exposure, Generation, Incident, Native
from harmscope.rules.import_ import (
    BAD_VALUE,
    CONFLICT,
    UNKNOWN_ROW,
    UNMAPPED_CODE,
    UNREADABLE_ROW,
)

_BY_HAND: Final = frozenset(
    (
        "id",
        "category",
        "feature",
        "safeguard.name",
        "safeguard.version",
        "generation.safeguard_state",
    )
) | {f"verdict.{name}" for name in ("at", "on", "violates", "code", "scheme")}
"""Fields that are not simply members of the record."""

_STOPS: Final = {"prompts": "refused", "outputs": "blocked"}
"""What it is called that a safeguard stopped a unit: logs have one word for both."""

_FEATURE: Final = re.compile(r"[^\W_][\w ./+-]{0,63}")
UNREAD: Final = "members that the mapping does not name"
COPY: Final = "copy of a line that was read"


class Verdict(NamedTuple):
    """What one line says: its id, unit, time, state of the safeguard, and whether the unit
    violates (None where nobody judged it), with its codes."""

    id: str
    unit: str
    at: str
    state: str
    violating: bool | None
    codes: tuple[str, ...]
    safeguard: str
    feature: str
    categories: tuple[str, ...] | None = None
    """Those of the field ``category``, where they say whether the unit violates."""

    @property
    def stopped(self) -> bool | None:
        """Whether the safeguard stopped the unit; None where nothing says it."""
        return self.state in _STOPS.values() if self.state else None

    @property
    def is_case(self) -> bool:
        """Whether the line is a case: a unit that was stopped, or an output that violates. A
        violating prompt that was not refused is none: what was made of it is judged as output."""
        return bool(self.stopped) or (self.violating is True and self.unit == "outputs")


class _Reader:
    """Reads the lines of one import."""

    def __init__(self, guard: GuardMapping, writer: EventWriter, service: str) -> None:
        self._guard = guard
        self._writer = writer
        self._service = service
        terms = guard.terms
        self.units = JudgedUnits(replace(terms, design=terms.design or "census"))
        self._unseen = {one.column for one in guard.mapping.filters}
        self._unseen |= set(guard.mapping.columns.values())
        self._filled = {one.partition(".")[0] for one in guard.mapping.known} | guard.mapping.known

    def incident(self, entry: Entry) -> Incident | None:
        """Count one line; the record of its case, where it is one. Raises BadRow."""
        mapping, writer = self._guard.mapping, self._writer
        entry.columns.read.update(self._filled)
        columns = mapping.columns.values()
        if not any(cell(entry.data, column) is not None for column in columns):
            writer.finding(UNKNOWN_ROW, entry)
            writer.skip(FOREIGN)
            return None
        if self._unseen:
            self._unseen -= {one for one in self._unseen if cell(entry.data, one) is not None}
        for one in mapping.filters:
            if not one.passes(as_text(cell(entry.data, one.column)).strip()):
                writer.skip("row that a filter leaves out")
                return None
        self._say_closed(entry)
        cells = Cells(entry, mapping, mapping.main, writer)
        seen = self._seen(entry)
        verdict = self._verdict(cells, seen)
        if not self._is_new(cells, verdict, seen):
            return None
        group = UnitGroup(verdict.unit, verdict.feature, verdict.safeguard)
        self.units.add(
            group,
            verdict.at,
            violating=verdict.violating,
            stopped=verdict.stopped,
        )
        writer.written += 1
        return self._record(cells, verdict, seen.digest) if verdict.is_case else None

    def finish(self, path: Path) -> None:
        """Raises UserError for a column that no line has: a slip of the pen in the mapping file; it
        names the line."""
        if self.units.groups and self._unseen:
            column = min(self._unseen)
            named = column in self._guard.mapping.columns.values()
            place = ("columns", column) if named else ("filters",)
            fix = "write the name as the log has it, or remove it"
            raise TomlFile.read(path, "--mapping").fault(place, "no line has the member", fix)

    def _seen(self, entry: Entry) -> Entry:
        """The line as far as the mapping file names its members: a digest over more would let
        somebody check a guess of the text."""
        names = self._guard.mapping.columns.values()
        data = {name: cell(entry.data, name) for name in names}
        return Entry(entry.table, data, entry.file, entry.line, entry.offset, entry.pointer)

    def _say_closed(self, entry: Entry) -> None:
        """A finding for each member that holds a text or a number where the mapping file reads a
        member inside of it."""
        for column in self._guard.mapping.columns.values():
            outer, inside, _ = column.partition(".")
            value = entry.data.get(outer)
            open_ = value is None or value == "" or isinstance(value, dict | list)
            if inside and column not in entry.data and not open_:
                self._writer.finding(BAD_VALUE, entry, column, "it has no members")

    def _verdict(self, cells: Cells, seen: Entry) -> Verdict:
        at = cells.time("verdict.at", needed=True)
        if not at:
            raise BadRow(cells.at("verdict.at"))
        unit = cells.code("verdict.on")
        if not unit:
            cells.left_open("verdict.on")
            raise BadRow(cells.at("verdict.on"), reported=True)
        state = cells.code("generation.safeguard_state")
        if state in _STOPS.values():
            state = _STOPS[unit]
        codes = self._codes(cells)
        named = None if cells.layout.has("verdict.violates") else cells.codes("category")
        id_ = cells.text("id")
        violating = self._violating(cells) if named is None else _by_category(codes, named)
        if codes and violating is False:
            detail = "the line is called safe and names codes; it counts as safe"
            self._writer.finding(BAD_VALUE, cells.entry, cells.at("verdict.code"), detail)
        return Verdict(
            id_ or self._writer.row_id(seen),
            unit,
            at,
            state,
            violating,
            codes,
            self._safeguard(cells),
            self._feature(cells),
            None if named is None else named.found,
        )

    def _violating(self, cells: Cells) -> bool | None:
        said = cells.codes("verdict.violates")
        if not said.one:
            if said.known:
                cells.left_open("verdict.violates")
            return None
        return said.one == "yes"

    def _codes(self, cells: Cells) -> tuple[str, ...]:
        """The codes of a verdict: a list, a text with several, or an object of which the true
        members are the codes."""
        column = cells.layout.columns.get("verdict.code")
        if column is None:
            return ()
        value = cell(cells.entry.data, column)
        if isinstance(value, dict):
            if not all(isinstance(one, bool | None) for one in value.values()):
                detail = "a member is neither true nor false"
                self._writer.finding(BAD_VALUE, cells.entry, column, detail)
            return tuple(str(name) for name, flagged in value.items() if flagged is True)
        mark = cells.mapping.splits.get(column, ",")
        items = value if isinstance(value, list) else [value]
        if any(isinstance(one, dict | list) for one in items):
            self._writer.finding(BAD_VALUE, cells.entry, column, "an item of the list is no code")
        texts = [as_text(one) for one in items]
        parts = [part.strip() for text in texts for part in text.split(mark)]
        return tuple(dict.fromkeys(part for part in parts if part))

    def _safeguard(self, cells: Cells) -> str:
        version = cells.text("safeguard.version")
        found = safeguard_ref(cells.text("safeguard.name"), version)
        if version and not found:
            self._writer.finding(BAD_VALUE, cells.entry, cells.at("safeguard.version"))
        return found

    def _feature(self, cells: Cells) -> str:
        text = cells.text("feature").strip()
        if text and not _FEATURE.fullmatch(text):
            self._writer.finding(BAD_VALUE, cells.entry, cells.at("feature"), "no name of a part")
            return ""
        return text

    def _is_new(self, cells: Cells, verdict: Verdict, seen: Entry) -> bool:
        """Whether the line is neither a copy of one with its id nor in conflict with it."""
        equal = self._writer.equal
        id_ = hashlib.sha256(f"{verdict.unit} {verdict.id}".encode()).hexdigest()
        if equal.place(" ids", id_) == 1:
            equal.place(" rows", seen.digest)
            return True
        if equal.place(" rows", seen.digest) == 1:
            finding = CONFLICT.finding(
                cells.entry.file, cells.entry.line, cells.entry.offset, severity="error"
            )
            self._writer.task.tally.add(finding)
        self._writer.skip(COPY)
        return False

    def _record(self, cells: Cells, verdict: Verdict, digest: str) -> Incident:
        writer = self._writer
        id_ = record_id((verdict.unit, verdict.id), writer.pseudonyms)
        record: Incident = {
            "record": "incident",
            "version": CURRENT["incident"],
            "incident_id": id_,
            "service": self._service,
            "subject_kind": "generation",
        }
        coded = self._coded(cells, verdict)
        coded.write(record)
        told = cast("Incident", cells.members("case", _BY_HAND))
        making = told.pop("generation", Generation())
        record |= told
        made: Generation = {
            "ai_involvement": "synthetic",
            "surface": "same_service",
            **making,
            "safeguard_state": verdict.state,
            "safeguard": verdict.safeguard,
        }
        record["generation"] = filled(made)
        record["detection"] = {
            "source": "own_initiative",
            "method": "classifier",
            "automated": True,
            "detected_at": record_time(verdict.at),
        }
        record["source"] = {"id": id_, "digest": digest, "importer": IMPORTER}
        imply(record, coded.implied.items())
        return record

    def _coded(self, cells: Cells, verdict: Verdict) -> Coded:
        """The codes of a verdict and where they lead; categories that the mapping file names go
        before those that follow from codes."""
        native: list[Native] = []
        known: list[str] = []
        scheme = self._guard.scheme
        for code in verdict.codes:
            if scheme and is_known(scheme, code):
                known.append(code)
                native.append({"scheme": scheme, "code": code, "role": "category"})
                continue
            if scheme:
                self._writer.finding(UNMAPPED_CODE, cells.entry, cells.at("verdict.code"))
            native += with_own({"scheme": OWN_CODES, "code": "", "role": "category"}, code)[1:]
        named = verdict.categories
        if named is None:
            named = cells.codes("category").found
        found = allocate(scheme, known)
        harms = dict.fromkeys((*named, *found.harms))
        return Coded(native, list(harms), {} if named else dict(found.implied))


IMPORTER: Final = f"guard-log {__version__}"

_NO_PART: Final = {
    "notices": "A log of verdicts holds no reports by people",
    "decisions": "A log of verdicts holds no decisions on content or accounts",
    "appeals": "A log of verdicts holds no appeals",
    "reversals": "A log of verdicts holds no reversals",
    "reach": "What was stopped was not seen; of outputs that passed the log says nothing",
    "consent": "A log of verdicts says nothing of consent",
    "provenance": "A log of verdicts says nothing of marks of origin",
}
_FED: Final = {
    "depicted": "depicted.",
    "language": "content.language",
    "generation": "generation.safeguard_state",
}


@dataclass(frozen=True, slots=True)
class GuardLogImporter:
    """See :class:`harmscope.importers.contract.Importer`."""

    name: str = "guard-log"
    reads: str = "JSON Lines (or any table) of a safeguard's verdicts, with --mapping"
    schemes: tuple[str, ...] = ("ailuminate@1.0", "llama-guard@3", "openai-moderation@2024-09")
    lists: frozenset[str] = frozenset({"rows", "items", "data", "records"})
    capabilities: tuple[str, ...] = ("automated_detection", "generation")

    @property
    def not_recorded(self) -> Mapping[str, str]:
        """What no log of verdicts holds."""
        return _NO_PART

    @property
    def choices(self) -> Mapping[str, str]:
        """What a log of verdicts leaves open."""
        return {
            "Which verdicts are cases?": (
                "Prompts that were refused, outputs that were blocked, and violating outputs. A "
                "violating prompt that was not refused is counted in the totals alone."
            ),
            "Who says that a prompt or an output violates?": (
                "The safeguard. Its errors are not in the figures unless the mapping file says "
                "how often it is right."
            ),
            "Does the log hold every verdict?": (
                "Yes, unless the mapping file says under [sample] how its lines were drawn."
            ),
            "How was the content made?": (
                "Altered or generated, kind not stated, on this service; unless a member says it."
            ),
            "When was it, where a time names no zone?": "In UTC.",
            "Which days does a total cover?": (
                "Days of the time zone under [exposure], else of UTC: a month as far as the log "
                "goes, or, in the month in which a version begins or ends beside another, from its "
                "first or to its last verdict."
            ),
        }

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[Incident | Exposure]:
        """Cases, then totals. Raises UserError for a missing or wrong mapping file."""
        guard = read_guard_mapping(task.mapping)
        task.joins = True
        self._say_gaps(guard, task)
        with EventStore() as store, EqualRows() as equal:
            pseudonyms = Pseudonyms(key_for(task.key_file))
            writer = EventWriter(store, pseudonyms, task, equal=equal)
            service = task.service or self.name
            reader = _Reader(guard, writer, service)
            for table in tables:
                columns = writer.book.columns(table.name, "rows")
                for row in table.rows:
                    columns.take(row.data)
                    entry = Entry(
                        "rows", row.data, table.name, row.line, row.offset,
                        book=writer.book, columns=columns,
                    )  # fmt: skip
                    record = _attempt(reader, entry, writer)
                    if record is not None:
                        yield record
            if task.mapping is not None:
                reader.finish(task.mapping)
            task.notes.update(dict(writer.book.notes(UNREAD)))
            if not task.service:
                task.notes[f"no service is named, so records name {self.name}: see --dataset"] += 1
        task.written = task.read - task.skipped.total()
        yield from reader.units.exposures(service, IMPORTER)

    def _say_gaps(self, guard: GuardMapping, task: Task) -> None:
        fields: set[str] = {*guard.mapping.columns, *guard.mapping.main.constants}
        for part, start in _FED.items():
            if not any(one.startswith(start) for one in fields):
                task.lacks(part, f"No member of the log is given the field {start.rstrip('.')}")
        if guard.terms.design not in ("", "census"):
            task.hole("generation", "The log is a sample: cases outside of it are missing")


def _by_category(codes: tuple[str, ...], named: Codes) -> bool | None:
    """Whether a unit violates, where its codes and categories alone say it: None where it has a
    word that nothing explains."""
    return True if codes or named.found else False if named.known else None


def _attempt(reader: _Reader, entry: Entry, writer: EventWriter) -> Incident | None:
    """The record of a line, if it has one; a line that cannot be read is counted as skipped."""
    try:
        return reader.incident(entry)
    except BadRow as bad:
        if not bad.reported:
            writer.finding(UNREADABLE_ROW, entry, bad.name)
        writer.skip("row without what a verdict needs")
        return None


GUARD_LOG = GuardLogImporter()
