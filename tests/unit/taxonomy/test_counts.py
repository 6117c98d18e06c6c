""""""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.errors import UserError
from harmscope.taxonomy.counts import carried_dict, carry, map_codes, native_to_harm, read_counts
from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.systems import load_system


@pytest.mark.parametrize(
    ("keys", "harm", "rule"),
    [
        (["KEYWORD_PHISHING"], "fraud.phishing", "equal"),
        (["KEYWORD_SUICIDE", "STATEMENT_CATEGORY_SELF_HARM"], "self-harm.suicide", "approx"),
        (["STATEMENT_CATEGORY_SELF_HARM"], "self-harm", "approx"),
        (["KEYWORD_HATE_SPEECH"], "hate", "rollup"),
        (["KEYWORD_PATENT_INFRINGEMENT"], "ip.other", "rollup"),
        (["STATEMENT_CATEGORY_CYBER_VIOLENCE"], None, "none"),
        (["KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING"], None, "none"),
        ([], None, "none"),
    ],
)
def test_as_far_as_counts_carry(keys, harm, rule):
    found = native_to_harm("dsa@v2", keys)
    assert (found.harm, found.count_rule) == (harm, rule)


def test_other_says_nothing_so_the_category_decides():
    keys = ["STATEMENT_CATEGORY_ANIMAL_WELFARE", "STATEMENT_CATEGORY_ANIMAL_WELFARE/KEYWORD_OTHER"]
    assert native_to_harm("dsa@v2", keys).harm == "animal"


def test_a_split_keyword_silences_a_category_that_leads_elsewhere():
    keys = ["STATEMENT_CATEGORY_SELF_HARM", "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE"]
    assert native_to_harm("dsa@v2", keys).harm is None


def test_a_split_keyword_leaves_a_category_that_holds_all_candidates():
    keys = [
        "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS/KEYWORD_OTHER",
    ]
    assert native_to_harm("dsa@v2", keys).harm == "privacy"


def test_a_keyword_against_women_keeps_harm_and_target():
    found = native_to_harm("dsa@v2", ["KEYWORD_NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN"])
    assert found.harm == "ncii"
    assert dict(found.implied)["facets.target"] == "women"


def test_the_category_implies_facets():
    found = native_to_harm("dsa@v2", ["KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE"])
    assert dict(found.implied) == {
        "depicted.minor": "yes",
        "generation.ai_involvement": "synthetic",
    }


def test_several_categories_have_a_primary_one():
    found = native_to_harm(
        "dsa@v2", ["KEYWORD_NUDITY", "KEYWORD_GROOMING_SEXUAL_ENTICEMENT_MINORS"]
    )
    assert found.harm == "csea.grooming"
    assert found.also == ("sexual-content.nudity",)


def test_a_code_under_a_wrong_parent_is_known_and_an_unknown_one_is_told():
    found = native_to_harm("dsa@v2", ["STATEMENT_CATEGORY_VIOLENCE/KEYWORD_PHISHING", "NOPE"])
    assert found.harm == "fraud.phishing"
    assert found.unknown == ("NOPE",)


def test_other_systems_work_alike():
    assert native_to_harm("ozone", ["reasonSexualDeepfake"]).harm == "ncii.synthetic"
    assert native_to_harm("mastodon", ["violation"]).harm is None
    assert native_to_harm("coral", ["HATE_SPEECH"]).harm == "hate"


def cells(carried):
    return {cell.code: cell for cell in carried.cells}


def test_counts_travel_by_the_count_rule():
    (found,) = carry(
        "harm", "garm", {"hate.attack": 7, "hate": 3, "suitability.sensitive-issue": 4}
    )
    assert (found.total, found.allocated, found.unallocated) == (14, 14, 0)
    assert cells(found)["hate_speech"].allocated == 10
    assert cells(found)["hate_speech"].marks == {"approx", "at_least"}
    assert cells(found)["debated_social_issue"].marks == {"approx"}


def test_a_count_under_the_same_meaning_has_no_mark():
    (found,) = carry("harm", "ofcom", {"harassment.cyberflashing": 4})
    assert [cell.marks for cell in found.cells if cell.allocated] == [set()]


def test_a_split_raises_only_upper_bounds():
    (found,) = carry("harm", "garm", {"violence": 5})
    assert (found.allocated, found.unallocated) == (0, 5)
    assert {code: (cell.allocated, cell.high) for code, cell in cells(found).items()} == {
        "crime_harmful_acts": (0, 5),
        "death_injury_conflict": (0, 5),
        "obscenity_profanity": (0, 5),
    }


def test_a_first_level_count_may_lie_in_any_child():
    keyword = carry("harm", "dsa@v2", {"csea": 4})[1]
    assert keyword.reasons == {"split": 4}
    assert cells(keyword)["KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE"].high == 4


def test_an_undecided_facet_marks_the_cell_and_bounds_the_other():
    category = cells(carry("harm", "dsa@v2", {"ncii": 9})[0])
    assert category["STATEMENT_CATEGORY_CYBER_VIOLENCE"].marks == {"approx", "at_least"}
    assert category["STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN"].allocated == 0
    assert category["STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN"].high == 9


def test_unknown_codes_and_missing_terms_are_shown():
    (found,) = carry("harm", "garm", {"nowhere": 1, "defamation": 2, "privacy.doxxing": 3})
    assert found.reasons == {"unknown": 1, "no_term": 2, "related": 3}


@given(st.dictionaries(st.sampled_from(sorted(harm().categories)), st.integers(0, 10**12)))
@pytest.mark.parametrize("target", ["garm", "dsa@v2", "ozone", "wef"])
def test_it_adds_up(target, counts):
    for found in carry("harm", target, counts):
        assert found.allocated + found.unallocated == found.total == sum(counts.values())
        assert sum(cell.allocated for cell in found.cells) == found.allocated
        assert sum(found.reasons.values()) == found.unallocated
        assert all(cell.allocated <= cell.high <= found.total for cell in found.cells)


def test_counts_are_read_and_summed(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text("\ufeffcode,count,note\nhate,3,x\nhate, 4 ,\nip,0,\n", encoding="utf-8")
    assert read_counts(file) == {"hate": 7, "ip": 0}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code,count\nhate,three\n", "line 2, column count"),
        ("code,count\nhate,-1\n", "line 2, column count"),
        ("code,count\nhate\n", "line 2, column count"),
        ("code,number\nhate,1\n", "no columns code and count"),
        ('code,count\n"hate,1\n', "not valid CSV"),
    ],
)
def test_bad_counts_are_refused_with_their_place(tmp_path, text, fault):
    file = tmp_path / "counts.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=fault):
        read_counts(file)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match="there is no such file"):
        read_counts(tmp_path / "none.csv")


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


TABLE = Path(__file__).with_name("dsa_keywords_to_garm.csv")
"""10,000 invented counts over all keywords of the DSA, and where a careful reader puts each: the
category and its marks, or the reason why in none, and the categories that it could lie in."""


def expected():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_keyword_stands_in_the_table():
    keywords = [code.key for code in load_system("dsa@v2").codes.values() if code.kind == "keyword"]
    assert [row["code"] for row in expected()] == keywords
    assert sum(int(row["count"]) for row in expected()) == 10_000


@pytest.mark.parametrize("row", expected(), ids=lambda row: row["code"])
def test_a_keyword_goes_where_a_careful_reader_puts_it(row):
    (found,) = carry("dsa@v2", "garm@2022-06", {row["code"]: int(row["count"])})
    got = [cell for cell in found.cells if cell.allocated]
    assert {
        "category": " ".join(cell.code for cell in got),
        "marks": " ".join(mark for cell in got for mark in sorted(cell.marks)),
        "reason": " ".join(found.reasons),
        "could_be": " ".join(sorted(cell.code for cell in found.cells if not cell.allocated)),
    } == {name: row[name] for name in ("category", "marks", "reason", "could_be")}


def test_the_whole_table_adds_up():
    (found,) = carry("dsa@v2", "garm", {row["code"]: int(row["count"]) for row in expected()})
    wanted = {}
    for row in expected():
        if row["category"]:
            wanted[row["category"]] = wanted.get(row["category"], 0) + int(row["count"])
    assert {cell.code: cell.allocated for cell in found.cells if cell.allocated} == wanted
    assert (found.total, found.allocated) == (10_000, sum(wanted.values()))


@pytest.mark.parametrize(
    "keyword",
    [
        "KEYWORD_TERRORIST_CONTENT",
        "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL",
        "KEYWORD_HATE_SPEECH",
        "KEYWORD_HUMAN_TRAFFICKING",
    ],
)
def test_what_is_sure_counts(keyword):
    assert carry("dsa@v2", "garm", {keyword: 1})[0].allocated == 1


UNNAMED = [
    *("ncii", "ncii.authentic", "ncii.synthetic", "ncii.nudification", "fraud.scam"),
    *("self-harm.dangerous-challenge", "animal.illegal-trade", "platform-abuse.inauthentic"),
]


@pytest.mark.parametrize("target", ["garm@2020-09", "garm@2022-06", "iab-content@3.1"])
@pytest.mark.parametrize("harm_id", UNNAMED)
def test_what_garm_does_not_name_counts_nowhere(harm_id, target):
    assert carry("harm", target, {harm_id: 1})[0].allocated == 0


@pytest.mark.parametrize("version", ["dsa@v1", "dsa@v2"])
def test_the_keyword_on_age_is_about_under_age_accounts_too(version):
    keyword = "KEYWORD_AGE_SPECIFIC_RESTRICTIONS_MINORS"
    assert native_to_harm(version, [keyword]).harm is None
    tops, harms = carry(version, "harm", {keyword: 4})
    assert cells(tops)["minors"].allocated == 4
    assert harms.reasons == {"split": 4}
    back = carry("harm", version, {"minors.underage-account": 3})[1]
    assert {cell.code: cell.allocated for cell in back.cells if cell.allocated} == {keyword: 3}


def test_a_count_in_a_sub_category_lies_in_its_parent_too():
    tops, harms = carry("dsa@v2", "harm", {"KEYWORD_PHISHING": 7})
    assert {cell.code: (cell.allocated, cell.marks) for cell in tops.cells} == {
        "fraud": (7, {"at_least"})
    }
    assert {cell.code: cell.allocated for cell in harms.cells} == {"fraud.phishing": 7}
    apart = carry("dsa@v2", "harm", {"KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING": 2})[0]
    assert (apart.allocated, apart.reasons) == (0, {"split": 2})
