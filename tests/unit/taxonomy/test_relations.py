import pytest

from harmscope.taxonomy.relations import (
    COUNT_RULES,
    COUNTING,
    RELATIONS,
    chain,
    default_rule,
    invert,
)


@pytest.mark.parametrize(
    ("link", "back"),
    [
        (("exactMatch", "equal"), ("exactMatch", "equal")),
        (("closeMatch", "approx"), ("closeMatch", "approx")),
        (("broadMatch", "rollup"), ("narrowMatch", "split")),
        (("narrowMatch", "split"), ("broadMatch", "rollup")),
        (("narrowMatch", "facet"), ("broadMatch", "rollup")),
        (("relatedMatch", "facet"), ("relatedMatch", "facet")),
        (("closeMatch", "alternate"), ("closeMatch", "alternate")),
        (("relatedMatch", "none"), ("relatedMatch", "none")),
    ],
)
def test_inverse(link, back):
    assert invert(*link) == back


def test_only_exact_broad_and_narrow_chain():
    exact, broad = ("exactMatch", "equal"), ("broadMatch", "rollup")
    narrow, close = ("narrowMatch", "split"), ("closeMatch", "approx")
    nothing = ("candidate", "none")
    assert chain(exact, close) == close
    assert chain(close, exact) == close
    assert chain(broad, broad) == broad
    assert chain(narrow, narrow) == narrow
    assert chain(close, close) == nothing
    assert chain(broad, close) == nothing
    assert chain(narrow, broad) == nothing
    assert chain(("relatedMatch", "none"), broad) == nothing


def test_a_second_candidate_never_becomes_a_count():
    assert chain(("broadMatch", "alternate"), ("broadMatch", "rollup")) == ("candidate", "none")


def test_every_relation_has_a_rule():
    assert {default_rule(relation) for relation in RELATIONS} <= set(COUNT_RULES)
    assert set(COUNT_RULES) > COUNTING
