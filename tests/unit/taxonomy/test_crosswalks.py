""""""

import pytest

from harmscope.errors import UserError
from harmscope.resources import data_path
from harmscope.taxonomy.crosswalks import (
    NO_TERM,
    Link,
    chain,
    chain_counts,
    compose,
    crosswalk,
    invert,
    is_rest,
    mapped_systems,
    read_links,
    read_rows,
    succession,
    travels,
)
from harmscope.taxonomy.systems import load_system


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


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ("equal", "equal", "equal"),
        ("equal", "approx", "approx"),
        ("approx", "approx", "approx"),
        ("approx", "rollup", "rollup"),
        ("rollup", "approx", "rollup"),
        ("rollup", "equal", "rollup"),
        ("split", "rollup", "none"),
        ("rollup", "split", "none"),
        ("alternate", "equal", "none"),
        ("equal", "none", "none"),
    ],
)
def test_a_count_travels_as_far_as_both_links_let_it(first, second, rule):
    assert chain_counts(first, second) == rule


def test_a_count_travels_where_every_candidate_leads_to_one_code():
    there = {
        code: (link(code, "h1", "narrowMatch", "split"), link(code, "h2", "narrowMatch", "split"))
        for code in ("a", "a/KEYWORD_OTHER")
    }
    onward = {name: (link(name, "z", "broadMatch", "rollup"),) for name in ("h1", "h2")}
    walk = compose(there, onward)
    assert travels(walk["a"][0])
    assert is_rest("a/KEYWORD_OTHER")
    assert [one.count_rule for one in walk["a/KEYWORD_OTHER"]] == ["split"]
    parted = {**onward, "h2": (link("h2", "y", "broadMatch", "rollup"),)}
    assert {one.count_rule for one in compose(there, parted)["a"]} == {"split"}


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


def link(subject, target, relation, rule, **more):
    return Link(subject, target, relation, rule, "category", **more)


def test_exact_passes_the_other_relation_on():
    there = {"a": (link("a", "h", "exactMatch", "equal", confidence=0.5),)}
    onward = {"h": (link("h", "z", "broadMatch", "rollup", confidence=0.5),)}
    (found,) = compose(there, onward)["a"]
    assert (found.object, found.relation, found.count_rule) == ("z", "broadMatch", "rollup")
    assert found.via == ("h",)
    assert found.confidence == 0.25


def test_the_strongest_path_to_an_object_is_kept():
    there = {
        "a": (
            link("a", "h1", "closeMatch", "approx"),
            link("a", "h2", "exactMatch", "equal"),
        )
    }
    onward = {
        "h1": (link("h1", "z", "closeMatch", "approx"),),
        "h2": (link("h2", "z", "closeMatch", "approx"),),
    }
    (found,) = compose(there, onward)["a"]
    assert (found.count_rule, found.via) == ("approx", ("h1",))
    onward["h2"] = (link("h2", "z", "exactMatch", "equal"),)
    (found,) = compose(there, onward)["a"]
    assert (found.count_rule, found.via) == ("equal", ("h2",))


def test_conditions_add_up():
    there = {"a": (link("a", "h", "exactMatch", "equal", condition="one"),)}
    onward = {"h": (link("h", "z", "exactMatch", "equal", condition="two"),)}
    assert compose(there, onward)["a"][0].condition == "one and two"


def test_nothing_reached_is_said():
    there = {"a": (link("a", "h", "exactMatch", "equal"),), "b": ()}
    onward = {"h": (link("h", None, "exactMatch", "none"),)}
    found = compose(there, onward)
    assert found["a"][0].object is None
    assert found["a"][0].via == ("h",)
    assert found["b"][0].object is None


def rules(walk, code):
    return [(link.object, link.count_rule) for link in walk[code]]


def test_every_case_of_a_new_version():
    walk = succession(load_system("dsa@v1"), load_system("dsa@v2"))
    assert rules(walk, "KEYWORD_SUICIDE") == [("KEYWORD_SUICIDE", "equal")]
    assert rules(walk, "KEYWORD_HATE_SPEECH") == [("KEYWORD_HATE_SPEECH", "approx")]
    assert rules(walk, "KEYWORD_DISINFORMATION") == [
        ("KEYWORD_MISINFORMATION_DISINFORMATION", "approx")
    ]
    assert rules(walk, "KEYWORD_DANGEROUS_TOYS") == [("KEYWORD_UNSAFE_PRODUCTS", "alternate")]
    assert rules(walk, "KEYWORD_GENDER_BASED_VIOLENCE") == [(None, "none")]
    assert {rule for _, rule in rules(walk, "KEYWORD_OTHER")} == {"split"}


def test_all_codes_of_the_levels_are_answered():
    walk = succession(load_system("garm@2020-09"), load_system("garm@2022-06"))
    assert len(walk) == 11
    assert {links[0].count_rule for links in walk.values()} == {"equal"}


def test_the_crosswalk_runs_both_ways():
    back = crosswalk("dsa@v2", "dsa@v1")
    other = back.links("STATEMENT_CATEGORY_SELF_HARM/KEYWORD_OTHER")
    assert [(link.object, link.count_rule) for link in other] == [("KEYWORD_OTHER", "rollup")]
    assert back.links("KEYWORD_CYBER_HARASSMENT")[0].object is None
    assert crosswalk("dsa@v1", "dsa@v2").counting("KEYWORD_SUICIDE") is not None


def test_from_the_hub():
    link = crosswalk("harm", "dsa@v2").counting("csea.csam-synthetic", "keyword")
    assert link is not None
    assert link.object == "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE"
    assert link.count_rule == "equal"


def test_the_way_back_is_derived():
    walk = crosswalk("dsa@v2", "harm")
    found = walk.counting("KEYWORD_HATE_SPEECH")
    assert found is not None
    assert (found.object, found.count_rule) == ("hate", "rollup")
    assert walk.counting("STATEMENT_CATEGORY_CYBER_VIOLENCE") is None


def test_between_two_systems_the_path_is_shown():
    links = crosswalk("dsa@v2", "garm").links("STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH")
    hate = next(link for link in links if link.object == "hate_speech")
    assert hate.via
    assert all(one.startswith("hate") for one in hate.via)
    assert hate.count_rule == "split"


def test_a_missing_term_is_a_link_without_object():
    links = crosswalk("harm", "garm").links("defamation")
    assert [link.object for link in links] == [None]


def test_a_system_without_harms_has_no_crosswalk():
    with pytest.raises(UserError, match="no categories of harm"):
        crosswalk("harm", "c2pa")


def test_two_different_systems_are_needed():
    with pytest.raises(UserError, match="same"):
        crosswalk("dsa", "dsa@v2")


def test_mapped_systems_have_levels():
    assert len(mapped_systems()) == 23
    assert all(system.info.levels for system in mapped_systems())
