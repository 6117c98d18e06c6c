"""Counts what file rules need to know of all accepted records, in flat memory."""

from collections import Counter
from dataclasses import dataclass, field

from harmscope.validation.subject import STATEMENT

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


@dataclass(slots=True)
class Survey:
    """``counts`` by what was seen; ``values`` the first two values of fields that can differ;
    ``days`` records a day of decision. ``services`` counts records by service, ``headers`` holds
    the members of headers that are compared with the records."""

    counts: Counter[str] = field(default_factory=Counter)
    values: dict[str, list[str]] = field(default_factory=dict)
    days: Counter[str] = field(default_factory=Counter)
    services: Counter[str] = field(default_factory=Counter)
    headers: list[dict[str, object]] = field(default_factory=list)

    def see(self, kind: str, row: dict[str, object]) -> None:
        """Count one accepted record. Its shape is proved."""
        if kind == "incident":
            self._incident(row)
        elif kind == STATEMENT:
            self._statement(row)
        elif kind == "notice":
            self._service(row)
            self._day(_text(row.get("received_at")))
        elif kind == "dataset":
            names = ("service", "period", "counts")
            self.headers.append({name: row[name] for name in names if name in row})

    def merge(self, other: "Survey") -> None:
        """Add what another survey has counted, of later rows."""
        self.counts.update(other.counts)
        self.headers.extend(other.headers)
        for name, values in other.values.items():
            for value in values:
                self._value(name, value)
        for own, more, most in (
            (self.days, other.days, MOST_DAYS),
            (self.services, other.services, MOST_SERVICES),
        ):
            for key, count in more.items():
                own[key if key in own or len(own) < most else ""] += count

    def _incident(self, row: dict[str, object]) -> None:
        self._service(row)
        decisions = row.get("decisions")
        decision = decisions[0] if isinstance(decisions, list) else {}
        content, detection = _part(row, "content"), _part(row, "detection")
        codes = _codes(row)
        self._common(
            automation=_text(decision.get("automation")),
            source=_text(detection.get("source")),
            ground=_text(decision.get("ground")),
            medium=repr(content["medium"]) if "medium" in content else "",
            content=_text(content.get("created_at")),
            decided=_text(decision.get("decided_at")) or _text(decision.get("applied_at")),
            filed=_text(_part(row, "source").get("filed_at")),
        )
        self._flag("other", any(code in OTHER for code in codes[:1]))
        self._flag("keyword", any(code.startswith("KEYWORD_") for code in codes))
        self._flag("categorised", bool(codes))
        self._flag("language", "languages" in content)
        made = _part(row, "generation").get("ai_involvement")
        self._flag("synthetic", made in ("generated", "synthetic"))

    def _statement(self, row: dict[str, object]) -> None:
        kinds = row.get("content_type")
        medium = kinds if isinstance(kinds, str) else repr(kinds)
        self._common(
            automation=_text(row.get("automated_decision")),
            source=_text(row.get("source_type")),
            ground=_text(row.get("decision_ground")),
            medium=medium,
            content=_text(row.get("content_date"))[:10],
            decided=_text(row.get("application_date"))[:10],
            filed=_text(row.get("created_at"))[:10],
        )
        self._flag("other", row.get("category") in OTHER)
        self._flag("keyword", row.get("category_specification") not in (None, "", [], "[]"))
        self._flag("categorised", True)
        self._flag("language", bool(row.get("content_language")))
        self._flag("synthetic", "CONTENT_TYPE_SYNTHETIC_MEDIA" in medium)

    def _common(self, *, content: str, decided: str, filed: str, **coded: str) -> None:
        self.counts["records"] += 1
        for name in DIFFERING:
            self._value(name, coded[name])
        self._flag("illegal", coded["ground"] in ("law", "DECISION_GROUND_ILLEGAL_CONTENT"))
        self._flag("trusted", coded["source"] in ("trusted_flagger", "SOURCE_TRUSTED_FLAGGER"))
        manual = coded["automation"] in ("none", "AUTOMATED_DECISION_NOT_AUTOMATED")
        if content and decided:
            self._flag("timed", True)
            self._flag("instant", content == decided)
            self._flag("manual", manual)
            self._flag("manual_instant", manual and content == decided)
        if decided and filed:
            self._flag("filed", True)
            for days in _lag(decided, filed):
                self.counts[f"late_{days}"] += 1
        self._day(decided)

    def _service(self, row: dict[str, object]) -> None:
        name = _text(row.get("service"))
        known = name in self.services or len(self.services) < MOST_SERVICES
        self.services[name if known else ""] += 1

    def _day(self, moment: str) -> None:
        if moment:
            day = moment[:10]
            self.days[day if day in self.days or len(self.days) < MOST_DAYS else ""] += 1

    def _flag(self, name: str, holds: bool) -> None:
        if holds:
            self.counts[name] += 1

    def _value(self, name: str, value: str) -> None:
        if value:
            known = self.values.setdefault(name, [])
            if len(known) < 2 and value not in known:
                known.append(value)


LATENESS = (7, 14, 30, 60, 90)
"""Days of delay that are counted; a ruleset's threshold is brought to the next one above."""


def _lag(decided: str, filed: str) -> list[int]:
    from harmscope.demands.times import moment

    start, end = moment(decided), moment(filed)
    if start is None or end is None:
        return []
    days = (end.utc_day - start.utc_day).days
    return [limit for limit in LATENESS if days > limit]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _part(row: dict[str, object], name: str) -> dict[str, object]:
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def _codes(row: dict[str, object]) -> list[str]:
    native = row.get("native")
    found = [str(item.get("code", "")) for item in native] if isinstance(native, list) else []
    primary = _part(row, "harm").get("primary")
    return found or ([primary] if isinstance(primary, str) else [])
