"""What to coarsen when too much would be withheld, or when a publication is refused."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from harmscope.disclosure.attackers import Known
from harmscope.disclosure.cells import Place, Tables
from harmscope.disclosure.edition import Edition
from harmscope.disclosure.level import Level
from harmscope.disclosure.margins import Parents
from harmscope.disclosure.protect import protect


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to publish: what to leave out, how much is then shown, and whether it would pass.

    ``shown`` counts the cells that hold a number a reader can use.
    """

    change: str
    cells: int
    shown: int
    refused: bool


def proposals(
    tables: Tables,
    level: Level,
    hierarchies: Mapping[str, Parents] | None = None,
    previous: Sequence[Edition] = (),
    known: Known | None = None,
) -> list[Proposal]:
    """Every single coarsening, tried out; those that pass come first, the fullest first.

    Coarsenings: no split by a dimension; only its first level; not crossed with another dimension.
    """
    found = []
    for change, keeps in _changes(tables, hierarchies or {}):
        part = tables.where(i for i, cell in enumerate(tables.cells) if keeps(cell.place))
        result = protect(part, level, previous, known)
        shown = sum(one.state != "hidden" for one in result.shown)
        found.append(Proposal(change, len(part.cells), shown, result.refused))
    return sorted(found, key=lambda p: (p.refused, -p.shown, p.change))


Keeps = Callable[[Place], bool]


def _changes(tables: Tables, hierarchies: Mapping[str, Parents]) -> Iterator[tuple[str, Keeps]]:
    every = [frozenset(name for name, _ in cell.place) for cell in tables.cells]
    found = frozenset[str]().union(*every)
    # What every cell is split by is what the whole publication is about.
    names = sorted(found - frozenset.intersection(*every)) if every else []
    yield "publish as it is", lambda place: True
    for name in sorted(found):
        if name in names:
            yield f"do not split by {name}", _without(name)
        if any(hierarchies.get(name, {}).values()):
            yield f"only the first level of {name}", _first_level(name, hierarchies[name])
    for one, other in combinations(names, 2):
        yield f"do not cross {one} with {other}", _uncrossed(one, other)


def _without(name: str) -> Keeps:
    return lambda place: all(dimension != name for dimension, _ in place)


def _first_level(name: str, parents: Parents) -> Keeps:
    return lambda place: all(d != name or parents.get(code) is None for d, code in place)


def _uncrossed(one: str, other: str) -> Keeps:
    return lambda place: not {one, other} <= {dimension for dimension, _ in place}
