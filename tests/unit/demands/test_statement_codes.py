from harmscope.demands.statement_codes import KeywordOfCategory, VersionOfDay

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
