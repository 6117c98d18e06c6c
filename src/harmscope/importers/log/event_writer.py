"""What a system's translator writes with: events, codes, pseudonyms, times, and what was left out.

It is the only way into the journal, so the promises hold for every importer alike: a row is
counted once, an unknown code becomes ``other`` with a finding, and nothing that names a person
gets through.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from harmscope.importers.contract import Task
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_store import Journal
from harmscope.importers.log.events import Event, Kind, Ref
from harmscope.importers.platform_codes import OwnCodes, is_known
from harmscope.importers.pseudonyms import Pseudonyms
from harmscope.importers.timestamps import BadTime, from_iso
from harmscope.rules.import_ import UNMAPPED_CODE
from harmscope.rules.rule import Rule

TEXT_LIMIT = 5000
LABEL_LIMIT = 500
_DAY = 10


class Extra(TypedDict, total=False):
    """The optional parts of an event; see :class:`Event`."""

    group: str
    version: str
    members: dict[str, object]
    case: dict[str, object]
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
    part: str


@dataclass(slots=True)
class EventWriter:
    """Writes for one import. ``own`` holds what the mapping file says of the platform's own codes;
    ``seen`` counts what a system wants to know at the end."""

    journal: Journal
    pseudonyms: Pseudonyms
    task: Task
    own: OwnCodes = field(default_factory=OwnCodes)
    seen: Counter[str] = field(default_factory=Counter)
    written: int = 0
    _digest: tuple[int, str] = (0, "")

    def event(
        self, entry: Entry, kind: Kind, id_: str, at: str, subject: str, **extra: Unpack[Extra]
    ) -> None:
        """Write one event of a row. ``part`` names the event where a row makes several. A
        ``version`` that is a time is ordered as a time, in whatever form the export has it."""
        if self._digest[0] != id(entry):
            self._digest = (id(entry), entry.digest)
        part = extra.pop("part", "")
        table = f"{entry.table}#{part}" if part else entry.table
        rest = {name: value for name, value in extra.items() if value is not None}
        if version := extra.get("version"):
            rest["version"] = _ordered(version)
        event = Event(kind, (table, id_), at, subject, self._digest[1], **rest)  # type: ignore[arg-type]
        self.journal.add(event)
        self.written += 1

    def link(self, alias: str, subject: str, group: str = "") -> None:
        """Say what an alias stands for; see :meth:`Journal.link`."""
        self.journal.link(alias, subject, group)
        self.written += 1

    def skip(self, reason: str, rows: int = 1) -> None:
        """Say that a row becomes no record, and why."""
        self.task.skip(reason, rows)

    def found(self, rule: Rule, entry: Entry, pointer: str = "", detail: str = "") -> None:
        """A finding at a row."""
        place = f"{entry.pointer}/{pointer}" if pointer else entry.pointer
        self.task.tally.add(rule.finding(entry.file, entry.line, entry.offset, place, detail))

    def missing(self, rule: Rule, place: str, times: int) -> None:
        """A finding about the input as a whole, counted ``times`` times."""
        for _ in range(times):
            self.task.tally.add(rule.finding(place))

    def code(
        self, entry: Entry, name: str, scheme: str, code: str, *, other: str, parent: str = ""
    ) -> dict[str, str]:
        """A native code, read from the member ``name``; ``other``, with a finding, where the code
        list does not have it."""
        if not is_known(scheme, code, parent):
            self.found(UNMAPPED_CODE, entry, name)
            code = other
        native = {"scheme": scheme, "code": code, "role": "category"}
        return native | ({"parent": parent} if parent else {})

    def account(self, identifier: str) -> str:
        """The pseudonym of a person's account, as reporter."""
        return self.pseudonyms.of("account", identifier)

    def time(self, entry: Entry, name: str) -> str:
        """A time of the row, as the join sorts it. Raises BadRow."""
        try:
            return from_iso(entry.need(name))
        except BadTime:
            raise BadRow(name) from None

    def time_or_none(self, entry: Entry, name: str) -> str:
        """A time of the row, or empty where there is none. Raises BadRow for a broken one."""
        return self.time(entry, name) if entry.has(name) else ""

    def text(self, entry: Entry, name: str) -> dict[str, object]:
        """The member ``text`` with the row's free text, under ``--keep-text`` alone."""
        text = entry.text(name).strip() if self.task.keep_text else ""
        if len(text) > TEXT_LIMIT:
            self.task.notes[f"texts cut after {TEXT_LIMIT:,} characters"] += 1
        return {"text": text[:TEXT_LIMIT]} if text else {}

    def policy(self, named: str) -> dict[str, object]:
        """The member ``policy_ref`` with the policies that a row names, if it names any."""
        if len(named) > LABEL_LIMIT:
            self.task.notes[f"policies cut after {LABEL_LIMIT} characters"] += 1
        return {"policy_ref": named[:LABEL_LIMIT]} if named else {}


def _ordered(version: str) -> str:
    if len(version) < _DAY:
        return version
    try:
        return from_iso(version)
    except BadTime:
        return version
