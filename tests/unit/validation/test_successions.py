import pytest

from harmscope.validation.identities import key_of
from harmscope.validation.successions import Fault, Successions, link


def linked(*pairs: tuple[str, str]) -> Successions:
    made = Successions()
    links = [
        link("notice", {"notice_id": new, "supersedes": old}, line, line * 10, accepted=True)
        for line, (new, old) in enumerate(pairs, 1)
    ]
    made.add(0, [each for each in links if each])
    return made


def all_of(keys: set[bytes]) -> set[bytes]:
    return keys


def places(found: list[Fault]) -> list[tuple[int, str, int]]:
    return [(fault.line, fault.rule, fault.length) for fault in found]


@pytest.mark.parametrize(
    "record",
    [{"notice_id": "n"}, {"supersedes": "n"}, {"notice_id": "n", "supersedes": 1}],
)
def test_without_both_ids_there_is_no_link(record: dict[str, object]) -> None:
    assert link("notice", record, 1, 0, accepted=True) is None


def test_a_record_that_supersedes_itself_is_judged_alone() -> None:
    assert link("notice", {"notice_id": "n", "supersedes": "n"}, 1, 0, accepted=True) is None


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
    other = link("incident", {"incident_id": "b", "supersedes": "a"}, 2, 0, accepted=True)
    made.add(0, [other or b""])
    assert made.faults(all_of) == []


def test_too_many_links_are_not_looked_at() -> None:
    made = Successions(most=1)
    one = link("notice", {"notice_id": "n", "supersedes": "m"}, 1, 0, accepted=True) or b""
    made.add(0, [one])
    assert not made.full
    made.add(0, [one])
    assert made.full
    assert made.faults(lambda keys: set()) == []
