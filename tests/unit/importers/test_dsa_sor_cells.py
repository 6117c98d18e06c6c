import re

import pytest

from harmscope.importers.dsa_sor_cells import V1, V2, Cells, code_table, coded, only_in
from harmscope.taxonomy import codelist


@pytest.mark.parametrize(
    ("name", "list_"),
    [
        ("decision_visibility", "action-kind"),
        ("decision_monetary", "action-kind"),
        ("decision_provision", "action-kind"),
        ("decision_account", "action-kind"),
        ("account_type", "account-type"),
        ("decision_ground", "decision-ground"),
        ("content_type", "medium"),
        ("synthetic", "ai-involvement"),
        ("source_type", "detection-source"),
        ("automated_decision", "automation"),
    ],
)
def test_targets_are_codes_of_the_model(name: str, list_: str) -> None:
    assert set(code_table(name).values()) - {""} <= set(codelist(list_).codes)


def test_what_is_not_recorded_is_named_as_the_model_names_it() -> None:
    assert set(code_table("not_recorded")) <= set(codelist("record-part").codes)


def faults(cells: Cells) -> list[tuple[str, str]]:
    return [(rule.slug, column) for rule, column in cells.faults]


@pytest.mark.parametrize("value", [None, "", "null", " "])
def test_nothing_has_many_forms(value: object) -> None:
    cells = Cells({"a": value})
    assert cells.text("a") == ""
    assert cells.codes("a") == ()
    assert cells.moment("a") == ""
    assert not cells.faults


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('["B","A","B"]', ("B", "A")),
        (["B", "A", "B"], ("B", "A")),
        ("B", ("B",)),
        ("[]", ()),
        (["null"], ()),
    ],
)
def test_arrays_are_sets_in_the_order_of_the_cell(value: object, expected: tuple) -> None:
    cells = Cells({"a": value})
    assert cells.codes("a") == expected
    assert not cells.faults


@pytest.mark.parametrize("value", ['["A"', "[1]", {"b": 1}, [["A"]], "[" * 100_000])
def test_broken_arrays_are_left_out_with_a_fault(value: object) -> None:
    cells = Cells({"a": value})
    assert cells.codes("a") == ()
    assert faults(cells) == [("source_cell_broken", "a")]


@pytest.mark.parametrize(
    ("value", "day", "time"),
    [
        ("2025-07-01", "2025-07-01", "2025-07-01"),
        ("2025-07-01 00:00:00", "2025-07-01", "2025-07-01T00:00:00Z"),
        ("2025-07-01T00:00:00+00:00", "2025-07-01", "2025-07-01T00:00:00Z"),
        ("2025-07-01 10:11:12", "2025-07-01T10:11:12Z", "2025-07-01T10:11:12Z"),
        ("2025-07-01T10:11:12.000Z", "2025-07-01T10:11:12Z", "2025-07-01T10:11:12Z"),
    ],
)
def test_midnight_is_a_day_or_a_time(value: str, day: str, time: str) -> None:
    cells = Cells({"a": value})
    assert (cells.moment("a"), cells.time("a")) == (day, time)


@pytest.mark.parametrize(
    "value", ["2025-02-30", "01/02/2025", "2025-07-01 25:00:00", "2025-7-1", "\u0662025-07-01", 1.5]
)
def test_broken_dates_are_left_out_with_a_fault(value: object) -> None:
    cells = Cells({"a": value})
    assert cells.moment("a") == ""
    assert len(cells.faults) == 1


def test_unknown_codes_are_a_fault_and_other() -> None:
    cells = Cells(
        {"content_type": '["CONTENT_TYPE_TEXT","CONTENT_TYPE_SMELL"]', "source_type": "X"}
    )
    assert cells.all_mapped("content_type", "other") == ["text", "other"]
    assert cells.mapped("source_type") == ""
    assert faults(cells) == [
        ("unmapped_source_code", "content_type"),
        ("unmapped_source_code", "source_type"),
    ]


def test_yes_no_and_patterns() -> None:
    cells = Cells({"a": "Yes", "b": "No", "c": "Maybe", "d": "x1", "e": '["DE","de"]'})
    assert [cells.answer(name) for name in "abcz"] == [True, False, None, None]
    assert cells.matching("d", re.compile("[a-z]")) == ""
    assert cells.listed("e", str.isupper) == ["DE"]
    assert len(cells.faults) == 3


def test_a_language_exists() -> None:
    cells = Cells({"a": "DE", "b": "XX", "c": ""})
    assert [cells.language(name) for name in "abc"] == ["de", "", ""]
    assert len(cells.faults) == 1


def test_an_object_in_a_cell() -> None:
    for value in ({"EAN-13": "4006381333931"}, '{"EAN-13": "4006381333931"}'):
        assert Cells({"content_id": value}).inner("content_id", "EAN-13").text("EAN-13")
    assert not Cells({"content_id": "{"}).inner("content_id", "EAN-13").text("EAN-13")


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
