from collections.abc import Iterator

from harmscope import demands as d
from harmscope.demands.base import NO_CONTEXT, Schema
from harmscope.validation.sieve import Sieve, sieve_of


class Unheard:
    """A kind of demand that the sieve knows nothing of."""

    def faults(self, record: object, context: d.Context = NO_CONTEXT) -> Iterator[str]:
        yield "/x"

    def schema(self) -> Schema | None:
        return None


def test_suspects_come_in_the_order_of_the_demands() -> None:
    demands = (d.AtLeastOne(("b",)), d.AtLeastOne(("a",)), d.Unique("l.*"), d.AtLeastOne(("c",)))
    assert Sieve(demands, d.Context()).suspects({"a": 1}) == [0, 3]


def test_a_demand_of_an_unknown_kind_is_always_asked() -> None:
    assert Sieve((Unheard(),), d.Context()).suspects({}) == [0]
    assert Sieve((d.Within("l.*", Unheard()),), d.Context()).suspects({"l": [{}]}) == [0]


def test_without_demands_nothing_is_suspected() -> None:
    assert Sieve((), d.Context()).suspects({"a": 1}) == []


def test_the_same_demands_have_one_sieve() -> None:
    demands = (d.AtLeastOne(("b",)),)
    assert sieve_of(demands, d.Context()) is sieve_of((d.AtLeastOne(("b",)),), d.Context())
