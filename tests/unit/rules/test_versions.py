from harmscope.model.kinds import CURRENT
from harmscope.rules import versions


def test_every_kind_that_has_a_version_is_covered() -> None:
    assert set(versions.KINDS) == set(CURRENT)


def test_the_judge_and_not_a_demand_asks_them() -> None:
    assert all(rule.demand is None for rule in versions.RULES)
