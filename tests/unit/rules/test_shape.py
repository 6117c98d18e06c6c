from harmscope.formats.faults import FAULTS
from harmscope.rules import CATALOGUE, shape


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS001" <= rule.code <= "HS019" for rule in shape.RULES)


def test_every_fault_of_the_readers_has_its_rule() -> None:
    assert set(shape.OF_FAULT) == set(FAULTS)
    assert set(shape.OF_FAULT.values()) <= set(CATALOGUE)


def test_no_rule_here_has_a_demand() -> None:
    assert all(rule.demand is None for rule in shape.RULES)
