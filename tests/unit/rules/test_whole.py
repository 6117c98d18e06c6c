from harmscope.rules import whole


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS206" <= rule.code <= "HS225" for rule in whole.RULES)
    assert all(rule.scope == "file" and rule.demand is None for rule in whole.RULES)
