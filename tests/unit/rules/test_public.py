from harmscope.rules import public


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS391" <= rule.code <= "HS399" for rule in public.RULES)


def test_the_header_decides_and_not_a_record_alone() -> None:
    assert all(rule.demand is None and rule.scope == "file" for rule in public.RULES)
