"""What an importer writes with: events, codes, pseudonyms, times, findings, and rows left out.

It is the only way into the event store, so the promises hold for every importer alike: a row is
counted once, an unknown code becomes ``other`` with a finding, and nothing that names a person
gets through.
"""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from harmscope.importers.columns import Book, EqualRows
from harmscope.importers.contract import Task
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_store import EventStore
from harmscope.importers.log.events import CaseMembers, Event, Kind, Ref
from harmscope.importers.platform_codes import OWN_CODES, OwnCodes, is_known
from harmscope.importers.pseudonyms import Pseudonyms
from harmscope.importers.timestamps import BadTime, from_iso, is_ahead, is_before, record_time
from harmscope.model.typed import Appeal, Decision, Native, Notice
from harmscope.rules.import_ import CONTRADICTION, EQUAL_ROWS, IN_FUTURE, UNMAPPED_CODE
from harmscope.rules.rule import Rule

TEXT_LIMIT = 5000
LABEL_LIMIT = 500
_DAY = 10


class EventOptions(TypedDict, total=False):
    """The optional parts of an event; see :class:`Event`."""

    group: str
    version: str
    notice: Notice
    decision: Decision
    appeal: Appeal
    case: CaseMembers
    target: Ref | None
    answers: tuple[Ref, ...]
    names: Ref | None
    marks: tuple[str, ...]
    whole_group: bool
    merge: str
    cause: str
    agreed: bool
    opens: bool
    lifts: bool
    closing: str | None
    apart: bool
    cites: tuple[Ref, ...]


@dataclass(slots=True)
class EventWriter:
    """Writes for one import. ``own`` holds what the mapping file says of the platform's own codes;
    ``counters`` holds numbers that a system needs when all rows are read, ``book`` the columns of
    every table, ``equal`` the rows without an id. ``kept`` and ``standing`` are for what only all
    rows together can tell: rows (time, kind, id), and what happened to which subject (and whether
    that ended something)."""

    store: EventStore
    pseudonyms: Pseudonyms
    task: Task
    own: OwnCodes = field(default_factory=OwnCodes)
    counters: Counter[str] = field(default_factory=Counter)
    book: Book = field(default_factory=Book)
    equal: EqualRows = field(default_factory=EqualRows)
    kept: list[tuple[str, str, str, Entry]] = field(default_factory=list)
    standing: list[tuple[str, str, str, bool]] = field(default_factory=list)
    written: int = 0
    _entry: Entry | None = None
    _digest: str = ""

    def write(
        self,
        entry: Entry,
        kind: Kind,
        id_: str,
        at: str,
        subject: str,
        *,
        part: str = "",
        **options: Unpack[EventOptions],
    ) -> None:
        """Write one event of a row. ``part`` names the event where a row makes several. A
        ``version`` that is a time is ordered as a time, in whatever form the export has it."""
        if self._entry is not entry:
            self._entry, self._digest = entry, entry.digest
        table = f"{entry.table}#{part}" if part else entry.table
        self._check_ends(entry, at, options.get("decision", Decision()))
        if version := options.get("version"):
            options["version"] = _ordered(version)
        self.store.add(Event(kind, (table, id_), at, subject, self._digest, **options))
        self.written += 1

    def _check_ends(self, entry: Entry, at: str, decision: Decision) -> None:
        """Leave out the planned end of a measure that lies before its start, with a finding."""
        for action in decision.get("actions", ()):
            if "ends_at" in action and is_before(action["ends_at"], record_time(at)):
                del action["ends_at"]
                self.finding(CONTRADICTION, entry, detail="a measure ends before it starts")

    def row_id(self, entry: Entry) -> str:
        """What stands for the id of a row that has none: its digest. Equal rows of one file are
        different rows, with a finding; those of another file are copies of them."""
        digest = entry.digest
        place = self.equal.place(entry.file, digest)
        if place == 1:
            return digest
        self.finding(EQUAL_ROWS, entry)
        return hashlib.sha256(f"{digest} {place}".encode("ascii")).hexdigest()

    def link(self, alias: str, subject: str, group: str = "") -> None:
        """Record what an alias stands for; see :meth:`EventStore.link`."""
        self.store.link(alias, subject, group)
        self.written += 1

    def keep(self, at: str, kind: str, id_: str, entry: Entry) -> None:
        """Keep a row until all are read: only then can be told what it is about."""
        self.kept.append((at, kind, id_, entry))
        self.written += 1

    def skip(self, reason: str, rows: int = 1) -> None:
        """Count rows that become no record, with the reason."""
        self.task.skip(reason, rows)

    def finding(self, rule: Rule, entry: Entry, pointer: str = "", detail: str = "") -> None:
        """Add a finding at a row; ``pointer`` names the place in it."""
        place = f"{entry.pointer}/{pointer}" if pointer else entry.pointer
        self.task.tally.add(rule.finding(entry.file, entry.line, entry.offset, place, detail))

    def input_finding(self, rule: Rule, place: str, times: int) -> None:
        """Add a finding about the input as a whole, counted ``times`` times."""
        for _ in range(times):
            self.task.tally.add(rule.finding(place))

    def code(
        self, entry: Entry, name: str, scheme: str, code: str, *, other: str, parent: str = ""
    ) -> Native:
        """A native code, read from the member ``name``; ``other``, with a finding, where the code
        list does not have it."""
        if not is_known(scheme, code, parent):
            self.finding(UNMAPPED_CODE, entry, name)
            code = other
        native: Native = {"scheme": scheme, "code": code, "role": "category"}
        if parent:
            native["parent"] = parent
        return native

    def account(self, identifier: str) -> str:
        """The pseudonym of a person's account, as reporter."""
        return self.pseudonyms.of("account", identifier)

    def time(self, entry: Entry, name: str) -> str:
        """A time of the row, as the join sorts it. Raises BadRow, also for one after today."""
        try:
            return self.past(entry, name, from_iso(entry.need(name)))
        except BadTime:
            raise BadRow(name) from None

    def past(self, entry: Entry, name: str, at: str) -> str:
        """The time ``at`` of the member ``name``. Raises BadRow where it lies after today."""
        if is_ahead(at):
            self.finding(IN_FUTURE, entry, name)
            raise BadRow(name, reported=True)
        return at

    def time_or_none(self, entry: Entry, name: str) -> str:
        """A time of the row, or empty where there is none. Raises BadRow for a broken one."""
        return self.time(entry, name) if entry.has(name) else ""

    def planned(self, entry: Entry, name: str) -> str:
        """A planned end, which may lie ahead; else as :meth:`time_or_none`."""
        try:
            return from_iso(entry.need(name)) if entry.has(name) else ""
        except BadTime:
            raise BadRow(name) from None

    def text(self, entry: Entry, name: str) -> Notice:
        """The member ``text`` with the row's free text, under ``--keep-text`` alone."""
        text = entry.text(name).strip() if self.task.keep_text else ""
        if len(text) > TEXT_LIMIT:
            self.task.notes[f"texts cut after {TEXT_LIMIT:,} characters"] += 1
        return {"text": text[:TEXT_LIMIT]} if text else {}

    def policy(self, named: str) -> Decision:
        """The member ``policy_ref`` with the policies that a row names, if it names any."""
        if len(named) > LABEL_LIMIT:
            self.task.notes[f"policies cut after {LABEL_LIMIT} characters"] += 1
        return {"policy_ref": named[:LABEL_LIMIT]} if named else {}


_OWN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


def with_own(native: Native, code: str) -> list[Native]:
    """A native code; where it stands for another one that its list lacks, that one as well, as a
    code of the platform's own. What does not look like a code is left out."""
    if native["code"] == code or not _OWN.fullmatch(code):
        return [native]
    return [native, {"scheme": OWN_CODES, "code": code, "role": "additional"}]


def _ordered(version: str) -> str:
    """The version, as text that sorts by time where it is a time."""
    if len(version) < _DAY:
        return version
    try:
        return from_iso(version)
    except BadTime:
        return version
