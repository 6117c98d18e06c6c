from harmscope.rules import codes


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS130" <= rule.code <= "HS149" for rule in codes.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in codes.RULES)
