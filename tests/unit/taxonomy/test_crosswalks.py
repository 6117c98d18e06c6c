import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.crosswalks import crosswalk, mapped_systems


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
    assert hate.count_rule == "none"


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
    assert len(mapped_systems()) == 18
    assert all(system.info.levels for system in mapped_systems())
