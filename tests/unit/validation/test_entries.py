from itertools import pairwise

import pytest

from harmscope.validation.entries import (
    FEW,
    LAYOUT,
    Entries,
    Part,
    common,
    entries,
    repeated,
    shared,
)
from harmscope.validation.identities import key_of


def packed(*names: str, first: int = 1) -> bytes:
    return b"".join(
        LAYOUT.pack(key_of("notice", name), b"d" * 16, line, line * 10, True)
        for line, name in enumerate(names, first)
    )


def many(start: int) -> Part:
    return [(0, packed(*(f"n{n}" for n in range(start, start + FEW + 5))))]


@pytest.mark.parametrize("in_memory", [1000, 10])
def test_all_entries_come_back_in_the_order_of_their_rows(in_memory: int) -> None:
    held = Entries(in_memory)
    for file in range(3):
        for block in range(4):
            held.add(file, packed(*(f"{file}.{n}" for n in range(30)), first=block * 30))
    parts = list(held.parts())
    assert held.divided is (in_memory == 10)
    assert len(parts) == (64 if held.divided else 1)
    assert sum(len(list(entries(part))) for part in parts) == 360
    for part in parts:
        rows = [(each.file, each.line) for each in entries(part)]
        assert all(one < other for one, other in pairwise(rows))
    held.close()


def test_no_key_stands_in_two_parts() -> None:
    held = Entries(in_memory=10)
    held.add(0, packed(*(f"n{n % 40}" for n in range(200))))
    keys = [{each.key for each in entries(part)} for part in held.parts()]
    assert sum(map(len, keys)) == len(set().union(*keys)) == 40
    held.close()


def test_of_many_entries_only_those_that_repeat_are_looked_at() -> None:
    part = many(0)
    assert list(repeated(part)) == []
    found = list(repeated([*part, (1, packed("n7", "z"))]))
    assert [(each.file, each.line) for each in found] == [(0, 8), (1, 1)]
    assert len(list(repeated([(0, packed("a", "b"))]))) == 2


def test_of_many_entries_only_those_asked_for_are_looked_at() -> None:
    keys = {key_of("notice", "n3"), key_of("notice", "none")}
    assert [each.line for each in shared(many(0), keys)] == [4]
    assert len(list(shared([(0, packed("a", "b"))], keys))) == 2


def test_of_two_large_parts_only_what_both_have_is_looked_at() -> None:
    ours, theirs = common(many(0), many(FEW))
    assert len(list(ours)) == len(list(theirs)) == 5
    assert [len(list(each)) for each in common([(0, packed("a"))], [(0, packed("b"))])] == [1, 1]
