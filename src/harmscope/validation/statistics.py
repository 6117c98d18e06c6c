"""Statistics of accepted records, in flat memory: for checks on data sets, and for readers."""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, Self

from harmscope.demands.path import places
from harmscope.model.typed_attributes import Incident, Statement
from harmscope.times import moment
from harmscope.validation import statement
from harmscope.validation.delays import delay, utc_day
from harmscope.validation.duplicates import add_case
from harmscope.validation.identify import NOTHING, STATEMENT, Fields, kind_of
from harmscope.validation.schemas import RECORD, field_paths
from harmscope.validation.texts import Texts, texts_of

# How many records give which value of the fields that two periods are compared by.

CODES = "codes"
FLAGS = ("detected", "automation", "source", "ground", "medium")
"""Fields of a record with one value each."""

MOST_VALUES = 5_000
"""Values that are told apart. The others are counted together under no name."""


@dataclass(slots=True)
class Tallies:
    """Records by field and value. ``("codes", "")`` counts those of too many codes."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, name: str, times: Mapping[str, int]) -> None:
        """Count so many records by the value of one field."""
        for value, number in times.items():
            self._add((name, value), number)

    def merge(self, other: "Tallies") -> None:
        """Add what was counted of other records."""
        for key, times in other.counts.items():
            self._add(key, times)

    def of(self, name: str) -> dict[str, int]:
        """Records by the value of a field."""
        return {value: times for (field_, value), times in self.counts.items() if field_ == name}

    def _add(self, key: tuple[str, str], times: int) -> None:
        known = key in self.counts or len(self.counts) < MOST_VALUES
        self.counts[key if known else (key[0], "")] += times


# Counts what file rules need to know of all accepted records, in flat memory.

_OTHER = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE"
OTHER = frozenset({*_OTHER, "other"})
DIFFERING = ("automation", "source", "medium", "detected")
"""Fields that can differ from record to record."""

MOST_DAYS = 40_000
MOST_SERVICES = 1_000

LATENESS = (7, 14, 30, 60, 90)
"""Days of delay that are counted; a ruleset's threshold is brought to the next one above."""

MANUAL = ("none", "AUTOMATED_DECISION_NOT_AUTOMATED")
ILLEGAL = ("law", "DECISION_GROUND_ILLEGAL_CONTENT")
TRUSTED = ("trusted_flagger", "SOURCE_TRUSTED_FLAGGER")
MADE = ("generated", "synthetic")
SYNTHETIC = "CONTENT_TYPE_SYNTHETIC_MEDIA"
MACHINE: dict[object, str] = {True: "Yes", False: "No"}


class Pattern(NamedTuple):
    """What file rules look at in one record. What is missing is None. ``late`` is the delay of
    filing in days, ``detected`` whether a machine detected the case."""

    automation: str | None
    source: str | None
    ground: str | None
    medium: tuple[str, ...] | None
    codes: tuple[str, ...]
    keyword: bool
    language: bool
    synthetic: bool
    timed: bool
    instant: bool
    late: int | None
    detected: str | None


@dataclass(slots=True)
class _Uncounted:
    """What records held that are not counted yet: counting many at once takes a fraction.
    ``columns`` are those of the patterns before ``patterns``."""

    columns: dict[str, list[Any]] = field(default_factory=dict)
    patterns: list[tuple[object, ...]] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)

    def add(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Take in the columns of further patterns."""
        if self.patterns:
            patterns, self.patterns = self.patterns, []
            self.add(dict(zip(Pattern._fields, zip(*patterns, strict=True), strict=True)))
        for name, values in columns.items():
            self.columns.setdefault(name, []).extend(values)


@dataclass(slots=True)
class Statistics:
    """``counts`` by what was seen; ``values`` the first two values of fields that can differ;
    ``days`` records a day of decision. ``services`` counts records by service, ``headers`` holds
    the members of headers that are compared with the records. ``cases`` is for the run to take: it
    is not merged. All but ``new`` holds only what :meth:`settle` has counted."""

    counts: Counter[str] = field(default_factory=Counter)
    values: dict[str, list[str]] = field(default_factory=dict)
    days: Counter[str] = field(default_factory=Counter)
    services: Counter[str] = field(default_factory=Counter)
    headers: list[dict[str, object]] = field(default_factory=list)
    tallies: Tallies = field(default_factory=Tallies)
    texts: Texts = field(default_factory=Texts)
    cases: "array[int]" = field(default_factory=lambda: array("q"), compare=False)
    new: _Uncounted = field(default_factory=_Uncounted)

    def see(self, kind: str, record: Fields) -> None:
        """Take in one accepted record. Its shape is proved."""
        # Not ``cast``: it is called, and this runs for every record.
        seen: Any = record
        if kind == "incident":
            self._incident(seen)
        elif kind == STATEMENT:
            self._statement(seen)
        elif kind == "notice":
            self.new.services.append(seen.service)
            self.new.days.append(seen.received_at)

    def see_header(self, row: dict[str, object]) -> None:
        """Take in the header of a data set."""
        names = ("service", "period", "counts", "disclosure")
        self.headers.append({name: row[name] for name in names if name in row})

    def settle(self) -> Self:
        """Count what was taken in."""
        new, self.new = self.new, _Uncounted()
        new.add({})
        if new.columns:
            self._take(new.columns)
        _count(self.days, Counter(map(_first_day, new.days)), MOST_DAYS)
        _count(self.services, Counter(new.services), MOST_SERVICES)
        self.texts.settle()
        return self

    def _take(self, columns: dict[str, list[Any]]) -> None:
        """Count fields of patterns, each by itself: a Counter counts a column in C."""
        fields = {name: Counter(columns[name]) for name in (*FLAGS, "codes", "late")}
        for name, times in _flags(columns, fields):
            self.counts[name] += times
        for name in FLAGS:
            found = {_text(value): times for value, times in fields[name].items() if value}
            self.tallies.take(name, found)
            if name in DIFFERING:
                for value in found:
                    self._value(name, value)
        for codes, times in fields["codes"].items():
            self.tallies.take(CODES, dict.fromkeys(codes, times))

    def merge(self, other: "Statistics") -> None:
        """Add what another statistics has counted, of later rows."""
        self.settle()
        other.settle()
        self.counts.update(other.counts)
        self.headers.extend(other.headers)
        self.tallies.merge(other.tallies)
        self.texts.merge(other.texts)
        for name, values in other.values.items():
            for value in values:
                self._value(name, value)
        _count(self.days, other.days, MOST_DAYS)
        _count(self.services, other.services, MOST_SERVICES)

    def _incident(self, record: Incident) -> None:
        new, decisions = self.new, record.decisions
        decision = decisions[0] if decisions else NOTHING
        content, detection = record.content or NOTHING, record.detection or NOTHING
        source, made = record.source or NOTHING, content.created_at
        decided = decision.decided_at or decision.applied_at
        codes = _codes(record)
        new.services.append(record.service)
        # In the order of the pattern's fields: this runs for every record.
        new.patterns.append((
            decision.automation,
            detection.source,
            decision.ground,
            content.medium,
            codes,
            _with_keyword(codes),
            content.languages is not None,
            record.generation is not None and record.generation.ai_involvement in MADE,
            made is not None and decided is not None,
            made == decided,
            lag(decided, source.filed_at),
            MACHINE.get(detection.automated),
        ))  # fmt: skip
        if decided is not None:
            new.days.append(decided)
        for each in decisions or ():
            if each.facts is not None:
                self.texts.facts.append(each.facts)
        if source.reference is not None or content.hashes is not None:
            add_case(self.cases, "incident", record)

    def _statement(self, record: Statement) -> None:
        new, kinds = self.new, record.content_type
        made, decided, filed = record.content_date, record.application_date, record.created_at
        new.patterns.append((
            record.automated_decision,
            record.source_type,
            record.decision_ground,
            kinds,
            (record.category,),
            bool(record.category_specification),
            bool(record.content_language),
            SYNTHETIC in kinds if kinds else False,
            bool(made and decided),
            made == decided,
            lag(decided, filed) if filed else None,
            record.automated_detection,
        ))  # fmt: skip
        self.texts.statements.append(texts_of(record))
        if decided:
            new.days.append(decided)
        if record.platform_name:
            add_case(self.cases, STATEMENT, record)

    def _value(self, name: str, value: str) -> None:
        known = self.values.setdefault(name, [])
        if len(known) < 2 and value not in known:
            known.append(value)


def is_synthetic(kinds: tuple[str, ...] | None) -> bool:
    """Whether the kinds of content of a statement name synthetic media."""
    return SYNTHETIC in (kinds or ())


def _count(counts: Counter[str], more: Counter[str], most: int) -> None:
    """Add counts; what there is too much of is counted under no name."""
    for key, times in more.items():
        counts[key if key in counts or len(counts) < most else ""] += times


def _first_day(moment: str) -> str:
    return moment[:10]


@lru_cache(maxsize=4096)
def _with_keyword(codes: tuple[str, ...]) -> bool:
    return any(code.startswith("KEYWORD_") for code in codes)


def _flags(
    columns: dict[str, list[Any]], fields: dict[str, Counter[Any]]
) -> Iterator[tuple[str, int]]:
    """The counts that records of some patterns add to, and by how much."""
    yield "records", len(columns["codes"])
    for name in ("keyword", "language", "synthetic", "timed"):
        yield name, sum(columns[name])
    for codes, times in fields["codes"].items():
        yield "categorised", times if codes else 0
        yield "other", times if codes and codes[0] in OTHER else 0
    yield "illegal", sum(fields["ground"][each] for each in ILLEGAL)
    yield "trusted", sum(fields["source"][each] for each in TRUSTED)
    times_of_day = zip(columns["timed"], columns["instant"], columns["automation"], strict=True)
    for (timed, instant, automation), times in Counter(times_of_day).items():
        manual = timed and automation in MANUAL
        yield "instant", times if timed and instant else 0
        yield "manual", times if manual else 0
        yield "manual_instant", times if manual and instant else 0
    for late, times in fields["late"].items():
        if late is not None:
            yield "filed", times
            for days in LATENESS:
                yield f"late_{days}", times if late > days else 0


def _text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else repr(list(value))


def lag(decided: str | None, filed: str | None) -> int | None:
    """Days from decision to filing; None where one of them is missing."""
    return _days(_utc_day(decided), _utc_day(filed)) if decided and filed else None


def _utc_day(time: str) -> str:
    """The day of a time in UTC, so that few pairs are looked at; other times as they are."""
    return time[:10] if time[-1:] == "Z" else time


@lru_cache(maxsize=65536)
def _days(decided: str, filed: str) -> int | None:
    start, end = moment(decided), moment(filed)
    return None if start is None or end is None else (end.utc_day - start.utc_day).days


def _codes(record: Incident) -> tuple[str, ...]:
    if record.native is not None:
        return tuple([item.code for item in record.native])
    return (record.harm.primary,) if record.harm is not None else ()


# What accepted records are like: which members they give, how long things took, on which days.
#
# Everything is a counter over a list that is known beforehand, so memory does not grow with the
# data and no name or value out of it is kept.

Paths = tuple[str, ...]

DELAYS_OF: dict[str, tuple[tuple[str, Paths, Paths], ...]] = {
    "incident": (
        ("From detection to the first decision", ("detection.detected_at",), (
            "decisions.*.decided_at", "decisions.*.applied_at",
        )),
        ("From content to detection", ("content.created_at",), ("detection.detected_at",)),
    ),
    "notice": (
        ("From receipt to acknowledgement", ("received_at",), ("acknowledged_at",)),
        ("From receipt to decision", ("received_at",), ("decided_at",)),
        ("From receipt to removal", ("received_at",), ("removed_at",)),
    ),
    STATEMENT: (
        ("From content to application", ("content_date",), ("application_date",)),
        ("From application to the database", ("application_date",), ("created_at",)),
    ),
}  # fmt: skip
"""Delays looked at, by kind: a title, and the members that give the start and the end. The first
member that is there counts; of several values the earliest."""

DAY_OF: dict[str, Paths] = {
    "incident": ("decisions.*.decided_at", "decisions.*.applied_at", "detection.detected_at"),
    "notice": ("received_at",),
    STATEMENT: ("application_date",),
}
"""Members that give a record its day, by kind; the first that is there."""

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Days outside are counted together, so that the number of days stays small."""


@dataclass(slots=True)
class KindProfile:
    """Accepted records of one kind. ``given`` counts members by path, ``bases`` what they are
    counted among; ``delays`` counts classes by title; ``outside`` and ``undated`` records have no
    day in ``days``."""

    records: int = 0
    given: Counter[str] = field(default_factory=Counter)
    bases: Counter[str] = field(default_factory=Counter)
    delays: dict[str, Counter[str]] = field(default_factory=dict)
    days: Counter[date] = field(default_factory=Counter)
    outside: int = 0
    undated: int = 0

    def merge(self, other: "KindProfile") -> None:
        """Add the counts of other records."""
        self.records += other.records
        self.outside += other.outside
        self.undated += other.undated
        self.given.update(other.given)
        self.bases.update(other.bases)
        self.days.update(other.days)
        for title, counts in other.delays.items():
            self.delays.setdefault(title, Counter()).update(counts)


class Profile:
    """The profile of a run, by kind. ``given`` is the kind that every record is said to have."""

    def __init__(self, given: str | None = None) -> None:
        self.kinds: dict[str, KindProfile] = {}
        self._given = given

    def see(self, row: dict[str, object]) -> None:
        """Count one accepted record, as it stands in the file."""
        kind = kind_of(row, self._given)
        if kind is None:
            return
        record = statement.normal(row) if kind == STATEMENT else row
        profile = self.kinds.setdefault(kind, KindProfile())
        profile.records += 1
        _count_members(profile, kind, record)
        _count_delays(profile, kind, record)
        _count_day(profile, kind, record)

    def merge(self, other: "Profile") -> None:
        """Add what another profile has counted."""
        for kind, profile in other.kinds.items():
            self.kinds.setdefault(kind, KindProfile()).merge(profile)


def _count_members(profile: KindProfile, kind: str, record: dict[str, object]) -> None:
    known = field_paths(kind)
    profile.bases[RECORD] += 1
    profile.given.update(path for path in _paths(profile, record, "") if path in known)


def _paths(profile: KindProfile, value: dict[str, object], prefix: str) -> Iterator[str]:
    for name, inner in value.items():
        path = f"{prefix}{name}"
        yield path
        if isinstance(inner, dict):
            yield from _paths(profile, inner, f"{path}.")
        elif isinstance(inner, list):
            for item in inner:
                if isinstance(item, dict):
                    profile.bases[f"{path}.*"] += 1
                    yield from _paths(profile, item, f"{path}.*.")


def _count_delays(profile: KindProfile, kind: str, record: dict[str, object]) -> None:
    for title, starts, ends in DELAYS_OF.get(kind, ()):
        start, end = _first(record, starts), _first(record, ends)
        found = delay(start, end) if start and end else None
        if found is not None:
            profile.delays.setdefault(title, Counter())[found] += 1


def _count_day(profile: KindProfile, kind: str, record: dict[str, object]) -> None:
    moment = _first(record, DAY_OF.get(kind, ()))
    day = utc_day(moment) if moment else None
    if day is None:
        profile.undated += 1
    elif FIRST_YEAR <= day.year <= LAST_YEAR:
        profile.days[day] += 1
    else:
        profile.outside += 1


def _first(record: dict[str, object], paths: Paths) -> str | None:
    for path in paths:
        found = [value for _, value in places(record, path) if isinstance(value, str)]
        if found:
            return min(found)
    return None
