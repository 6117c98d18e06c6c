"""Counts what file rules need to know of all accepted records, in flat memory."""

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, Self

from harmscope.demands.times import moment
from harmscope.validation.subject import STATEMENT, Fields
from harmscope.validation.tallies import CODES, FLAGS, Tallies
from harmscope.validation.texts import Texts
from harmscope.validation.twins import leave
from harmscope.validation.view import NOTHING

OTHER = frozenset(
    {
        "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
        "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE",
        "other",
    }
)
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
class _New:
    """What records held that are not counted yet: counting many at once takes a fraction."""

    patterns: list[tuple[object, ...]] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """``counts`` by what was seen; ``values`` the first two values of fields that can differ;
    ``days`` records a day of decision. ``services`` counts records by service, ``headers`` holds
    the members of headers that are compared with the records. ``twins`` is for the run to take: it
    is not merged. All but ``new`` holds only what :meth:`settle` has counted."""

    counts: Counter[str] = field(default_factory=Counter)
    values: dict[str, list[str]] = field(default_factory=dict)
    days: Counter[str] = field(default_factory=Counter)
    services: Counter[str] = field(default_factory=Counter)
    headers: list[dict[str, object]] = field(default_factory=list)
    tallies: Tallies = field(default_factory=Tallies)
    texts: Texts = field(default_factory=Texts)
    twins: "array[int]" = field(default_factory=lambda: array("q"), compare=False)
    new: _New = field(default_factory=_New)

    def see(self, kind: str, record: Fields) -> None:
        """Take in one accepted record. Its shape is proved."""
        if kind == "incident":
            self._incident(record)
        elif kind == STATEMENT:
            self._statement(record)
        elif kind == "notice":
            self.new.services.append(record.service)
            self.new.days.append(record.received_at)

    def see_header(self, row: dict[str, object]) -> None:
        """Take in the header of a data set."""
        names = ("service", "period", "counts", "disclosure")
        self.headers.append({name: row[name] for name in names if name in row})

    def settle(self) -> Self:
        """Count what was taken in."""
        new, self.new = self.new, _New()
        if new.patterns:
            self._take(dict(zip(Pattern._fields, zip(*new.patterns, strict=True), strict=True)))
        _count(self.days, Counter(map(_day, new.days)), MOST_DAYS)
        _count(self.services, Counter(new.services), MOST_SERVICES)
        self.texts.settle()
        return self

    def _take(self, columns: dict[str, tuple[Any, ...]]) -> None:
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

    def merge(self, other: "Survey") -> None:
        """Add what another survey has counted, of later rows."""
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

    def _incident(self, record: Fields) -> None:
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
            _lag(decided, source.filed_at),
            MACHINE.get(detection.automated),
        ))  # fmt: skip
        if decided is not None:
            new.days.append(decided)
        for each in decisions or ():
            if each.facts is not None:
                self.texts.see_facts(each.facts)
        if source.reference is not None or content.hashes is not None:
            leave(self.twins, "incident", record)

    def _statement(self, record: Fields) -> None:
        made, decided = record.content_date, record.application_date
        category, kinds = record.category, record.content_type
        self.new.patterns.append((
            record.automated_decision,
            record.source_type,
            record.decision_ground,
            kinds,
            (category,),
            bool(record.category_specification),
            bool(record.content_language),
            "CONTENT_TYPE_SYNTHETIC_MEDIA" in (kinds or ()),
            bool(made and decided),
            made == decided,
            _lag(decided, record.created_at or None),
            record.automated_detection,
        ))  # fmt: skip
        if decided:
            self.new.days.append(decided)
        self.texts.see_statement(record)
        leave(self.twins, STATEMENT, record)

    def _value(self, name: str, value: str) -> None:
        known = self.values.setdefault(name, [])
        if len(known) < 2 and value not in known:
            known.append(value)


def _count(counts: Counter[str], more: Counter[str], most: int) -> None:
    """Add counts; what there is too much of is counted under no name."""
    for key, times in more.items():
        counts[key if key in counts or len(counts) < most else ""] += times


def _day(moment: str) -> str:
    return moment[:10]


@lru_cache(maxsize=4096)
def _with_keyword(codes: tuple[str, ...]) -> bool:
    return any(code.startswith("KEYWORD_") for code in codes)


def _flags(
    columns: dict[str, tuple[Any, ...]], fields: dict[str, Counter[Any]]
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


def _lag(decided: str | None, filed: str | None) -> int | None:
    """Days from decision to filing; None where one of them is missing."""
    return _days(_utc_day(decided), _utc_day(filed)) if decided and filed else None


def _utc_day(time: str) -> str:
    """The day of a time in UTC, so that few pairs are looked at; other times as they are."""
    return time[:10] if time[-1:] == "Z" else time


@lru_cache(maxsize=65536)
def _days(decided: str, filed: str) -> int | None:
    start, end = moment(decided), moment(filed)
    return None if start is None or end is None else (end.utc_day - start.utc_day).days


def _codes(record: Fields) -> tuple[str, ...]:
    if record.native is not None:
        return tuple([item.code for item in record.native])
    return (record.harm.primary,) if record.harm is not None else ()
