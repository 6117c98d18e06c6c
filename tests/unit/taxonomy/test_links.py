import pytest

from harmscope.resources import data_path
from harmscope.taxonomy.links import (
    NO_TERM,
    Link,
    chain,
    invert,
    read_links,
    read_rows,
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


FILE = data_path("taxonomy", "crosswalks", "harm@1.0.0--garm@2022-06.sssom.tsv")


def test_rows_are_read_without_the_head():
    rows = read_rows(FILE)
    assert rows[0]["subject_id"] == "harm:csea"
    assert NO_TERM in {row["object_id"] for row in rows}


def test_a_link_has_local_ids_and_a_level():
    subject, link = next(iter(read_links(FILE)))
    assert subject == "csea"
    assert link.object == "adult_sexual"
    assert link.level == "category"
    assert 0 < link.confidence <= 1


def test_inverse_swaps_ends():
    link = Link("a", "b", "broadMatch", "rollup", "category")
    back = link.inverse("subcategory")
    assert (back.subject, back.object, back.count_rule) == ("b", "a", "split")
    assert back.level == "subcategory"


def test_a_missing_term_has_no_inverse():
    with pytest.raises(ValueError, match="no inverse"):
        Link("a", None, "exactMatch", "none", "category").inverse("category")
