import pytest

from harmscope.validation.accept.good import (
    LONGEST,
    MOST,
    Between,
    Check,
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


def test_long_values_are_not_remembered() -> None:
    texts = Good((Impersonal(),))
    assert not texts.refuses("x" * (LONGEST + 1))
    assert not texts
