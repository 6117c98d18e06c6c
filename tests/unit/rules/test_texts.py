from harmscope.rules import texts


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS195" <= rule.code <= "HS199" for rule in texts.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in texts.RULES)
