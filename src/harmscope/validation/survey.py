"""Counts what file rules need to know of all accepted records, in flat memory."""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, Self

from harmscope.demands.times import moment
from harmscope.validation.subject import STATEMENT
from harmscope.validation.tallies import Tallies
from harmscope.validation.texts import Texts
from harmscope.validation.twins import leave

OTHER = frozenset(
    {
        "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
        "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE",
        "other",
    }
)
DIFFERING = ("automation", "source", "medium")
"""Fields that can differ from record to record."""

MOST_DAYS = 40_000
MOST_SERVICES = 1_000
MOST_PATTERNS = 20_000


LATENESS = (7, 14, 30, 60, 90)
"""Days of delay that are counted; a ruleset's threshold is brought to the next one above."""

MANUAL = ("none", "AUTOMATED_DECISION_NOT_AUTOMATED")
ILLEGAL = ("law", "DECISION_GROUND_ILLEGAL_CONTENT")
TRUSTED = ("trusted_flagger", "SOURCE_TRUSTED_FLAGGER")
MADE = ("generated", "synthetic")
MACHINE: dict[object, str] = {True: "Yes", False: "No"}


class Pattern(NamedTuple):
    """What file rules look at in one record. Few records differ in all of it, so records are
    counted by it and looked at once for each. ``late`` is the delay of filing in days, ``detected``
    whether a machine detected the case."""

    automation: str
    source: str
    ground: str
    medium: str
    codes: tuple[str, ...]
    keyword: bool
    language: bool
    synthetic: bool
    timed: bool
    instant: bool
    late: int | None
    detected: str = ""


@dataclass(slots=True)
class Survey:
    """``counts`` by what was seen; ``values`` the first two values of fields that can differ;
    ``days`` records a day of decision. ``services`` counts records by service, ``headers`` holds
    the members of headers that are compared with the records. ``patterns`` are not yet counted:
    :meth:`settle` does that. ``twins`` is for the run to take: it is not merged."""

    counts: Counter[str] = field(default_factory=Counter)
    values: dict[str, list[str]] = field(default_factory=dict)
    days: Counter[str] = field(default_factory=Counter)
    services: Counter[str] = field(default_factory=Counter)
    headers: list[dict[str, object]] = field(default_factory=list)
    patterns: Counter[Pattern] = field(default_factory=Counter)
    tallies: Tallies = field(default_factory=Tallies)
    texts: Texts = field(default_factory=Texts)
    twins: "array[int]" = field(default_factory=lambda: array("q"), compare=False)

    def see(self, kind: str, row: dict[str, object]) -> None:
        """Count one accepted record. Its shape is proved."""
        self.texts.see(kind, row)
        leave(self.twins, kind, row)
        if kind == "incident":
            self._service(row)
            self._pattern(*_incident(row))
        elif kind == STATEMENT:
            self._pattern(*_statement(row))
        elif kind == "notice":
            self._service(row)
            self._day(_text(row.get("received_at")))
        elif kind == "dataset":
            names = ("service", "period", "counts")
            self.headers.append({name: row[name] for name in names if name in row})

    def settle(self) -> Self:
        """Count what the patterns hold, and forget them."""
        for pattern, times in self.patterns.items():
            for name in _flags(pattern):
                self.counts[name] += times
            for name in DIFFERING:
                self._value(name, getattr(pattern, name))
            self.tallies.take(pattern, times)
        self.patterns = Counter()
        return self

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
        for own, more, most in (
            (self.days, other.days, MOST_DAYS),
            (self.services, other.services, MOST_SERVICES),
        ):
            for key, count in more.items():
                own[key if key in own or len(own) < most else ""] += count

    def _pattern(self, pattern: Pattern, decided: str) -> None:
        self.patterns[pattern] += 1
        if len(self.patterns) > MOST_PATTERNS:
            self.settle()
        self._day(decided)

    def _service(self, row: dict[str, object]) -> None:
        name = _text(row.get("service"))
        known = name in self.services or len(self.services) < MOST_SERVICES
        self.services[name if known else ""] += 1

    def _day(self, moment: str) -> None:
        if moment:
            day = moment[:10]
            self.days[day if day in self.days or len(self.days) < MOST_DAYS else ""] += 1

    def _value(self, name: str, value: str) -> None:
        if value:
            known = self.values.setdefault(name, [])
            if len(known) < 2 and value not in known:
                known.append(value)


def _incident(row: dict[str, object]) -> tuple[Pattern, str]:
    """The pattern of an incident, and when its first decision was taken."""
    decisions = row.get("decisions")
    decision = decisions[0] if isinstance(decisions, list) else {}
    content, detection = _part(row, "content"), _part(row, "detection")
    codes, medium = _codes(row), content.get("medium")
    made, taken = _text(content.get("created_at")), _text(decision.get("decided_at"))
    decided = taken or _text(decision.get("applied_at"))
    # By position and in the order of the members: this runs for every record.
    pattern = Pattern(
        _text(decision.get("automation")),
        _text(detection.get("source")),
        _text(decision.get("ground")),
        _shown(tuple(medium)) if isinstance(medium, list) else "",
        codes,
        _with_keyword(codes),
        "languages" in content,
        "generation" in row and _part(row, "generation").get("ai_involvement") in MADE,
        bool(made and decided),
        made == decided,
        _lag(decided, _text(_part(row, "source").get("filed_at"))),
        MACHINE.get(detection.get("automated"), ""),
    )
    return pattern, decided


@lru_cache(maxsize=4096)
def _shown(values: tuple[str, ...]) -> str:
    return repr(list(values))


@lru_cache(maxsize=4096)
def _with_keyword(codes: tuple[str, ...]) -> bool:
    return any(code.startswith("KEYWORD_") for code in codes)


def _statement(row: dict[str, object]) -> tuple[Pattern, str]:
    """The pattern of a statement of reasons, as the API takes it or a dump holds it."""
    kinds = row.get("content_type")
    medium = kinds if isinstance(kinds, str) else repr(kinds)
    made, decided = _text(row.get("content_date"))[:10], _text(row.get("application_date"))[:10]
    pattern = Pattern(
        automation=_text(row.get("automated_decision")),
        source=_text(row.get("source_type")),
        ground=_text(row.get("decision_ground")),
        medium=medium,
        codes=(_text(row.get("category")),),
        keyword=row.get("category_specification") not in (None, "", [], "[]"),
        language=bool(row.get("content_language")),
        synthetic="CONTENT_TYPE_SYNTHETIC_MEDIA" in medium,
        timed=bool(made and decided),
        instant=made == decided,
        late=_lag(decided, _text(row.get("created_at"))[:10]),
        detected=_text(row.get("automated_detection")),
    )
    return pattern, decided


def _flags(pattern: Pattern) -> list[str]:
    """Names of the counts that a record of this pattern adds to."""
    manual = pattern.timed and pattern.automation in MANUAL
    held = {
        "records": True,
        "other": any(code in OTHER for code in pattern.codes[:1]),
        "categorised": bool(pattern.codes),
        "keyword": pattern.keyword,
        "language": pattern.language,
        "synthetic": pattern.synthetic,
        "illegal": pattern.ground in ILLEGAL,
        "trusted": pattern.source in TRUSTED,
        "timed": pattern.timed,
        "instant": pattern.timed and pattern.instant,
        "manual": manual,
        "manual_instant": manual and pattern.instant,
        "filed": pattern.late is not None,
    }
    late = pattern.late or 0
    return [
        *(name for name, holds in held.items() if holds),
        *(f"late_{days}" for days in LATENESS if late > days),
    ]


def _lag(decided: str, filed: str) -> int | None:
    """Days from decision to filing; None where one of them is missing."""
    return _days(_utc_day(decided), _utc_day(filed)) if decided and filed else None


def _utc_day(time: str) -> str:
    """The day of a time in UTC, so that few pairs are looked at; other times as they are."""
    return time[:10] if time[-1:] == "Z" else time


@lru_cache(maxsize=65536)
def _days(decided: str, filed: str) -> int | None:
    start, end = moment(decided), moment(filed)
    return None if start is None or end is None else (end.utc_day - start.utc_day).days


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _part(row: dict[str, object], name: str) -> dict[str, object]:
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def _codes(row: dict[str, object]) -> tuple[str, ...]:
    native = row.get("native")
    if isinstance(native, list) and native:
        return tuple([item["code"] for item in native])
    primary = _part(row, "harm").get("primary")
    return (primary,) if isinstance(primary, str) else ()
