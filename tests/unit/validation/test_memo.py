import pytest

from harmscope.validation import memo
from harmscope.validation.memo import MOST, ROOM, Clocks, Combinations, Memo


def is_bad(value: object) -> bool:
    return "bad" in str(value)


def is_short(value: object) -> bool:
    return len(str(value)) < 3


def test_what_passes_all_tests_is_remembered_and_no_other() -> None:
    known = Memo([(3, is_bad), (5, is_short)])
    assert not known.refuses("good")
    assert known.refuses("bad day")
    assert known.refuses("x")
    assert known == {"good"}
    assert known.failed("bad") == [3]
    assert known.failed("ab") == [5]
    assert known.failed("fine") == []
    assert known == {"good", "fine"}


def test_a_combination_is_asked_once_where_nothing_is_wrong_and_always_where_something_is() -> None:
    asked: list[object] = []

    def suspicious(record: object) -> bool:
        asked.append(record)
        return record == "bad"

    known = Combinations(suspicious)
    assert not known.refuses(("a", True), "good")
    assert known.refuses(("b", None), "bad")
    assert known == {("a", True)}
    assert asked == ["good", "bad"]


def test_one_of_several_values_fails() -> None:
    known = Memo([(0, is_bad)])
    assert not known.refuses_any(["a", "b"])
    assert known.refuses_any(["a", "bad"])


def test_values_that_belong_together_are_one_key() -> None:
    known = Memo([(1, is_bad), (2, lambda value: value[1] is None)])
    assert known.failed_by("a", ["b", "c"]) == []
    assert ("a", ("b", "c")) in known
    assert known.failed_by("a", ["b", "c"]) == []
    assert known.failed_by("bad", None) == [1, 2]
    assert known.failed_by("a", [["b"]]) == known.failed_by({}, "b") == [1, 2]


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = Memo([(0, is_bad)])
    assert not texts.refuses("x" * ROOM)
    assert not texts.refuses("y")
    assert {len(str(text)) for text in texts} == {ROOM}
    many = Memo([(0, is_bad)])
    many.update(map(str, range(MOST)))
    assert not many.refuses("one more")
    assert len(many) == MOST
    monkeypatch.setattr(memo, "MOST", 1)
    pairs = Memo([(0, is_bad)])
    assert not pairs.refuses(("a", "b"))
    assert not pairs.refuses(("a", "c"))
    assert pairs == {("a", "b")}


def test_only_plain_times_of_day_are_remembered() -> None:
    known = Clocks("^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]{8}(?:\\.[0-9]+)?(?:Z|[+][0-9:]{5}))?$")
    for rest in ("", "T10:00:00Z", "T10:00:00.5Z", "T10:00:00+14:00"):
        assert not known.refuses(rest)
    assert known == {"", "T10:00:00Z"}
    assert known.refuses("T10:00Z")
    assert known.refuses("T10:00:00Z\n")
