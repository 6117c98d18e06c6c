from collections.abc import Callable

import pytest

from harmscope.comparison import Options, compare
from harmscope.comparison.compare import service_of
from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport

MakeFigure = Callable[..., Figure]
MakeReport = Callable[..., LoadedReport]


def test_every_figure_is_compared_or_counted_as_left_out(
    make: MakeFigure, report: MakeReport
) -> None:
    state = make(dimensions={"territory": "SE"})
    text = make(unit="text", value=None, interval=None, text="We do.", status="exact")
    result = compare([report(make(), state, text), report(make("Beta"), service="Beta")])
    assert len(result.sides) == 2
    assert result.left_out == {
        "splits by state or language; name a metric to compare them": 1,
        "texts": 1,
    }


def test_a_named_metric_brings_its_splits_in(make: MakeFigure, report: MakeReport) -> None:
    states = [make(name, dimensions={"territory": "SE"}) for name in ("Alpha", "Beta")]
    result = compare([report(*states)], Options(metrics=("views.violative_share",)))
    assert [group.splits for group in result.groups] == [(("territory", "SE"),)]


def test_a_concept_may_be_named_for_its_metrics(make: MakeFigure, report: MakeReport) -> None:
    other = make("Beta", metric="items.removed_share_of_published")
    result = compare([report(make(), other)], Options(metrics=("exposure",)))
    assert [group.concept.id for group in result.groups] == ["exposure"]


def test_the_questions_leave_everything_else_out(make: MakeFigure, report: MakeReport) -> None:
    figures = [make(), make("Beta"), make(metric="moderators.internal")]
    result = compare([report(*figures)], Options(questions=True))
    assert result.left_out == {"other metrics than asked for": 1}


def test_what_is_not_carried_into_the_system_asked_for_is_counted(
    make: MakeFigure, report: MakeReport
) -> None:
    speech = {"dimensions": {"category": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"}}
    figures = [make(name, **speech, scheme="dsa@v2") for name in ("Alpha", "Beta")]
    own, asked = (compare([report(*figures)], Options(system=s)) for s in (None, "harm"))
    assert (len(own.groups), own.unmapped) == (1, {})
    assert (len(asked.groups), asked.unmapped) == (0, {"Alpha": 1, "Beta": 1})


def test_a_period_selects(make: MakeFigure, report: MakeReport) -> None:
    early = make(period="2020-01-01/2020-06-30")
    result = compare([report(make(), make("Beta"), early)], Options(period="2025"))
    assert result.left_out == {"other periods than asked for": 1}


def test_one_service_in_one_period_is_refused(make: MakeFigure, report: MakeReport) -> None:
    with pytest.raises(UserError, match="one service and one period"):
        compare([report(make())])
    with pytest.raises(UserError, match="no figure fits"):
        compare([report(make())], Options(metrics=("items.removed",)))


def test_a_figure_without_service_takes_that_of_its_report(
    make: MakeFigure, report: MakeReport
) -> None:
    nameless = make(scope={"service": None})
    assert service_of(report(), nameless) == "Alpha"
    assert service_of(report(service=None), nameless) == "None.json"


def test_a_category_keeps_it_and_what_lies_under_it(make: MakeFigure, report: MakeReport) -> None:
    def coded(service: str, code: str) -> Figure:
        return make(service, dimensions={"harm": code}, scheme="harm@1.0.0")

    figures = [coded(s, c) for s in ("Alpha", "Beta") for c in ("hate", "hate.attack", "fraud")]
    result = compare([report(make(), make("Beta"), *figures)], Options(category="hate"))
    assert {group.category for group in result.groups} == {"hate", "hate.attack"}
    assert result.left_out == {"other categories than asked for": 4}
    with pytest.raises(UserError, match="no figure lies in the category"):
        compare([report(*figures)], Options(category="animal"))
    narrow = [
        make(s, dimensions={"category": "KEYWORD_HATE_SPEECH"}, scheme="dsa@v2") for s in "AB"
    ]
    result = compare([report(*narrow)], Options(system="harm", category="hate"))
    assert {group.category for group in result.groups} <= {"hate", "hate.incitement"}
    assert result.groups


def test_services_are_picked_by_name(make: MakeFigure, report: MakeReport) -> None:
    figures = [make(name) for name in ("Alpha", "Beta", "Gamma")]
    result = compare([report(*figures)], Options(services=("Alpha", "Gamma")))
    assert result.services == ("Alpha", "Gamma")
    assert result.left_out == {"other services than asked for": 1}
    with pytest.raises(UserError, match="no report is about such a service"):
        compare([report(*figures)], Options(services=("Alpah",)))
