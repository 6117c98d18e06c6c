from harmscope.rules import previous


def test_every_rule_here_needs_two_reports() -> None:
    assert {rule.scope for rule in previous.RULES} == {"cross"}
    assert all("HS231" <= rule.code <= "HS239" for rule in previous.RULES)
