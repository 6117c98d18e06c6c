""""""

from collections.abc import Callable

from harmscope.comparison.concepts import concept_of, concepts, coverage, questions, unanswerable
from harmscope.comparison.side import Side
from harmscope.metrics.catalogue import METRICS


def test_there_are_four_questions_in_order() -> None:
    assert [question.number for question in questions().values()] == [1, 2, 3, 4]


def test_no_metric_stands_in_two_concepts() -> None:
    metrics = [metric for concept in concepts().values() for metric in concept.metrics]
    assert len(metrics) == len(set(metrics))


def test_counts_of_enforcement_have_no_direction() -> None:
    directed = {c.id for c in concepts().values() if c.direction != "none"}
    assert directed == {"exposure", "adverts"}


def test_every_question_that_is_named_exists() -> None:
    assert {c.question for c in concepts().values() if c.question} == set(questions())


def test_a_metric_outside_the_catalogue_is_a_concept_of_its_own() -> None:
    concept = concept_of("moderators.internal")
    assert (concept.id, concept.title) == ("moderators.internal", "Moderators: internal")
    assert concept_of("items.removed").id == "items"


def test_number_missing_and_absent_are_three_states(side: Callable[..., Side]) -> None:
    sides = [
        side(),
        side("Beta", value=None, interval=None, status="not_reported"),
        side("Beta", metric="moderators.internal"),
    ]
    rows = {row.metric: row for row in coverage(["Alpha", "Beta"], sides)}
    assert rows["views.violative_share"].states == {"Alpha": "number", "Beta": "not_reported"}
    assert rows["moderators.internal"].states == {"Alpha": "absent", "Beta": "number"}
    assert rows["views.violative_share"].counts == {"Alpha": 1, "Beta": 0}


def test_metrics_of_the_catalogue_come_first(side: Callable[..., Side]) -> None:
    rows = coverage(["Alpha"], [side(metric="automation.recall"), side()])
    assert [row.metric for row in rows] == ["views.violative_share", "automation.recall"]


def test_advertising_stays_open_whatever_enforcement_says(side: Callable[..., Side]) -> None:
    asked = unanswerable(["Alpha"], [side(metric="items.removed")])
    assert asked[0].question == "Did advertisements stand beside violating content?"
    assert len(asked) == 5


def test_measures_of_advertising_close_it(side: Callable[..., Side]) -> None:
    question = "Did advertisements stand beside violating content?"
    for metric in ("ads.safety_error_rate", "ads.adjacency_share"):
        assert METRICS[metric]
        assert concept_of(metric).question == "advertisers"
        assert question not in {
            row.question for row in unanswerable(["Alpha"], [side(metric=metric)])
        }


def test_a_question_is_closed_only_if_every_service_reports_it(
    side: Callable[..., Side],
) -> None:
    def asked(*sides: Side) -> set[str]:
        return {row.question for row in unanswerable(["Alpha", "Beta"], sides)}

    question = "How much violating content did people see?"
    assert question in asked(side())
    assert question not in asked(side(), side("Beta"))
