import pytest

from harmscope.taxonomy.allocation import native_to_harm


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
