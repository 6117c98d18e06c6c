"""Figures that belong beside each other: one group for each concept, category and split."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from harmscope.comparison.concepts import Concept, concept_of, concepts
from harmscope.comparison.side import Side, Sizes
from harmscope.comparison.verdicts import Pair, Ranking, judge, rank
from harmscope.model.period import parse_period

GROUND = {"ground"}
Key = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures laid side by side, the verdict of each pair, and the ranking or its refusal."""

    id: str
    concept: Concept
    category: str
    category_label: str
    splits: tuple[tuple[str, str], ...]
    sides: tuple[Side, ...]
    pairs: tuple[Pair, ...]
    ranking: Ranking

    @property
    def title(self) -> str:
        """The concept, its category and its splits in words."""
        words = [self.concept.title, *([self.category_label] if self.category else [])]
        words += [f"{name.replace('_', ' ')}: {code}" for name, code in self.splits]
        return ", ".join(words)


def groups(sides: Iterable[Side], sizes: Sizes) -> list[Group]:
    """Groups with at least two services, each with one figure a service, metric and surface.

    The period is the one that most services have; of those the one that ends last, and then the
    longest, so that a quarter stands before its months. A service without it stands with its own
    latest. Only like stands beside like: one concept, category and split.
    """
    by_key: dict[Key, list[Side]] = defaultdict(list)
    for side in sides:
        by_key[concept_of(side.metric).id, side.category.code, side.splits].append(side)
    cells = [(key, _in_one_period(members)) for key, members in by_key.items()]
    found = [
        chosen
        for _, chosen in cells
        if len({side.service for side in chosen}) > 1 and any(side.has_number for side in chosen)
    ]
    ordered = sorted(found, key=_order)
    return [_group(at, each, sizes) for at, each in enumerate(ordered, start=1)]


def main_groups(found: Sequence[Group]) -> list[Group]:
    """The groups to show in full: totals; where there are none, categories; else all.

    The legal ground splits every measure of the EU template, so it does not make a group minor.
    """
    totals = [g for g in found if not g.category and {name for name, _ in g.splits} <= GROUND]
    return totals or [group for group in found if not group.splits] or list(found)


def _group(number: int, sides: list[Side], sizes: Sizes) -> Group:
    pairs = [judge(a, b, sizes) for a, b in combinations(sides, 2) if a.service != b.service]
    first = sides[0]
    return Group(
        id=f"g{number}",
        concept=concept_of(first.metric),
        category=first.category.code,
        category_label=first.category.label,
        splits=first.splits,
        sides=tuple(sides),
        pairs=tuple(pairs),
        ranking=rank(sides, pairs),
    )


def _order(sides: list[Side]) -> tuple[object, ...]:
    """Concepts of the catalogue first, then totals, then categories, then splits."""
    first = sides[0]
    concept = concept_of(first.metric)
    place = list(concepts()).index(concept.id) if concept.id in concepts() else len(concepts())
    return place, concept.id, bool(first.splits), first.category.code, first.splits


def _in_one_period(sides: list[Side]) -> list[Side]:
    """One figure for each service, metric and surface: in the shared period, else the latest."""
    numbered = {(side.figure.period or "", side.service) for side in sides if side.has_number}
    services = Counter(period for period, _ in numbered)
    best = max(services, key=lambda period: (services[period], _lateness(period)), default="")
    chosen: dict[tuple[str, str, str | None], Side] = {}
    for side in sides:
        surface = side.figure.scope.surface if side.figure.scope else None
        key = (side.service, side.metric, surface)
        kept = chosen.get(key)
        if kept is None or _rank(side, best) > _rank(kept, best):
            chosen[key] = side
    return sorted(chosen.values(), key=lambda side: (side.service, side.metric))


def _rank(side: Side, best: str) -> tuple[bool, bool, tuple[str, int], str]:
    period = side.figure.period or ""
    return period == best, side.has_number, _lateness(period), side.edition or ""


def _lateness(period: str) -> tuple[str, int]:
    """The last day of a period and its length in days; the later and longer is the greater."""
    if not period:
        return "", 0
    days = parse_period(period)
    return days.end.isoformat(), (days.end - days.start).days
