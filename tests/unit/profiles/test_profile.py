"""What a profile holds."""

from harmscope.profiles.profile import PanelPlan, Profile, SectionPlan


def test_its_metrics_stand_once_in_order() -> None:
    panels = (
        PanelPlan("a", "A", "bars", ("items.actioned", "appeals.filed")),
        PanelPlan("b", "B", "bars", ("items.actioned",)),
    )
    profile = Profile("p", "1", "P", (SectionPlan("s", "S", None, panels),))
    assert profile.metrics() == ["items.actioned", "appeals.filed"]
