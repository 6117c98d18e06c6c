"""One set of figures over all current submissions, as each metric's pooling rule allows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from harmscope.aggregation.statistics_ import quantile, ratio
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Share, Spread
from harmscope.model.period import Period
from harmscope.registry.counting import Key, Part, counted, read
from harmscope.registry.folder import Registry
from harmscope.registry.plan import Plan, Split, plan
from harmscope.registry.state import Received, State, state_of


@dataclass(frozen=True, slots=True)
class Pooled:
    """One pooled figure. ``parts`` are the contributions by service; ``senders`` of ``of``
    services stand behind it. ``low`` and ``high`` hold bounds where there is no exact value."""

    metric: str
    unit: str
    split: Split
    key: Key
    value: int | float | None
    parts: dict[str, int] = field(default_factory=dict)
    senders: int = 0
    of: int = 0
    cases: int | None = None
    low: float | None = None
    high: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The figure as JSON shows it, without the contributions."""
        body: dict[str, Any] = {
            "metric": self.metric,
            "unit": self.unit,
            "dimensions": dict(zip(self.split, self.key, strict=True)),
            "value": self.value,
            "senders": self.senders,
            "of": self.of,
        }
        for name in ("cases", "low", "high"):
            if getattr(self, name) is not None:
                body[name] = getattr(self, name)
        return body


@dataclass(slots=True)
class Pool:
    """All figures over ``period`` as of entry ``seq``. ``used`` are the submissions they come
    from, ``left_out`` those that reach beyond the period, ``twins`` records that two services
    both handed in."""

    period: Period
    seq: int
    head: str
    figures: list[Pooled]
    used: list[Received]
    left_out: list[str]
    absent: list[str]
    twins: dict[str, int]
    parts: list[Part]
    checks: list[Part]


def pool(registry: Registry, period: Period, as_of: int | None = None) -> Pool:
    """Pool what was current after the entry ``as_of`` (now without one).

    A service that handed in records and figures counts by its records; the figures then serve to
    check them (``checks``).
    """
    state = state_of(registry.ledger.entries(), as_of)
    shipped = plan()
    inside, left_out = _inside(state, period)
    records = [one for one in inside if one.kind == "records"]
    known = {one.service for one in records}
    figures = [one for one in inside if one.kind == "figures"]
    parts = counted(records, registry.store, shipped, period) if records else []
    reported = [read(one, registry.store, shipped) for one in figures]
    checks = [part for part in reported if part.service in known]
    parts += [part for part in reported if part.service not in known]
    parts.sort(key=lambda part: part.service)
    services = sorted({name for sender in state.senders.values() for name in sender.services})
    return Pool(
        period=period,
        seq=state.seq,
        head=state.head,
        figures=list(_figures(parts, shipped, len(services))),
        used=[one for one in inside if one.kind == "records" or one.service not in known],
        left_out=[str(one.id) for one in left_out],
        absent=sorted(set(services) - {part.service for part in parts}),
        twins=_twins(parts),
        parts=parts,
        checks=checks,
    )


def _inside(state: State, period: Period) -> tuple[list[Received], list[Received]]:
    start, end = period.start.isoformat(), period.end.isoformat()
    touching = [one for one in state.current() if one.start <= end and start <= one.end]
    inside = [one for one in touching if start <= one.start and one.end <= end]
    return inside, [one for one in touching if one not in inside]


def _figures(parts: Sequence[Part], shipped: Plan, services: int) -> Iterable[Pooled]:
    for name, split in shipped.wanted:
        how = METRICS[name].how
        if isinstance(how, Share):
            yield from _shares(parts, name, how, split, services)
        elif isinstance(how, Spread):
            yield from _spreads(parts, name, how.quantile, split, services)
        else:
            yield from _counts(parts, name, split, services)


def _cells(parts: Sequence[Part], name: str, split: Split) -> dict[Key, Counter[str]]:
    """Code → contributions by service; a total is there even where it is zero."""
    cells: dict[Key, Counter[str]] = defaultdict(Counter)
    if not split:
        cells[()] = Counter()
    for part in parts:
        for key, value in part.counts.get((name, split), {}).items():
            if value or not split:
                cells[key][part.service] += value
    return dict(sorted(cells.items()))


def _behind(parts: Sequence[Part], name: str, split: Split) -> int:
    return len({part.service for part in parts if (name, split) not in part.missing})


def _counts(parts: Sequence[Part], name: str, split: Split, services: int) -> Iterable[Pooled]:
    metric, behind = METRICS[name], _behind(parts, name, split)
    for key, shares in _cells(parts, name, split).items():
        told = dict(sorted(shares.items()))
        if metric.pooling == "bounds":
            low, high = max(told.values(), default=0), sum(told.values())
            yield Pooled(
                name, metric.unit, split, key, None, told, behind, services, None, low, high
            )
        else:
            total = sum(told.values()) if behind else None
            yield Pooled(name, metric.unit, split, key, total, told, behind, services)


def _shares(
    parts: Sequence[Part], name: str, how: Share, split: Split, services: int
) -> Iterable[Pooled]:
    above, below = _cells(parts, how.numerator, split), _cells(parts, how.denominator, split)
    behind = min(_behind(parts, how.numerator, split), _behind(parts, how.denominator, split))
    for key, shares in below.items():
        whole = sum(shares.values())
        value = ratio(sum(above.get(key, Counter()).values()), whole)
        yield Pooled(name, "share", split, key, value, {}, behind, services, whole)


def _spreads(
    parts: Sequence[Part], name: str, share: float, split: Split, services: int
) -> Iterable[Pooled]:
    merged: dict[Key, Counter[int]] = defaultdict(Counter)
    behind = [part for part in parts if part.from_records]
    for part in behind:
        for key, histogram in part.histograms.get((name, split), {}).items():
            merged[key].update(histogram)
    for key, counts in sorted(merged.items()):
        value = quantile(sorted(counts.items()), share)
        unit, cases = METRICS[name].unit, sum(counts.values())
        yield Pooled(name, unit, split, key, value, {}, len(behind), services, cases)


def _twins(parts: Sequence[Part]) -> dict[str, int]:
    """Pairs of services → how many records both handed in with the same content."""
    found = {}
    for i, one in enumerate(parts):
        for other in parts[i + 1 :]:
            both = len(one.twins & other.twins)
            if both and one.service != other.service:
                found[f"{one.service} + {other.service}"] = both
    return found
