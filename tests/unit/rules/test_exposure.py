from harmscope.rules import exposure


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS301" <= rule.code <= "HS319" for rule in exposure.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in exposure.RULES)
