"""What must hold for any two figures, whatever they state."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from harmscope.comparison.axes import AXES
from harmscope.comparison.side import TOTAL, Side, Sizes
from harmscope.comparison.verdicts import judge, rank
from harmscope.model.figure import Figure
from harmscope.reading.ranges import range_of

STATED = {
    "estimand": "sampled_exposure",
    "denominator_name": "views",
    "period": "2025-07-01/2025-12-31",
    "rounding": 0.0001,
    "assurance": "audited",
    "interval": {"method": "clopper-pearson", "level": 0.95, "low": 0.0009, "high": 0.0011},
    "basis": {"definition": "1.0", "reviewers": "specificity 0.9999"},
}
SCOPE = {"surface": "whole service", "geography": "world", "policies": "all", "spam": "out"}
UNITS = {"views.violative_share": "share", "items.removed": "items", "notices.received": "notices"}


@st.composite
def sides(draw: st.DrawFn, service: str) -> Side:
    """A side that states any part of what can be stated."""
    metric = draw(st.sampled_from(list(UNITS)))
    kept = draw(st.sets(st.sampled_from([*STATED, "edition"])))
    scope = {name: SCOPE[name] for name in draw(st.sets(st.sampled_from(list(SCOPE))))}
    value = draw(st.one_of(st.none(), st.sampled_from([0, 0.0001, 0.001, 0.5])))
    members = {name: STATED[name] for name in kept if name in STATED}
    if value is None:
        members.pop("interval", None)
    figure = Figure.model_validate(
        {
            **members, "metric": metric, "unit": UNITS[metric],
            **({} if value is None else {"value": value}),
            "status": "not_reported" if value is None else "estimate",
            "scope": {"service": service, **scope},
        }
    )  # fmt: skip
    edition = "1" if "edition" in kept else None
    return Side(0, figure, 0, service, edition, TOTAL, range_of(figure), metric)


@given(a=sides("Alpha"), b=sides("Beta"))
def test_a_verdict_does_not_depend_on_the_order(a: Side, b: Side) -> None:
    there, back = judge(a, b, Sizes({})), judge(b, a, Sizes({}))
    assert (there.verdict, there.failed(), there.open()) == (
        back.verdict,
        back.failed(),
        back.open(),
    )


@given(a=sides("Alpha"), b=sides("Beta"))
def test_green_means_that_everything_is_stated(a: Side, b: Side) -> None:
    if judge(a, b, Sizes({})).verdict != "comparable":
        return
    for side in (a, b):
        assert side.edition is not None
        assert side.figure.scope is not None
        assert None not in (side.figure.scope.geography, side.figure.scope.surface)
        assert None not in (side.figure.estimand, side.figure.period, side.figure.assurance)


@given(a=sides("Alpha"), b=sides("Beta"))
def test_a_ranking_needs_green_and_direction_and_numbers_need_a_verdict(a: Side, b: Side) -> None:
    pair = judge(a, b, Sizes({}))
    found = rank([a, b], [pair])
    assert bool(found.order) != bool(found.refused)
    if found.order or pair.better:
        assert pair.verdict == "comparable"
        assert {a.metric, b.metric} == {"views.violative_share"}
    if pair.verdict == "not_comparable":
        assert pair.ratio is None
        assert pair.rates is None


def test_the_page_on_comparing_names_every_axis(root: Path) -> None:
    text = (root / "docs" / "comparing.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    assert [axis.title for axis in AXES] == [row for row in rows if row in {a.title for a in AXES}]
