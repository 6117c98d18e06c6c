"""Which days the data speak of, and what they could have shown: elsewhere nothing is zero.

A header that states its period vouches for every day of it. Without one a log speaks of the days
from its first to its last record, but for whole months without any record. Days that were still to
come when the report was made are never known.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Final

import ibis
from ibis.common.deferred import resolver

from harmscope.aggregation.normalise import Head
from harmscope.engine import Engine
from harmscope.metrics.dsa import SEEN
from harmscope.metrics.flat_tables import TABLES, table
from harmscope.metrics.metric import Kind, Metric
from harmscope.model.period import Period
from harmscope.times import day_number, day_of, numbered_day

NOTICES: Final = "notice"
CASES: Final = "incident"
_KIND_OF: Final = {"notice": NOTICES, "clock": NOTICES}
_NAMED: Final = 3

# Days.


def kind_of(name: str) -> str:
    """The kind of record that a flat table is made of."""
    return _KIND_OF.get(name, CASES)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that the data speak of, as whole numbers, by kind of record; ``today`` is the day
    on which the report is made, of which nobody knows the whole yet."""

    known: Mapping[str, frozenset[int]]
    today: int

    def unknown(self, name: str, period: Period) -> list[int]:
        """The days of the period of which the rows of the table ``name`` say nothing."""
        known = self.known.get(kind_of(name), frozenset())
        first, last = day_number(period.start), day_number(period.end)
        return [day for day in range(first, last + 1) if day >= self.today or day not in known]

    def gap(self, name: str, period: Period) -> str | None:
        """Why the figures of a period are not of all its days; None where they are."""
        missing = self.unknown(name, period)
        if not missing:
            return None
        what = "notices" if kind_of(name) == NOTICES else "cases"
        shown = _spans(missing)
        if missing[0] >= self.today:
            return f"Not over when the report was made: {shown}."
        return (
            f"Not known for {shown}: no record of {what} reaches there, and no header states that "
            "the service was observed then."
        )


def _spans(days: Sequence[int]) -> str:
    """Days as ``2026-01-01 to 2026-02-28 and 2026-03-30``."""
    runs = [
        [day for _, day in run]
        for _, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0])
    ]
    words = [_span(run[0], run[-1]) for run in runs[:_NAMED]]
    if len(runs) > _NAMED:
        words.append(f"{sum(map(len, runs[_NAMED:])):,} more days")
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _span(first: int, last: int) -> str:
    start, end = numbered_day(first).isoformat(), numbered_day(last).isoformat()
    return start if start == end else f"{start} to {end}"


def days_of(heads: Iterable[Head], today: date) -> Days:
    """The days that data sets speak of. Several of one importer add up, as files of one month each
    do; where data comes from several, each of them has to speak of a day."""
    groups: dict[tuple[str, str], list[Head]] = {}
    for head in heads:
        importer = head.header.get("importer", {}).get("name", "")
        groups.setdefault((importer, head.header.get("service", "")), []).append(head)
    known = {}
    for kind in (NOTICES, CASES):
        each = [
            frozenset().union(*(_days(head, kind) for head in group))
            for group in groups.values()
            if any(head.taken[kind] for head in group)
        ]
        each = each or [
            frozenset().union(*(_days(head, kind) for head in group)) for group in groups.values()
        ]
        known[kind] = frozenset.intersection(*each) if each else frozenset()
    return Days(known, day_number(today))


def _days(head: Head, kind: str) -> frozenset[int]:
    stated = head.header.get("period")
    if stated is not None:
        return frozenset(
            range(day_number(day_of(stated["start"])), day_number(day_of(stated["end"])) + 1)
        )
    met = head.days.get(kind, set())
    if not met:
        return frozenset()
    last = max(met)
    if head.header.get("disclosure") == "public":
        last = _end_of_month(last)  # times of public records are months
    months = {_month(day) for days in head.days.values() for day in days}
    edges = {_month(min(met)), _month(last)}
    return frozenset(
        day for day in range(min(met), last + 1) if _month(day) in months or _month(day) in edges
    )


def _month(day: int) -> tuple[int, int]:
    found = numbered_day(day)
    return found.year, found.month


def _end_of_month(day: int) -> int:
    found = numbered_day(day)
    length = calendar.monthrange(found.year, found.month)[1]
    return day_number(found + timedelta(days=length - found.day))


# What the data could have shown.

_CAPABILITIES: Final[dict[str, frozenset[str]]] = {
    "notice": frozenset(
        {"user_flags", "legal_notices", "trusted_flaggers", "removal_requests", "authority_orders"}
    ),
    "appeal": frozenset({"internal_complaints", "out_of_court"}),
    "decision": frozenset(
        {
            "visibility_restrictions", "monetary_restrictions", "service_restrictions",
            "account_restrictions", "age_restriction", "demotion", "labelling",
            "interaction_restriction",
        }
    ),
    "incident": frozenset({"generation", "automated_detection", "hash_matching"}),
}  # fmt: skip
_CAPABILITIES["incident"] |= _CAPABILITIES["decision"]
"""Capabilities by which a header vouches that a table without rows would have had some."""

_WORDS: Final = {
    "notice": "notices",
    "clock": "notices",
    "decision": "decisions",
    "incident": "cases",
    "appeal": "appeals",
    "referral": "referrals",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rows show, whatever their day: ``tables`` that hold any, the kinds of rows and else
    the metrics whose cases are ``seen``, by id, and how many notices led to action."""

    tables: frozenset[str]
    seen: frozenset[str] = field(default_factory=frozenset)
    acted: int = 0

    def contradicted(self, metric: Metric) -> str | None:
        """Why a metric cannot be 0: the data holds nothing of it, and notices that led to it."""
        name = metric.table
        if name not in ("decision", "incident") or name in self.tables or not self.acted:
            return None
        return (
            f"The data holds no {_WORDS[name]}, though {self.acted:,} of its notices led to "
            "action: what was done is not in it."
        )

    def holds(self, metric: Metric) -> bool:
        """Whether some row shows that the log holds what the metric counts."""
        return (metric.id if metric.seen is None else metric.seen.id) in self.seen

    def missing(self, metric: Metric, offers: set[str] | None) -> str | None:
        """Why a count of the metric says nothing, though it would be 0; None where it would."""
        name = "notice" if metric.table == "clock" else metric.table
        named = offers or set()
        if why := self.contradicted(metric):
            return why
        absent = name not in self.tables and name in _WORDS
        if absent and not named & _CAPABILITIES.get(name, frozenset()):
            return f"The data holds no {_WORDS[name]}, and no header says that it could."
        if self.holds(metric) or not metric.offers:
            return None
        if offers is not None and not offers & set(metric.offers):
            return "The header of the data lists what the service can do, and this is not among it."
        if offers is None and metric.seen is not None:
            return "No record is of this kind, and no header says that the service has it."
        return None


def evidence_of(engine: Engine, metrics: Iterable[Metric]) -> Evidence:
    """What the rows show for ``metrics``."""
    found = evidence_by_service(engine, metrics).values()
    return Evidence(
        frozenset().union(*(one.tables for one in found)),
        frozenset().union(*(one.seen for one in found)),
        sum(one.acted for one in found),
    )


def evidence_by_service(engine: Engine, metrics: Iterable[Metric]) -> dict[str, Evidence]:
    """What the rows of each service show for ``metrics``; services without rows are left out."""
    by_table: dict[str, dict[str, Kind]] = {name: {} for name in TABLES if name in _WORDS}
    asked_for = [one.seen or Kind(one.id, one.table, one.where) for one in metrics if one.offers]
    for kind in (*asked_for, *SEEN):
        if kind.table in by_table:
            by_table[kind.table][kind.id] = kind
    result: dict[str, Evidence] = {}
    for name, group in by_table.items():
        kinds = tuple(group.values())
        for found in engine.rows(_shown(_Kinds(name, kinds))):
            before = result.get(str(found["service"]), Evidence(frozenset()))
            seen = {one.id for n, one in enumerate(kinds) if found[f"s{n}"]}
            result[str(found["service"])] = Evidence(
                before.tables | {name},
                before.seen | seen,
                before.acted + int(found.get("acted") or 0),
            )
    return result


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Kinds of rows of one table: equal to others of the same ids."""

    table: str
    kinds: tuple[Kind, ...] = field(compare=False)
    what: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        what = tuple((one.id, resolver(one.where)) for one in self.kinds)
        object.__setattr__(self, "what", what)


@lru_cache(maxsize=64)
def _shown(asked_for: _Kinds) -> ibis.Table:
    """For each service the number of its rows, and which kinds are among them."""
    rows = table(asked_for.table)
    asked = {
        f"s{n}": ibis.ifelse(_seen(one, rows), 1, 0).max() for n, one in enumerate(asked_for.kinds)
    }
    if asked_for.table == "notice":
        asked["acted"] = ibis.ifelse(rows.outcome.isin(["acted", "partly"]), 1, 0).sum()
    return rows.group_by("service").agg(rows=rows.count(), **asked)


def _seen(kind: Kind, rows: ibis.Table) -> ibis.Value:
    if kind.where is None:
        return rows.seq.notnull()
    return ibis.coalesce(kind.where.resolve(rows), ibis.literal(value=False))
