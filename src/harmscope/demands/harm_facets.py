"""What a category of the harm taxonomy demands of the facets beside it; the demands are data."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places, pointer_of, value_at

NOT_KNOWN = (None, "unknown")


@dataclass(frozen=True, slots=True)
class FacetMissing:
    """Every facet that the category at ``path`` requires is there and known."""

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for facet, _, required in _demands(value_at(record, self.path)):
            if required and value_at(record, facet) in NOT_KNOWN:
                yield pointer_of(facet)

    def schema(self) -> Schema | None:
        return None


@dataclass(frozen=True, slots=True)
class FacetContradicted:
    """No facet that is there has a value which the category at ``path`` rules out."""

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for facet, values, required in _demands(value_at(record, self.path)):
            for pointer, value in places(record, facet):
                if value not in NOT_KNOWN and (value in values) is not required:
                    yield pointer

    def schema(self) -> Schema | None:
        return None


def _demands(category: object) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    return facets().get(category, ()) if isinstance(category, str) else ()


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
