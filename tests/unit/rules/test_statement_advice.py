from harmscope.rules import statement_advice


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS503" <= rule.code <= "HS549" for rule in statement_advice.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in statement_advice.RULES)


def test_what_the_api_lets_in_is_no_error() -> None:
    assert {rule.severity for rule in statement_advice.RULES} == {"warning", "info"}
