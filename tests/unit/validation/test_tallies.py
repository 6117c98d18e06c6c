import pytest

from harmscope.validation import tallies
from harmscope.validation.survey import Pattern
from harmscope.validation.tallies import Tallies


def pattern(*codes: str, detected: str = "Yes") -> Pattern:
    return Pattern("none", "", "law", "", codes, False, False, False, False, False, None, detected)


def test_values_are_counted_by_field() -> None:
    made = Tallies()
    made.take(pattern("a", "b", "a"), 3)
    made.take(pattern("a", detected="No"), 2)
    assert made.of("codes") == {"a": 5, "b": 3}
    assert made.of("detected") == {"Yes": 3, "No": 2}
    assert made.of("source") == {}


def test_two_halves_are_one_whole() -> None:
    one, other, whole = Tallies(), Tallies(), Tallies()
    one.take(pattern("a"), 1)
    other.take(pattern("b"), 2)
    whole.take(pattern("a"), 1)
    whole.take(pattern("b"), 2)
    one.merge(other)
    assert one == whole


def test_too_many_values_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "MOST", 4)
    made = Tallies()
    made.take(pattern("a"), 1)
    made.take(pattern("b"), 2)
    made.take(pattern("a"), 4)
    assert made.of("codes") == {"a": 5, "": 2}
