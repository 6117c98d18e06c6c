import pytest

from harmscope.validation import tallies
from harmscope.validation.tallies import Tallies


def made_of(*taken: tuple[str, dict[str, int]]) -> Tallies:
    made = Tallies()
    for name, times in taken:
        made.take(name, times)
    return made


def test_values_are_counted_by_field() -> None:
    made = made_of(("codes", {"a": 3, "b": 3}), ("codes", {"a": 2}), ("detected", {"Yes": 3}))
    assert made.of("codes") == {"a": 5, "b": 3}
    assert made.of("detected") == {"Yes": 3}
    assert made.of("source") == {}


def test_two_halves_are_one_whole() -> None:
    one, other = made_of(("codes", {"a": 1})), made_of(("codes", {"b": 2}))
    one.merge(other)
    assert one == made_of(("codes", {"a": 1, "b": 2}))


def test_too_many_values_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "MOST", 1)
    made = made_of(("codes", {"a": 1}), ("codes", {"b": 2}), ("codes", {"a": 4}))
    assert made.of("codes") == {"a": 5, "": 2}
