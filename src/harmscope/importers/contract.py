"""The contract of importers: what one has to offer, and what it is given.

The promises that hold for all of them:

1. every record keeps the id and the digest of the source row it came from;
2. people's identifiers become pseudonyms, and free text is dropped unless it is asked for;
3. an unknown code is a finding and counts as other or unallocated; it never stops the import;
4. rows read = rows written + rows skipped, each with its reason. Where an importer joins rows to
   cases, a row is written when it is part of a record.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from harmscope.errors import UserError
from harmscope.findings import Tally
from harmscope.formats.rows import Row
from harmscope.formats.sources import Watch
from harmscope.model.typed import DataRecord, NotRecorded
from harmscope.rules.rule import Rule

FOREIGN = "not of the kind that is imported"
"""Reason for skipping rows that another importer may read."""


@dataclass(frozen=True, slots=True)
class Table:
    """The readable rows of one file or archive member; ``name`` is its display name."""

    name: str
    rows: Iterator[Row]


Made = TypeVar("Made")


def each_row(tables: Iterator[Table], make: Callable[[Table, Row], Made | None]) -> Iterator[Made]:
    """What is made of each row, for rows that are records of their own; ``make`` gives None for a
    row that is none."""
    for table in tables:
        for row in table.rows:
            made = make(table, row)
            if made is not None:
                yield made


class ReadyRecord(NamedTuple):
    """A record that is written already. ``line`` is what a file of JSON Lines holds of it, ``form``
    what :func:`harmscope.canonical.record_form` gives. An importer may give such records in place
    of others where it has a method ``ready`` beside ``records``."""

    kind: str
    id: str
    service: str
    line: bytes
    form: bytes


class Progress(Protocol):
    """Takes note of how far an import has come."""

    def start(self, what: str, total: int) -> None:
        """A part of the work begins; ``total`` is the sum of its steps."""

    def advance(self, done: int) -> None:
        """A step of the size ``done`` is finished."""


class NoProgress:
    """Progress that is not shown to anybody."""

    def start(self, what: str, total: int) -> None:
        """Does nothing."""

    def advance(self, done: int) -> None:
        """Does nothing."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Progress of which ``tell`` hears every step."""

    tell: Callable[[int], None]

    def start(self, what: str, total: int) -> None:
        """Does nothing."""

    def advance(self, done: int) -> None:
        """Hand the step on."""
        self.tell(done)


@dataclass(slots=True)
class Task:
    """One import: its options, its counts and its findings.

    ``service`` is the name for records whose source does not name a service. ``read`` counts rows,
    ``written`` those that are part of a record, ``skipped`` the others, by reason; ``records``
    counts records. ``joins`` is set by importers that make one record of several rows; they count
    ``written`` themselves. ``notes`` count decisions that a user should know, ``services`` holds
    the services of records, ``gaps`` what this input lacks beside what every such log lacks,
    ``left_out`` is the sum of ``skipped``. ``period`` is the first and the last day that the header
    names, where it names any.
    """

    service: str = ""
    period: tuple[str, str] | None = None
    keep_text: bool = False
    mapping: Path | None = None
    key_file: Path | None = None
    tally: Tally = field(default_factory=Tally)
    read: int = 0
    written: int = 0
    records: int = 0
    joins: bool = False
    progress: Progress = field(default_factory=NoProgress)
    skipped: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    services: set[str] = field(default_factory=set)
    stdin: Watch = field(default_factory=Watch)
    gaps: dict[str, NotRecorded] = field(default_factory=dict)
    left_out: int = 0

    def lacks(self, part: str, reason: str) -> None:
        """Declare in the header that nothing of ``part`` is in this input, and why."""
        self.gaps[part] = {"part": part, "reason": reason}

    def hole(self, part: str, reason: str) -> None:
        """Declare in the header that some of ``part`` may be missing from this input, and why:
        a table that was cut, a kind of act that the log leaves out. Counts are lower limits then.
        """
        gap = self.gaps.setdefault(part, {"part": part, "reason": reason, "partly": True})
        if reason not in gap["reason"]:
            gap["reason"] += f"; {reason[:1].lower()}{reason[1:]}"

    def skip(self, reason: str, rows: int = 1) -> None:
        """Count rows that become no record."""
        self.skipped[reason] += rows
        self.left_out += rows

    def without_mapping(self, name: str) -> None:
        """For an importer of one form alone. Raises UserError where a mapping file is given."""
        if self.mapping is not None:
            raise UserError("--mapping", f"{name} takes no mapping", "leave the option out")

    def without_key(self, name: str) -> None:
        """For an importer without pseudonyms: note that the key was not used."""
        if self.key_file is not None:
            self.notes[f"--key-file was not used: {name} makes no pseudonyms"] += 1

    def finding(
        self, rule: Rule, table: Table, row: Row, column: str = "", detail: str = ""
    ) -> None:
        """Add a finding at a row; ``column`` names the place in it."""
        self.tally.add(rule.finding(table.name, row.line, row.offset, column, detail))


class Importer(Protocol):
    """One kind of log.

    ``reads`` says in words what it takes, ``lists`` under which members JSON documents wrap their
    rows, ``not_recorded`` which parts of a record the source cannot know and why, ``choices`` what
    the source leaves open and how it is answered. ``capabilities`` are those that the kind of log
    proves its service to have.
    """

    @property
    def name(self) -> str:
        """What ``--from`` calls it."""

    @property
    def reads(self) -> str:
        """What it takes, in one sentence."""

    @property
    def schemes(self) -> tuple[str, ...]:
        """Code lists of the codes that it keeps."""

    @property
    def lists(self) -> frozenset[str]:
        """Members under which a JSON document may wrap its rows."""

    @property
    def not_recorded(self) -> Mapping[str, str]:
        """Parts that the source does not keep, and why."""

    @property
    def choices(self) -> Mapping[str, str]:
        """Questions that the source leaves open, and how they are answered."""

    @property
    def capabilities(self) -> tuple[str, ...]:
        """Capabilities that every service with such a log has."""

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[DataRecord]:
        """Records of all tables. Rows are counted as read when they are taken."""
