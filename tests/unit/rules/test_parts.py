from harmscope.rules import parts


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS180" <= rule.code <= "HS194" for rule in parts.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in parts.RULES)
