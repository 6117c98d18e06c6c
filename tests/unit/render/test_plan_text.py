"""Sample plans as text."""

from harmscope.aggregation.samples import Plan, PlannedStratum
from harmscope.render.plan_text import plan_text


def test_every_stratum_and_what_to_expect() -> None:
    strata = (PlannedStratum("video", 0.25, 0.01, 1200), PlannedStratum("text", 0.75, 0.001, 800))
    text = plan_text(Plan(2000, 0.00325, 0.0012, 0.0013, strata))
    lines = text.splitlines()
    assert lines[1].split() == ["video", "25.00%", "1.000%", "1,200"]
    assert "2,000 units in all; share expected 0.3250%" in text
    assert "0.1200%" in lines[-1]
