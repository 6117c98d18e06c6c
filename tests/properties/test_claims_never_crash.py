"""Whatever sentence comes, and whatever figures: an answer, or a refusal in words."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from harmscope.claims import answer, parse
from harmscope.claims.nearest_claims import examples
from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.reading.report_file import LoadedReport

KNOWN = sorted(set(examples("Robin", "Swift")))
PIECES = sorted({word for one in KNOWN for word in one.split(" ")})
PERIODS = ("2025-01-01/2025-06-30", "2025-07-01/2025-12-31", None)
METRICS = (
    ("items.removed", "items"), ("notices.received", "notices"), ("complaints.received", "appeals"),
    ("complaints.reversed", "decisions"), ("complaints.upheld", "decisions"),
    ("automation.measures_solely", "actions"), ("automation.measures_not", "actions"),
    ("views.violative_share", "share"), ("notices.action_median", "hours"),
)  # fmt: skip
STATUSES = ("exact", "approx", "at_least", "contested", "suppressed", "not_reported", "blank")


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    metric, unit = draw(st.sampled_from(METRICS))
    number = st.floats(0, 1) if unit == "share" else st.integers(0, 10**7)
    members: dict[str, Any] = {
        "metric": metric,
        "unit": unit,
        "status": draw(st.sampled_from(STATUSES)),
        "value": draw(st.none() | number),
        "period": draw(st.sampled_from(PERIODS)),
        "scope": {"service": draw(st.sampled_from(["Robin", "Swift"]))},
        "rounding": draw(st.none() | st.just(1)),
    }
    if draw(st.booleans()):
        code = draw(st.sampled_from(["hate", "ncii", "violence.graphic"]))
        members |= {"dimensions": {"harm": code}, "scheme": "harm@1.0.0"}
    return Figure.model_validate({k: v for k, v in members.items() if v is not None})


def report(found: list[Figure]) -> LoadedReport:
    return LoadedReport("a.json", "0" * 64, "figures", None, None, None, found, {})


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=80))
def test_any_words_are_a_claim_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except UserError as error:
        found, fix = None, error.fix
    if found is None:
        assert fix
        return
    assert found.a
    assert found.form == "reports" or found.conditions


@given(st.sampled_from(KNOWN), st.lists(figures(), min_size=1, max_size=12))
def test_any_figures_give_an_answer_or_a_refusal(text: str, found: list[Figure]) -> None:
    try:
        said = answer(parse(text), [report(found)])
    except UserError as error:
        said, fix = None, error.fix
    if said is None:
        assert fix
    elif said.state == "cannot_say":
        assert said.axis
        assert said.reason
    elif said.claim.form != "reports":
        assert said.sides
        assert all(side.has_number for side in said.sides)
