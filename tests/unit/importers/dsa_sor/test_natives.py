from harmscope.importers.dsa_sor.natives import V1, V2, coded, only_in

SCAMS = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
CYBER = "STATEMENT_CATEGORY_CYBER_VIOLENCE"
OLD = "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE"


def test_codes_keep_their_role_and_order() -> None:
    found = coded(V2, SCAMS, (SCAMS, CYBER), ("KEYWORD_PHISHING",))
    assert [(one["code"], one["role"]) for one in found.native] == [
        (SCAMS, "category"),
        (CYBER, "additional"),
        ("KEYWORD_PHISHING", "keyword"),
    ]
    assert not found.faults


def test_a_keyword_of_many_categories_names_its_parent() -> None:
    (_, keyword) = coded(V2, SCAMS, (), ("KEYWORD_OTHER",)).native
    assert keyword["parent"] == SCAMS


def test_a_code_of_the_other_version_is_kept_under_it() -> None:
    found = coded(V2, OLD, (), ())
    assert found.native[0]["scheme"] == V1
    assert [rule.slug for rule, _ in found.faults] == ["code_of_other_version"]


def test_an_unknown_code_is_kept_and_leads_nowhere() -> None:
    found = coded(V2, "STATEMENT_CATEGORY_NEW", (), ())
    assert found.native[0]["code"] == "STATEMENT_CATEGORY_NEW"
    assert not found.harms
    assert [rule.slug for rule, _ in found.faults] == ["unmapped_source_code"]


def test_text_far_too_long_for_a_code_is_not_kept() -> None:
    assert coded(V2, "X" * 500, (), ()).native == ()


def test_a_keyword_leads_to_its_harm_and_to_what_follows_from_it() -> None:
    women = "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN"
    found = coded(V2, women, (), ("KEYWORD_CYBER_HARASSMENT_AGAINST_WOMEN",))
    assert found.harms == ("harassment",)
    assert found.implied == (("facets.target", "women"),)


def test_what_only_one_version_has() -> None:
    assert only_in(V1, (OLD,))
    assert only_in(V2, (CYBER,))
    assert not only_in(V2, (SCAMS, "X"))
