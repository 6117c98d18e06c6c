"""From the parts of services to pooled figures, as each metric's pooling rule allows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.exact import quantile, ratio
from harmscope.metrics.metric import Share, Spread
from harmscope.registry.contributions import Contribution, Key, Plan, Split


@dataclass(frozen=True, slots=True)
class Pooled:
    """One pooled figure. ``parts`` are the contributions by service; ``behind`` are the services
    that record it, out of the ``of`` that could. ``low`` and ``high`` hold bounds where there is no
    exact value. A share whose numerator and denominator stand on other services in the tables
    beside it says so in ``narrowed``: it counts those that record both."""

    metric: str
    unit: str
    split: Split
    key: Key
    value: int | float | None
    parts: dict[str, int] = field(default_factory=dict)
    behind: tuple[str, ...] = ()
    of: int = 0
    cases: int | None = None
    low: float | None = None
    high: float | None = None
    narrowed: bool = False

    @property
    def senders(self) -> int:
        """How many services stand behind the figure."""
        return len(self.behind)

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


def summed(parts: Sequence[Contribution], shipped: Plan, services: int) -> Iterator[Pooled]:
    """Every figure of the plan; ``services`` says how many are registered."""
    for name, split in shipped.wanted:
        how = METRICS[name].how
        if isinstance(how, Share):
            yield from _shares(parts, name, how, split, services)
        elif isinstance(how, Spread):
            yield from _spreads(parts, name, how.quantile, split, services)
        else:
            yield from _counts(parts, name, split, services)


def _cells(parts: Sequence[Contribution], name: str, split: Split) -> dict[Key, Counter[str]]:
    """Code → contributions by service.

    A total is there even where it is zero. So is every service for every code that any of them
    reports: a place left out would tell that there was nothing, even where a zero must not be told.
    """
    cells: dict[Key, Counter[str]] = defaultdict(Counter)
    if not split:
        cells[()] = Counter()
    for part in parts:
        for key, value in part.counts.get((name, split), {}).items():
            if value or not split:
                cells[key][part.service] += value
    if "service" in split:
        place = split.index("service")
        for key in list(cells):
            for part in parts:
                cells.setdefault((*key[:place], part.service, *key[place + 1 :]), Counter())
    return dict(sorted(cells.items()))


def _recording(parts: Sequence[Contribution], split: Split, *names: str) -> list[Contribution]:
    """The parts that record all these metrics so split."""
    return [part for part in parts if not any((name, split) in part.missing for name in names)]


def _stand(
    parts: Sequence[Contribution], split: Split, key: Key, services: int
) -> tuple[tuple[str, ...], int]:
    """Who stands behind a figure, out of how many; one about a single service stands on that."""
    if "service" in split:
        return (key[split.index("service")],), 1
    return tuple(sorted({part.service for part in parts})), services


def _counts(
    parts: Sequence[Contribution], name: str, split: Split, services: int
) -> Iterator[Pooled]:
    metric, recording = METRICS[name], _recording(parts, split, name)
    for key, shares in _cells(recording, name, split).items():
        told = dict(sorted(shares.items()))
        stand = _stand(recording, split, key, services)
        if metric.pooling == "bounds":
            low, high = max(told.values(), default=0), sum(told.values())
            yield Pooled(name, metric.unit, split, key, None, told, *stand, None, low, high)
        else:
            total = sum(told.values()) if recording else None
            yield Pooled(name, metric.unit, split, key, total, told, *stand)


def _shares(
    parts: Sequence[Contribution], name: str, how: Share, split: Split, services: int
) -> Iterator[Pooled]:
    """Numerator and denominator of the same services: those that record both."""
    both = _recording(parts, split, how.numerator, how.denominator)
    narrowed = any(
        len(_recording(parts, split, one)) > len(both) for one in (how.numerator, how.denominator)
    )
    above, below = _cells(both, how.numerator, split), _cells(both, how.denominator, split)
    for key, shares in below.items():
        whole = sum(shares.values())
        value = ratio(sum(above.get(key, Counter()).values()), whole)
        behind, of = _stand(both, split, key, services)
        yield Pooled(name, "share", split, key, value, {}, behind, of, whole, narrowed=narrowed)


def _spreads(
    parts: Sequence[Contribution], name: str, share: float, split: Split, services: int
) -> Iterator[Pooled]:
    merged: dict[Key, Counter[int]] = defaultdict(Counter)
    recording = [part for part in _recording(parts, split, name) if part.from_records]
    for part in recording:
        for key, histogram in part.histograms.get((name, split), {}).items():
            merged[key].update(histogram)
    if not split:
        merged.setdefault((), Counter())
    for key, counts in sorted(merged.items()):
        value = quantile(sorted(counts.items()), share)
        unit, cases = METRICS[name].unit, sum(counts.values())
        behind, of = _stand(recording, split, key, services)
        yield Pooled(name, unit, split, key, value, {}, behind, of, cases)
