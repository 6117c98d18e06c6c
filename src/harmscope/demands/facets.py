"""What a category of the harm taxonomy demands of the facets beside it; the demands are data."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from harmscope.demands import expressions as e
from harmscope.demands.base import NO_CONTEXT, Context, Demand
from harmscope.demands.expressions import Expr, Place
from harmscope.demands.path import places, pointer_of, value_at

__all__ = ["FacetContradicted", "FacetMissing"]

NOT_KNOWN = (None, "unknown")
_UNKNOWN = ("unknown",)


@dataclass(frozen=True, slots=True)
class FacetMissing(Demand):
    """Every facet that the category at ``path`` requires is there and known."""

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for facet, _, required in _demands(value_at(record, self.path)):
            if required and value_at(record, facet) in NOT_KNOWN:
                yield pointer_of(facet)

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        wrong = [
            (categories, ~e.Present(at / facet) | e.OneOf(at / facet, _UNKNOWN))
            for (facet, _, required), categories in _by_facet().items()
            if required
        ]
        return _of_facets(at / self.path, wrong)


@dataclass(frozen=True, slots=True)
class FacetContradicted(Demand):
    """No facet that is there has a value which the category at ``path`` rules out."""

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for facet, values, required in _demands(value_at(record, self.path)):
            for pointer, value in places(record, facet):
                if value not in NOT_KNOWN and (value in values) is not required:
                    yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        wrong: list[tuple[frozenset[str], Expr]] = []
        for (facet, values, required), categories in _by_facet().items():
            ruled_out = (
                e.Present(at / facet) & ~e.OneOf(at / facet, (*_UNKNOWN, *values))
                if required
                else e.OneOf(at / facet, values)
            )
            wrong.append((categories, ruled_out))
        return _of_facets(at / self.path, wrong)


def _of_facets(category: Place, wrong: list[tuple[frozenset[str], Expr]]) -> Expr:
    """What is wrong under some categories, asked where the category is one of them."""
    some = frozenset().union(*(categories for categories, _ in wrong))
    each = tuple(e.OneOf(category, categories) & test for categories, test in wrong)
    return e.OneOf(category, some) & e.Or(each)


def _demands(category: object) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    return facets().get(category, ()) if isinstance(category, str) else ()


def _by_facet() -> dict[tuple[str, tuple[str, ...], bool], frozenset[str]]:
    """Categories by what they demand."""
    found: dict[tuple[str, tuple[str, ...], bool], set[str]] = {}
    for category, demands in facets().items():
        for demand in demands:
            found.setdefault(demand, set()).add(category)
    return {demand: frozenset(categories) for demand, categories in found.items()}


@lru_cache(maxsize=1)
def facets() -> dict[str, tuple[tuple[str, tuple[str, ...], bool], ...]]:
    """What categories demand, by category: the facet's path, values, and whether it is required."""
    from harmscope.taxonomy import harm

    return {
        category.id: (
            *((facet.path, tuple(facet.one_of), True) for facet in category.required_facets),
            *((facet.path, tuple(facet.one_of), False) for facet in category.forbidden_facets),
        )
        for category in harm().categories.values()
    }
