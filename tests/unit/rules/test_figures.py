from harmscope.rules import figures


def test_codes_lie_in_the_range_of_the_group() -> None:
    assert all("HS351" <= rule.code <= "HS379" for rule in figures.RULES)


def test_every_rule_here_has_a_demand() -> None:
    assert all(rule.demand is not None for rule in figures.RULES)


def test_every_figure_of_a_report_is_reached() -> None:
    figure = {"bounds": {"low": 2, "high": 1}}
    sections = [{"panels": [{"figures": [figure]}]}]
    report = {"sections": sections, "mapping": [figure], "completeness": [figure]}
    rule = next(rule for rule in figures.RULES if rule.slug == "bounds_reversed")
    assert rule.demand is not None
    assert list(rule.demand.faults(report)) == [
        "/sections/0/panels/0/figures/0/bounds/low",
        "/mapping/0/bounds/low",
        "/completeness/0/bounds/low",
    ]
