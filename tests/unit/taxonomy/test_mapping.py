import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.counts import carry
from harmscope.taxonomy.mapping import carried_dict, map_codes


def test_every_candidate_with_its_path():
    links = map_codes("dsa@v2", "garm", ["KEYWORD_TERRORIST_CONTENT"])
    assert [link.object for link in links] == ["terrorism"]
    assert links[0].via


def test_no_code_means_all():
    assert len({link.subject for link in map_codes("harm", "garm", [])}) == 99


def test_a_code_under_several_parents_means_all_of_them():
    links = map_codes("dsa@v2", "harm", ["KEYWORD_OTHER"])
    assert len({link.subject for link in links}) == 15


def test_a_category_mapped_through_its_children_shows_them():
    links = map_codes("harm", "osa-children", ["self-harm"])
    assert {link.subject for link in links} == {
        "self-harm.suicide",
        "self-harm.self-injury",
        "self-harm.eating-disorder",
        "self-harm.dangerous-challenge",
    }


def test_an_unknown_code_is_refused():
    with pytest.raises(UserError, match="no code of that name"):
        map_codes("harm", "garm", ["nothing"])


def test_carried_counts_as_json():
    data = carried_dict(carry("harm", "garm", {"hate": 2})[0])
    assert data["cells"][0]["marks"] == ["approx"]
    assert data["total"] == 2
