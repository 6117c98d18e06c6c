from harmscope.demands.codes import (
    CurrentCode,
    KeywordOfCategory,
    KnownCode,
    KnownScheme,
    ParentOf,
    VersionOfDay,
)


def native(scheme: str, code: str, **more: str) -> dict[str, object]:
    return {"native": [{"scheme": scheme, "code": code, **more}], "at": "2026-01-01"}


def test_schemes() -> None:
    assert list(KnownScheme("native.*").faults(native("own@1", "A"))) == ["/native/0/scheme"]
    assert not list(KnownScheme("native.*").faults(native("dsa@v2", "A")))


def test_codes_of_shipped_schemes_only() -> None:
    assert list(KnownCode("native.*").faults(native("dsa@v2", "A"))) == ["/native/0/code"]
    assert not list(KnownCode("native.*").faults(native("dsa@v2", "KEYWORD_ANIMAL_HARM")))
    assert not list(KnownCode("native.*").faults(native("own@1", "A")))


def test_one_code_may_have_many_parents() -> None:
    for parent in ("STATEMENT_CATEGORY_VIOLENCE", "STATEMENT_CATEGORY_SELF_HARM"):
        record = native("dsa@v2", "KEYWORD_OTHER", parent=parent)
        assert not list(ParentOf("native.*").faults(record))
    wrong = native("dsa@v2", "KEYWORD_ANIMAL_HARM", parent="STATEMENT_CATEGORY_VIOLENCE")
    assert list(ParentOf("native.*").faults(wrong)) == ["/native/0/parent"]


def test_retired_codes_are_named_after_their_last_day() -> None:
    record = native("dsa@v1", "KEYWORD_DISINFORMATION")
    assert list(CurrentCode("native.*", ("at",)).faults(record)) == ["/native/0/code"]
    assert not list(CurrentCode("native.*", ("at",)).faults({**record, "at": "2025-06-30"}))
    assert not list(CurrentCode("native.*", ("other",)).faults(record))


OLD = {"category": "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE"}
NEW = {"category": "STATEMENT_CATEGORY_CYBER_VIOLENCE"}


def test_without_a_day_the_newer_lists_hold() -> None:
    assert list(VersionOfDay().faults(OLD)) == ["/category"]
    assert not list(VersionOfDay().faults(NEW))


def test_the_last_day_of_the_first_version() -> None:
    assert not list(VersionOfDay().faults({**OLD, "created_at": "2025-06-30"}))
    assert list(VersionOfDay(newer=True).faults({**NEW, "created_at": "2025-06-30"})) == [
        "/category"
    ]
    assert not list(VersionOfDay(newer=True).faults({**NEW, "created_at": "2025-07-01"}))


def test_a_keyword_may_stand_under_an_additional_category() -> None:
    record = {**NEW, "category_specification": ["KEYWORD_ANIMAL_HARM", "KEYWORD_OTHER"]}
    assert list(KeywordOfCategory().faults(record)) == ["/category_specification/0"]
    record["category_addition"] = ["STATEMENT_CATEGORY_ANIMAL_WELFARE"]
    assert not list(KeywordOfCategory().faults(record))


def test_a_category_that_is_missing_or_unknown_is_one_fault_and_not_two() -> None:
    record = {"category_specification": ["KEYWORD_ANIMAL_HARM"]}
    assert not list(KeywordOfCategory().faults(record))
    assert not list(KeywordOfCategory().faults({**record, "category": "STATEMENT_CATEGORY_X"}))


def test_a_keyword_of_which_no_parent_is_known_stands_under_any() -> None:
    record = {
        "category": "STATEMENT_CATEGORY_VIOLENCE",
        "category_specification": ["KEYWORD_ONLINE_BULLYING_INTIMIDATION"],
    }
    assert not list(KeywordOfCategory().faults(record))
