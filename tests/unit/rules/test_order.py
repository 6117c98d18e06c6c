from harmscope.rules import order


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS102" <= rule.code <= "HS122" for rule in order.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in order.RULES)
