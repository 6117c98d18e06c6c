from harmscope.demands.conditions import Equals
from harmscope.demands.presence import AtLeastOne, ForbiddenIf, RequiredIf


def test_at_least_one() -> None:
    demand = AtLeastOne(("a", "b"))
    assert list(demand.faults({})) == [""]
    assert not list(demand.faults({"a": 1, "b": 1}))
    assert not list(demand.faults("no object"))


def test_exactly_one() -> None:
    assert list(AtLeastOne(("a", "b"), exactly=True).faults({"a": 1, "b": 1})) == [""]


DEMAND = RequiredIf(Equals("kind", ("other",)), "text")


def test_the_missing_member_is_named() -> None:
    assert list(DEMAND.faults({"kind": "other"})) == ["/text"]


def test_it_is_silent_otherwise() -> None:
    assert not list(DEMAND.faults({"kind": "other", "text": "t"}))
    assert not list(DEMAND.faults({"kind": "listed"}))
    assert not list(DEMAND.faults([]))


PENDING = Equals("outcome", ("pending",))


def test_when() -> None:
    demand = ForbiddenIf("decided_at", PENDING)
    assert list(demand.faults({"outcome": "pending", "decided_at": "x"})) == ["/decided_at"]
    assert not list(demand.faults({"outcome": "denied", "decided_at": "x"}))


def test_unless() -> None:
    demand = ForbiddenIf("reason", unless=PENDING)
    assert list(demand.faults({"outcome": "denied", "reason": "x"})) == ["/reason"]
    assert not list(demand.faults({"outcome": "pending", "reason": "x"}))
