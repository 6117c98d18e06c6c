import pytest

from harmscope.validation.identities import key_of
from harmscope.validation.successions import Fault, Successions, link


def linked(*pairs: tuple[str, str]) -> Successions:
    made = Successions()
    for line, (new, old) in enumerate(pairs, 1):
        made.add(0, list(link("notice", new, old, (line, line * 10), accepted=True)))
    return made


def all_of(keys: set[bytes]) -> set[bytes]:
    return keys


def places(found: list[Fault]) -> list[tuple[int, str, int]]:
    return [(fault.line, fault.rule, fault.length) for fault in found]


@pytest.mark.parametrize("old", [None, 1, "n"])
def test_what_supersedes_nothing_or_itself_leaves_no_link(old: object) -> None:
    assert list(link("notice", "n", old, (1, 0), accepted=True)) == []


def test_a_chain_is_no_cycle() -> None:
    assert linked(("c", "b"), ("b", "a")).faults(all_of) == []


def test_every_record_of_a_cycle_is_named_and_what_leads_into_it_is_not() -> None:
    found = linked(("d", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("x", "y"), ("y", "x"))
    assert places(found.faults(all_of)) == [
        (2, "HS223", 3),
        (3, "HS223", 3),
        (4, "HS223", 3),
        (5, "HS223", 2),
        (6, "HS223", 2),
    ]


def test_an_id_that_is_not_there() -> None:
    there = {key_of("notice", name) for name in "ab"}
    found = linked(("b", "a"), ("c", "z")).faults(lambda keys: keys & there)
    assert places(found) == [(2, "HS224", 0)]


def test_ids_of_other_kinds_are_other_ids() -> None:
    made = linked(("a", "b"))
    made.add(0, list(link("incident", "b", "a", (2, 0), accepted=True)))
    assert made.faults(all_of) == []


def test_too_many_links_are_not_looked_at() -> None:
    made = Successions(most=1)
    one = list(link("notice", "n", "m", (1, 0), accepted=True))
    made.add(0, one)
    assert not made.full
    made.add(0, one)
    assert made.full
    assert made.faults(lambda keys: set()) == []
