from harmscope.rules import consistency


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS150" <= rule.code <= "HS179" for rule in consistency.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in consistency.RULES)
