from harmscope.rules import times


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS101" <= rule.code <= "HS119" for rule in times.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in times.RULES)
