import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.diff import diff


def test_the_dsa_lists_as_counted_from_the_code_lists():
    found = diff("dsa@v1", "dsa@v2").summary()
    assert (found["added"], found["dropped"]) == (24, 8)
    assert (found["renamed"], found["relabelled"]) == (6, 9)


def test_dropped_codes_show_a_suggestion_or_none():
    dropped = {one.code: one for one in diff("dsa@v1", "dsa@v2").dropped}
    assert dropped["KEYWORD_GENDER_BASED_VIOLENCE"].successor == ""
    assert dropped["KEYWORD_DANGEROUS_TOYS"].basis == "suggested"


def test_a_row_of_the_report_template_stands_beside():
    beside = diff("dsa@v1", "dsa@v2").beside
    assert [one.code for one in beside] == ["STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"]


def test_moved_codes():
    moved = {one.code for one in diff("dsa@v1", "dsa@v2").moved}
    assert "KEYWORD_NUDITY" in moved
    assert "KEYWORD_SUICIDE" not in moved


def test_garm_gained_one_category():
    found = diff("garm@2020-09", "garm@2022-06")
    assert [one.code for one in found.added] == ["misinformation"]
    assert found.as_dict()["summary"]["dropped"] == 0


@pytest.mark.parametrize("pair", [("dsa@v1", "garm"), ("dsa@v2", "dsa")])
def test_only_versions_of_one_system(pair):
    with pytest.raises(UserError, match="two versions"):
        diff(*pair)
