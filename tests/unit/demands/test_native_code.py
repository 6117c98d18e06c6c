from harmscope.demands.native_code import CurrentCode, KnownCode, KnownScheme, ParentOf


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
