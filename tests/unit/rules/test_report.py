from harmscope.rules import report


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS601" <= rule.code <= "HS619" for rule in report.RULES)
    assert all(rule.kinds == ("dsa-report",) for rule in report.RULES)
