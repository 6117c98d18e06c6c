"""Figures that belong beside each other: one group for each concept, category and split."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from harmscope.comparison.concepts import Concept, concept_of, concepts
from harmscope.comparison.side import Side, Sizes
from harmscope.comparison.verdicts import Pair, Ranking, judge, rank

GROUND = {"ground"}
Key = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures laid side by side, the verdict of each pair, and the ranking or its refusal.

    ``closest`` says that the figures share a concept and nothing more.
    """

    id: str
    concept: Concept
    category: str
    category_label: str
    splits: tuple[tuple[str, str], ...]
    sides: tuple[Side, ...]
    pairs: tuple[Pair, ...]
    ranking: Ranking
    closest: bool = False

    @property
    def title(self) -> str:
        """The concept, its category and its splits in words."""
        words = [self.concept.title, *([self.category_label] if self.category else [])]
        words += [f"{name.replace('_', ' ')}: {code}" for name, code in self.splits]
        words += ["closest figures"] if self.closest else []
        return ", ".join(words)


@dataclass(frozen=True, slots=True)
class _Found:
    """Sides of a group to be; ``met`` are pairs of services that meet elsewhere."""

    sides: list[Side]
    closest: bool = False
    met: frozenset[frozenset[str]] = frozenset()


def groups(sides: Iterable[Side], sizes: Sizes) -> list[Group]:
    """Groups with at least two services, each with one figure a service, metric and surface.

    The period is the one that most services have, the latest of those; a service without it
    stands with its own latest. Where two services answer one concept but share no category and
    split, their closest figures stand beside each other, so that the verdict is said.
    """
    by_key: dict[Key, list[Side]] = defaultdict(list)
    for side in sides:
        by_key[concept_of(side.metric).id, side.category.code, side.splits].append(side)
    cells = [(key, _in_one_period(members)) for key, members in by_key.items()]
    met = {key[0]: set[frozenset[str]]() for key, _ in cells}
    found: list[_Found] = []
    for key, chosen in cells:
        services = {side.service for side in chosen}
        if len(services) > 1 and any(side.has_number for side in chosen):
            found.append(_Found(chosen))
            met[key[0]] |= {frozenset(two) for two in combinations(services, 2)}
    for concept, pairs in met.items():
        members = [side for key, chosen in cells if key[0] == concept for side in chosen]
        closest = _closest(members, pairs)
        if closest:
            found.append(_Found(closest, closest=True, met=frozenset(pairs)))
    ordered = sorted(found, key=_order)
    return [_group(at, each, sizes) for at, each in enumerate(ordered, start=1)]


def main_groups(found: Sequence[Group]) -> list[Group]:
    """The groups to show in full: totals and closest figures; where there are none, categories.

    The legal ground splits every measure of the EU template, so it does not make a group minor.
    """
    totals = [g for g in found if not g.category and {name for name, _ in g.splits} <= GROUND]
    return totals or [group for group in found if not group.splits]


def _group(number: int, found: _Found, sizes: Sizes) -> Group:
    sides, closest = found.sides, found.closest
    pairs = [
        judge(a, b, sizes)
        for a, b in combinations(sides, 2)
        if a.service != b.service and frozenset((a.service, b.service)) not in found.met
    ]
    first = sides[0]
    return Group(
        id=f"g{number}",
        concept=concept_of(first.metric),
        category="" if closest else first.category.code,
        category_label="" if closest else first.category.label,
        splits=() if closest else first.splits,
        sides=tuple(sides),
        pairs=tuple(pairs),
        ranking=rank(sides, pairs),
        closest=closest,
    )


def _closest(sides: list[Side], met: set[frozenset[str]]) -> list[Side]:
    """One figure for each service that meets another nowhere: its total, else its largest part."""
    best: dict[str, Side] = {}
    for side in sides:
        kept = best.get(side.service)
        if side.has_number and (kept is None or _weight(side) > _weight(kept)):
            best[side.service] = side
    apart = {
        service
        for two in combinations(sorted(best), 2)
        if frozenset(two) not in met
        for service in two
    }
    return [best[service] for service in sorted(apart)]


def _weight(side: Side) -> tuple[bool, bool, float]:
    high = side.range.high if side.range else 0
    return not side.category.code, not side.splits, float(high or 0)


def _order(found: _Found) -> tuple[object, ...]:
    """Concepts of the catalogue first, then totals, then closest figures, categories, splits."""
    first, closest = found.sides[0], found.closest
    concept = concept_of(first.metric)
    place = list(concepts()).index(concept.id) if concept.id in concepts() else len(concepts())
    code = "" if closest else first.category.code
    return place, concept.id, bool(first.splits) and not closest, code, closest, first.splits


def _in_one_period(sides: list[Side]) -> list[Side]:
    """One figure for each service, metric and surface: in the shared period, else the latest."""
    numbered = {(side.figure.period or "", side.service) for side in sides if side.has_number}
    services = Counter(period for period, _ in numbered)
    best = max(services, key=lambda period: (services[period], period), default="")
    chosen: dict[tuple[str, str, str | None], Side] = {}
    for side in sides:
        surface = side.figure.scope.surface if side.figure.scope else None
        key = (side.service, side.metric, surface)
        kept = chosen.get(key)
        if kept is None or _rank(side, best) > _rank(kept, best):
            chosen[key] = side
    return sorted(chosen.values(), key=lambda side: (side.service, side.metric))


def _rank(side: Side, best: str) -> tuple[bool, bool, str, str]:
    period = side.figure.period or ""
    return period == best, side.has_number, period, side.edition or ""
