from harmscope.rules.rule import Rule

RULE = Rule("HS999", "some_rule", "error", "record", ("notice",), "It holds", "It matters", "do it")


def test_as_dict_leaves_the_demand_out() -> None:
    assert RULE.as_dict()["code"] == "HS999"
    assert "demand" not in RULE.as_dict()
