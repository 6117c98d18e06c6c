from harmscope.rules import measure


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS331" <= rule.code <= "HS349" for rule in measure.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in measure.RULES)
