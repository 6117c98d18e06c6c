from harmscope.rules import submission


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS381" <= rule.code <= "HS389" for rule in submission.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in submission.RULES)
