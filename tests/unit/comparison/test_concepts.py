from harmscope.comparison.concepts import concept_of, concepts, questions


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
