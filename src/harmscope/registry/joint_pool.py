"""Figures over several authorities: what each of them says, added up as limits.

Where every part is known exactly, so is the sum. Where one is withheld or rounded, the sum has a
lower and an upper limit, and the truth lies between them. Nothing is estimated.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.exact import SHARE_DIGITS, ratio
from harmscope.metrics.metric import Share, Spread
from harmscope.model.base import given
from harmscope.model.figure import Bounds, Figure, Number
from harmscope.model.period import Period, clipped
from harmscope.registry.authorities import Held, Stated
from harmscope.registry.contributions import Key, Plan
from harmscope.registry.folder import same_name
from harmscope.registry.narrowed import ANY, Group, Limits


class Twice(NamedTuple):
    """A service that several authorities hold for days that overlap."""

    service: str
    authorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """One figure over several authorities. ``behind`` are the services it stands on, ``sources``
    the authorities that state it, ``parts`` the limits of what each of these adds."""

    figure: Figure
    behind: frozenset[Held]
    sources: tuple[str, ...]
    parts: Mapping[str, Limits]

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities behind the figure."""
        return tuple(sorted({one.authority for one in self.behind}))


def twice(everybody: Sequence[Stated]) -> list[Twice]:
    """Services that more than one authority holds for days that overlap, or that one authority
    brings in by two ways. Names are the same as ``same_name`` says."""
    held: dict[str, list[tuple[str, Held]]] = {}
    for one in everybody:
        for holding in one.held:
            who = holding.authority
            named = who if who == one.authority else f"{who} (in {one.authority})"
            held.setdefault(same_name(holding.service), []).append((named, holding))
    found = []
    for several in held.values():
        names = {
            name
            for (first, a), (second, b) in combinations(several, 2)
            if a.start <= b.end and b.start <= a.end
            for name in (first, second)
        }
        if names:
            found.append(Twice(min(h.service for _, h in several), tuple(sorted(names))))
    return sorted(found)


class Strength(NamedTuple):
    """How many authorities and services stand behind a pool, and how many services could; one that
    several authorities hold is one."""

    authorities: int
    services: int
    registered: int


def strength(everybody: Sequence[Stated]) -> Strength:
    """How many stand behind what these say together."""
    held = [holding for one in everybody for holding in one.held]
    registered = {one.authority: one.registered for one in everybody}
    again = sum(len(one.authorities) - 1 for one in twice(everybody))
    services = len({same_name(holding.service) for holding in held})
    return Strength(
        len({holding.authority for holding in held}),
        services,
        max(sum(registered.values()) - again, services),
    )


def joint_figures(everybody: Sequence[Stated], plan: Plan, period: Period) -> Iterator[Joint]:
    """Every figure that somebody states: those of the plan in its order, then the others."""
    listed = dict.fromkeys(plan.wanted)
    listed |= dict.fromkeys(group for one in everybody for group in sorted(one.cells))
    adding = _Adding(everybody, period)
    for group in listed:
        how = METRICS[group[0]].how
        if isinstance(how, Share):
            yield from adding.shares(group, how)
        elif isinstance(how, Spread):
            yield from adding.spreads(group)
        else:
            yield from adding.counts(group)


class _Adding:
    def __init__(self, everybody: Sequence[Stated], period: Period) -> None:
        self._everybody, self._period = everybody, period
        self._twice = {same_name(one.service) for one in twice(everybody)}
        self._registered = strength(everybody).registered

    def counts(self, group: Group) -> Iterator[Joint]:
        """Sums of limits; people whom several services may share are at least as many as the
        largest part."""
        stating = [one for one in self._everybody if one.has(group)]
        for key in self._keys(stating, group):
            saying = self._of_service(stating, group, key)
            parts = _parts((one, one.limits(group, key)) for one in saying)
            limits = self._sum(saying, group, key)
            yield self._joint(group, key, saying, limits, parts, self._is_shown(saying, group, key))

    def _sum(self, saying: Sequence[Stated], group: Group, key: Key) -> Limits:
        each = [(one, one.limits(group, key)) for one in saying]
        whole = added(limits for _, limits in each)
        least = max((limits.low for _, limits in each), default=0)
        if METRICS[group[0]].pooling == "bounds":
            return Limits(least, whole.high)
        low = whole.low
        for service in sorted(self._twice):
            both = [
                _most_of(one, group, key, service, limits)
                for one, limits in each
                if any(same_name(held.service) == service for held in one.behind(group))
            ]
            if len(both) > 1:
                # All but the largest may be the same cases once more.
                tops = sorted((top for top in both if top is not None), reverse=True)
                low = least if len(tops) < len(both) else low - sum(tops[1:])
        return Limits(max(low, least), whole.high)

    def shares(self, group: Group, how: Share) -> Iterator[Joint]:
        """Numerator and denominator of those who state both for the same services."""
        split = group[1]
        above, below = (how.numerator, split), (how.denominator, split)
        stating = [
            one
            for one in self._everybody
            if one.has(above) and one.has(below) and one.behind(above) == one.behind(below)
        ]
        for key in self._keys(stating, below):
            saying = self._of_service(stating, below, key)
            limits = share_of(self._sum(saying, above, key), self._sum(saying, below, key))
            shown = all(self._is_shown(saying, one, key) for one in (above, below))
            yield self._joint(below, key, saying, limits, {}, shown, group[0])

    def spreads(self, group: Group) -> Iterator[Joint]:
        """A quantile of all cases lies between the smallest and the largest of the parts."""
        stating = [one for one in self._everybody if group in one.cells]
        for key in self._keys(stating, group):
            there = [one for one in stating if key in one.cells[group]]
            saying = [one for one in there if (group, key) not in one.withheld]
            each = [(one, one.cells[group][key]) for one in saying]
            highs = [limits.high for _, limits in each if limits.high is not None]
            behind = [same_name(held.service) for one in saying for held in one.behind(group)]
            # Without the cases that are there twice, it could lie elsewhere.
            doubled = any(behind.count(service) > 1 for service in self._twice)
            known = bool(each) and len(highs) == len(each) and not doubled
            limits = Limits(min(one.low for _, one in each), max(highs)) if known else ANY
            shown = len(saying) == len(there)
            yield self._joint(group, key, saying or there, limits, _parts(each), shown)

    @staticmethod
    def _keys(stating: Sequence[Stated], group: Group) -> list[Key]:
        keys = {key for one in stating for key in one.cells.get(group, {})}
        return sorted(keys | ({()} if not group[1] else set()))

    @staticmethod
    def _of_service(stating: Sequence[Stated], group: Group, key: Key) -> list[Stated]:
        """Those who say something of the service that the figure is about; all without one."""
        if "service" not in group[1]:
            return list(stating)
        service = key[group[1].index("service")]
        return [one for one in stating if any(h.service == service for h in one.behind(group))]

    def _joint(  # noqa: PLR0917 - what a figure is made of
        self,
        group: Group,
        key: Key,
        saying: Sequence[Stated],
        limits: Limits | None,
        parts: Mapping[str, Limits],
        shown: bool,
        metric: str = "",
    ) -> Joint:
        """One figure. ``limits`` are None where there are no cases; ``shown`` says that nobody
        withholds a part; ``metric`` is that of the figure, where ``group`` is of its counts."""
        metric, codes = metric or group[0], dict(zip(group[1], key, strict=True))
        behind = frozenset(held for one in saying for held in one.behind(group))
        if "service" in codes:
            behind = frozenset(held for held in behind if held.service == codes["service"])
        figure = given(
            Figure,
            metric=metric,
            unit=METRICS[metric].unit,
            dimensions=codes,
            period=str(clipped(codes.get("month"), self._period)),
            senders=len({same_name(held.service) for held in behind}),
            of=1 if "service" in codes else self._registered,
            **(_members(limits, metric, shown=shown) if behind else {"status": "not_recorded"}),
        )
        sources = tuple(sorted({one.authority for one in saying}))
        return Joint(figure, behind, sources, parts)

    @staticmethod
    def _is_shown(saying: Sequence[Stated], group: Group, key: Key) -> bool:
        return all((group, key) not in one.withheld for one in saying)


def _members(limits: Limits | None, metric: str, *, shown: bool) -> dict[str, Any]:
    """The status of a figure, and its value or its limits; limits that say nothing are none."""
    if limits is None:
        return {"status": "not_reported"}
    if limits.exact:
        return {"status": "exact", "value": limits.low}
    top = 1 if METRICS[metric].unit == "share" else None
    if not limits.low and limits.high == top:
        return {"status": "not_recorded" if shown else "suppressed"}
    if limits.high is None:
        return {"status": "at_least", "value": limits.low}
    return {"status": "approx", "bounds": Bounds(low=limits.low, high=limits.high)}


def _parts(each: Iterable[tuple[Stated, Limits]]) -> dict[str, Limits]:
    """What each authority adds; several periods of one authority together."""
    found: dict[str, Limits] = {}
    for one, limits in each:
        before = found.get(one.authority)
        found[one.authority] = limits if before is None else added((before, limits))
    return found


def _most_of(one: Stated, group: Group, key: Key, service: str, limits: Limits) -> Number | None:
    """The most that a service can have put into a figure with these limits; None where that is
    open."""
    metric, split = group
    if "service" in split:
        return limits.high
    found, codes = limits.high, dict(zip(split, key, strict=True))
    for (name, other), cells in one.cells.items():
        if name != metric or "service" not in other or not {*other} <= {*split, "service"}:
            continue
        wanted = tuple(codes.get(dimension, service) for dimension in other)
        place = other.index("service")
        own = [
            cell.high
            for at, cell in cells.items()
            if (*at[:place], same_name(at[place]), *at[place + 1 :]) == wanted
        ]
        tops = [top for top in own if top is not None]
        if own and len(tops) == len(own):
            found = sum(tops) if found is None else min(found, sum(tops))
    return found


def added(each: Iterable[Limits]) -> Limits:
    """The limits of a sum."""
    low: Number = 0
    high: Number | None = 0
    for one in each:
        low += one.low
        high = None if high is None or one.high is None else high + one.high
    return Limits(low, high)


def share_of(above: Limits, below: Limits) -> Limits | None:
    """The limits of a share out of those of its two counts, rounded outward; None over zero."""
    if below.high == 0:
        return None
    if above.exact and below.exact:
        value = ratio(int(above.low), int(below.low)) or 0.0
        return Limits(value, value)
    digits = 10**SHARE_DIGITS
    low, high = 0.0, 1.0
    if below.high is not None:
        low = math.floor(Fraction(above.low) / Fraction(below.high) * digits) / digits
    if below.low and above.high is not None:
        high = min(1.0, math.ceil(Fraction(above.high) / Fraction(below.low) * digits) / digits)
    return Limits(low, high)
