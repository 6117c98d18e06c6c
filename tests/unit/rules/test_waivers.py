from harmscope.rules import waivers


def test_a_waiver_past_its_day_is_worse_than_one_for_nothing() -> None:
    assert [(rule.code, rule.severity) for rule in waivers.RULES] == [
        ("WV001", "warning"),
        ("WV002", "info"),
    ]


def test_no_rule_here_has_a_demand() -> None:
    assert all(rule.demand is None for rule in waivers.RULES)
