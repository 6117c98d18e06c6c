from harmscope.rules import statement


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS501" <= rule.code <= "HS511" for rule in statement.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in statement.RULES)


def test_what_the_api_refuses_is_an_error() -> None:
    assert {rule.severity for rule in statement.RULES} == {"error"}
