import pytest

from harmscope.validation.accept.good import (
    MOST,
    ROOM,
    Between,
    Check,
    Clocks,
    Either,
    Fits,
    Good,
    Impersonal,
    Meaningful,
    NoneOf,
    Real,
)


@pytest.mark.parametrize(
    ("test", "day", "good"),
    [
        (Real(), "2024-02-29", True),
        (Real(), "2025-02-29", False),
        (NoneOf(frozenset({"1970-01-01"})), "1970-01-01", False),
        (NoneOf(frozenset({"1970-01-01"})), "1970-01-02", True),
        (Between("2000-01-01", "2038-01-01"), "2038-01-01", True),
        (Between("2000-01-01", "2038-01-01"), "2038-01-02", False),
        (Meaningful(frozenset({"n/a"}), 3), " N/A ", False),
        (Meaningful(frozenset({"n/a"}), 3), "a post", True),
        (Impersonal(), "jo@example.org", False),
        (Impersonal(), "article 5", True),
        (Meaningful(frozenset({"n/a"}), 3), " " * 200 + "n/a" + " " * 200, False),
        (Meaningful(frozenset({"n/a"}), 3), " " * 200 + "a post", True),
        (Fits("^[a-z]+$"), "abc", True),
        (Fits("^[a-z]+$"), "abc\n", False),
        (Either(frozenset({"a"}), ("^x-[a-z]+$",)), "a", True),
        (Either(frozenset({"a"}), ("^x-[a-z]+$",)), "x-own", True),
        (Either(frozenset({"a"}), ("^x-[a-z]+$",)), "b", False),
    ],
)
def test_a_day_passes_or_not(test: Check, day: str, good: bool) -> None:
    days = Good((test,))
    assert days.refuses(day) is not good
    assert (day in days) is good


def test_no_more_days_are_remembered_than_there_is_room_for() -> None:
    days = Good(())
    days.update(map(str, range(MOST)))
    assert not days.refuses("2026-01-01")
    assert len(days) == MOST


def test_no_more_characters_are_remembered_than_there_is_room_for() -> None:
    texts = Good((Impersonal(),))
    assert not texts.refuses("x" * ROOM)
    assert not texts.refuses("y")
    assert {len(text) for text in texts} == {ROOM}


def test_one_of_several_values_fails() -> None:
    days = Good((Real(),))
    assert not days.refuses_any(["2026-01-01", "2026-01-02"])
    assert days.refuses_any(["2026-01-01", "2025-02-29"])


def test_only_plain_times_of_day_are_remembered() -> None:
    known = Clocks("^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]{8}(?:\\.[0-9]+)?(?:Z|[+][0-9:]{5}))?$")
    for rest in ("", "T10:00:00Z", "T10:00:00.5Z", "T10:00:00+14:00"):
        assert not known.refuses(rest)
    assert known == {"", "T10:00:00Z"}
    assert known.refuses("T10:00Z")
    assert known.refuses("T10:00:00Z\n")
