from harmscope.rules import files


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS201" <= rule.code <= "HS299" for rule in files.RULES)


def test_no_rule_here_has_a_demand() -> None:
    assert all(rule.demand is None for rule in files.RULES)
