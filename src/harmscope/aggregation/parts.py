"""What some rows of a file give: counts, and columns of the flat tables."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

import pyarrow as pa

from harmscope.aggregation.coded import Coded, array_of, shifted
from harmscope.metrics.flat_tables import CASE, NOTICE_ENDS, TABLES
from harmscope.model.typed import Exposure
from harmscope.rules import find

EVERY_SERVICE: Final = "all"
KEYS: Final = "keys"
"""Name of the table that says which record has which id, for finding duplicates."""

NOT_COUNTED: Final = "not_counted"
"""Why a valid record is left out whose kind this kind of report has no metrics for."""

HEADERLESS: Final = find("header_missing").code

FLAT: Final = {
    **TABLES,
    "clock": TABLES["clock"] | {"before": "string", "turns": "date"},
    KEYS: {"seq": "int64", "id": "text", "digest": "text", "supersedes": "text"},
}
"""The tables as they are written. What stands in ``clock`` does not depend on the day of the
report: before the day ``turns`` the state of a request is ``before``."""

# What some rows of a member gave.


Refusal = Literal["misplaced", "invalid"]


@dataclass(slots=True)
class Part:
    """What some rows gave: how many records were taken and on what days they lie, both by kind.

    ``header`` is that of the member where it stands here. ``tables`` and ``exposures`` number the
    records taken from 0 on. ``timed`` says that one of them has a time of day, so that its days
    depend on the time zone. ``refused`` names a header for which nothing counts, and its line.
    Where the tables lie elsewhere, ``begin`` is told the number of the first record.
    """

    header: dict[str, object] | None = None
    read: int = 0
    number: int = 0
    other_services: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    days: dict[str, set[int]] = field(default_factory=dict)
    excluded: Counter[str] = field(default_factory=Counter)
    exposures: dict[int, Exposure] = field(default_factory=dict)
    tables: dict[str, pa.RecordBatch] = field(default_factory=dict)
    timed: bool = False
    refused: tuple[Refusal, int] | None = None
    begin: Callable[[int], None] | None = None

    def add(self, other: "Part") -> None:
        """Count what the rows behind these gave; their tables are left where they are."""
        self.header = self.header if other.header is None else other.header
        self.exposures |= {self.number + number: one for number, one in other.exposures.items()}
        self.read += other.read
        self.number += other.number
        self.other_services += other.other_services
        self.taken.update(other.taken)
        self.excluded.update(other.excluded)
        self.timed |= other.timed
        for kind, days in other.days.items():
            self.days.setdefault(kind, set()).update(days)


_DAYS: Final = {
    "notice": ("notice",),
    "incident": ("incident", "decision", "appeal", "referral"),
    "exposure": ("exposure",),
}
"""The tables whose days are days of records, by kind."""


def days_of(tables: Mapping[str, pa.RecordBatch]) -> dict[str, set[int]]:
    """The days on which records lie, by kind, numbered from 1970-01-01."""
    found: dict[str, set[int]] = {}
    for kind, names in _DAYS.items():
        columns = [tables[name].column("day") for name in names if name in tables]
        days = {day for one in columns for day in one.cast(pa.int32()).unique().to_pylist()}
        if columns:
            found[kind] = days - {None}
    return found


class TablesApart:
    """Leaves the tables of a part where they were made: on a cluster, which reads them there. What
    a task gives is a chunk's result, with the part in it."""

    @staticmethod
    def out_of(result: Any) -> dict[str, bytes]:
        """The tables by name, as Arrow streams; the part holds them no more."""
        part = result.part.taken
        if not isinstance(part, Part):
            return {}
        tables, part.tables = part.tables, {}
        return {name: _stream(batch) for name, batch in tables.items()}

    @staticmethod
    def tell(result: Any, begin: Callable[[int], None]) -> None:
        """Whom to tell the number of the first record."""
        if isinstance(result.part.taken, Part):
            result.part.taken.begin = begin

    @staticmethod
    def batches(data: bytes, first: int) -> Iterator[pa.RecordBatch]:
        """The rows of a table, numbered from there on, in plain types."""
        for batch in pa.ipc.open_stream(data):
            moved = shifted(batch, first)
            columns = [
                one.dictionary_decode() if pa.types.is_dictionary(one.type) else one
                for one in moved.columns
            ]
            yield pa.RecordBatch.from_arrays(columns, moved.schema.names)


def _stream(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return bytes(sink.getvalue())


class State(NamedTuple):
    """What rows leave to those behind them: that there was one, that there was a header, and its
    jurisdictions."""

    begun: bool = False
    headed: bool = False
    jurisdictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a run collects: days in the time zone ``zone``, records about ``service``."""

    zone: str = "UTC"
    service: str = EVERY_SERVICE


# Rows of one table.

TOPIC_CODES: Final = dict.fromkeys(
    ("harm", "harm_top", "mapping", "garm", "garm_rule", "no_harm"), "string"
)
CASE_CODES: Final = {
    name: kind for name, kind in CASE.items() if kind == "string" and name not in TOPIC_CODES
}
_OF_CASES: Final = ("seq", "created_day", "detected_day")
_OWN: Final[dict[str, tuple[str, ...]]] = {
    "notice": (
        "seq",
        "items",
        "items_stated",
        "day",
        *(f"days_to_{end}" for end in NOTICE_ENDS),
        *(f"minutes_to_{end}" for end in NOTICE_ENDS),
    ),
    "incident": (
        *_OF_CASES,
        *(name for name in TABLES["incident"] if name not in CASE),
    ),
    "decision": (
        *_OF_CASES,
        *("no", "day", "days_from_content", "days_from_detection", "minutes_from_detection"),
    ),
    "action": ("seq", "no"),
    "appeal": (*_OF_CASES, "day", "decided_day", "days_to_decide", "minutes_to_decide"),
    "clock": ("seq", "day", "turns"),
    "exposure": ("seq", "day"),
    "referral": (*_OF_CASES, "day"),
    "native": ("seq",),
    "label": ("seq",),
    KEYS: tuple(FLAT[KEYS]),
}
"""The columns in which each row has a value of its own; the others repeat in combinations."""


Case = tuple[int, int]
"""The numbers of what a case is about, and of what else every table about incidents repeats."""


class Rows:
    """Rows of one table: the numbers of their combinations, and what is each row's own."""

    def __init__(self, name: str, topic: Coded, case: Coded) -> None:
        self._columns = FLAT[name]
        self._shared = (topic, case) if self._columns.keys() >= CASE.keys() else ()
        shared = {*_OWN[name], *({**TOPIC_CODES, **CASE_CODES} if self._shared else ())}
        self._own = _OWN[name]
        self.coded = Coded({n: kind for n, kind in self._columns.items() if n not in shared})
        self.number_of: dict[object, int] = {}
        self.cases: list[Case] = []
        self.numbers: list[int] = []
        self.rows: list[tuple[object, ...]] = []

    def code(self, key: object, values: Sequence[object]) -> int:
        """The number of a combination, remembered under a key."""
        found = self.number_of.get(key)
        if found is None:
            found = self.number_of[key] = self.coded.number(values)
        return found

    def add(self, number: int, *own: object, case: Case | None = None) -> None:
        """Take a row: the number of its combination, and its own values."""
        if case is not None:
            self.cases.append(case)
        self.numbers.append(number)
        self.rows.append(own)

    def batch(self) -> pa.RecordBatch | None:
        """The rows so far, which are then forgotten; None where there are none."""
        if not self.rows:
            return None
        own = zip(self._own, zip(*self.rows, strict=True), strict=True)
        arrays = {name: array_of(values, self._columns[name]) for name, values in own}
        for coded, numbers in zip(self._shared, zip(*self.cases, strict=True), strict=False):
            arrays |= coded.arrays(numbers)
        if self.numbers:
            arrays |= self.coded.arrays(self.numbers)
        self.cases, self.numbers, self.rows = [], [], []
        return pa.RecordBatch.from_arrays([arrays[n] for n in self._columns], list(self._columns))
