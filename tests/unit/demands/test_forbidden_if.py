from harmscope.demands.conditions import Equals
from harmscope.demands.forbidden_if import ForbiddenIf

PENDING = Equals("outcome", ("pending",))


def test_when() -> None:
    demand = ForbiddenIf("decided_at", PENDING)
    assert list(demand.faults({"outcome": "pending", "decided_at": "x"})) == ["/decided_at"]
    assert not list(demand.faults({"outcome": "denied", "decided_at": "x"}))


def test_unless() -> None:
    demand = ForbiddenIf("reason", unless=PENDING)
    assert list(demand.faults({"outcome": "denied", "reason": "x"})) == ["/reason"]
    assert not list(demand.faults({"outcome": "pending", "reason": "x"}))
