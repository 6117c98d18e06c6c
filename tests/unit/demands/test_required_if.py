from harmscope.demands.conditions import Equals
from harmscope.demands.required_if import RequiredIf

DEMAND = RequiredIf(Equals("kind", ("other",)), "text")


def test_the_missing_member_is_named() -> None:
    assert list(DEMAND.faults({"kind": "other"})) == ["/text"]


def test_it_is_silent_otherwise() -> None:
    assert not list(DEMAND.faults({"kind": "other", "text": "t"}))
    assert not list(DEMAND.faults({"kind": "listed"}))
    assert not list(DEMAND.faults([]))
