""""""

from array import array
from itertools import pairwise

import pytest

from harmscope.validation import duplicates
from harmscope.validation.duplicates import (
    FEW,
    LAYOUT,
    Bucket,
    CasesOfServices,
    Entries,
    Identities,
    add_case,
    agree,
    content_of,
    entries,
    in_both,
    key_of,
    repeated,
    seed,
    with_keys,
)
from harmscope.validation.identify import view


def packed(*names: str, first: int = 1) -> bytes:
    return b"".join(
        LAYOUT.pack(key_of("notice", name), b"d" * 16, line, line * 10, True)
        for line, name in enumerate(names, first)
    )


def many(start: int) -> Bucket:
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
    assert [each.line for each in with_keys(many(0), keys)] == [4]
    assert len(list(with_keys([(0, packed("a", "b"))], keys))) == 2


def test_of_two_large_parts_only_what_both_have_is_looked_at() -> None:
    ours, theirs = in_both(many(0), many(FEW))
    assert len(list(ours)) == len(list(theirs)) == 5
    assert [len(list(each)) for each in in_both([(0, packed("a"))], [(0, packed("b"))])] == [1, 1]


def entry(name: str, content: bytes, line: int, *, accepted: bool = True) -> bytes:
    return duplicates.entry("notice", name, (line, line * 10), content, accepted=accepted)


def test_content_is_what_a_row_says() -> None:
    rows = [{"a": 1, "record": "notice", "b": {"c": 2.0}}, {"b": {"c": 2}, "a": 1.0}]
    assert {content_of("notice", row) for row in rows} == {b'{"record":"notice","a":1,"b":{"c":2}}'}
    half = content_of("notice", {"a": "\ud800"})
    assert half not in (content_of("notice", {}), content_of("notice", {"a": "\ud801"}))


def test_a_statement_says_the_same_as_a_request_and_in_a_dump() -> None:
    request = {"puid": "p", "territorial_scope": ["DE"], "content_date": "2026-01-01"}
    dump = {
        "uuid": "u",
        "platform_uid": "p",
        "territorial_scope": '["DE"]',
        "content_date": "2026-01-01 00:00:00",
        "end_date_account_restriction": "",
    }
    assert content_of("dsa-sor", request) == content_of("dsa-sor", dump)


def test_digests_start_from_a_seed_that_processes_agree_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "_seed", seed())
    before = key_of("notice", "n")
    agree(seed() + 1)
    assert key_of("notice", "n") != before
    agree(seed() - 1)
    assert key_of("notice", "n") == before


@pytest.mark.parametrize("in_memory", [1000, 1])
def test_repeats_in_the_order_of_the_files(in_memory: int) -> None:
    with Identities(in_memory) as seen:
        seen.add(0, b"".join([entry("a", b"1", 1), entry("b", b"1", 2), entry("a", b"1", 3)]))
        seen.add(
            1,
            b"".join(
                [entry("b", b"2", 1, accepted=False), entry("c", b"1", 2), entry("a", b"2", 3)]
            ),
        )
        found = [(one.file, one.line, one.rule, one.accepted) for one in seen.repeats()]
    assert found == [
        (0, 3, "HS202", True),
        (1, 1, "HS201", False),
        (1, 3, "HS201", True),
    ]


@pytest.mark.parametrize("in_memory", [5000, 100])
def test_many_entries_are_all_looked_at(in_memory: int) -> None:
    with Identities(in_memory) as seen:
        for block in range(10):
            seen.add(
                0,
                b"".join([entry(f"n{n % 900}", b"1", block * 100 + n % 100) for n in _span(block)]),
            )
        assert len(list(seen.repeats())) == 100


def _span(block: int) -> range:
    return range(block * 100, block * 100 + 100)


@pytest.mark.parametrize("in_memory", [1000, 1])
def test_which_ids_are_there(in_memory: int) -> None:
    keys = {key_of("notice", name) for name in "abz"}
    with Identities(in_memory) as seen:
        seen.add(0, b"".join([entry("a", b"1", 1), entry("b", b"1", 2)]))
        assert seen.held(keys) == keys - {key_of("notice", "z")}
        assert seen.held(set()) == set()


@pytest.mark.parametrize(("ours", "theirs"), [(1000, 1000), (1, 1), (1000, 1), (1, 1000)])
def test_ids_with_other_content_than_in_an_earlier_set(ours: int, theirs: int) -> None:
    with Identities(ours) as seen, Identities(theirs) as earlier:
        earlier.add(0, b"".join([entry("a", b"1", 1), entry("b", b"1", 2), entry("c", b"1", 3)]))
        seen.add(0, b"".join([entry("b", b"2", 1), entry("a", b"1", 2), entry("z", b"1", 3)]))
        seen.add(1, b"".join([entry("c", b"2", 7), entry("c", b"3", 8)]))
        found = [(one.file, one.line, one.rule) for one in seen.changed_since(earlier)]
    assert found == [(0, 1, "HS238"), (1, 7, "HS238")]


CASE: dict[str, object] = {
    "service": "A",
    "content": {"created_at": "2026-01-02"},
    "decisions": [{"id": "d", "applied_at": "2026-01-03"}],
    "harm": {"primary": "ncii"},
    "source": {"reference": "r1"},
}
STATEMENT: dict[str, object] = {"puid": "p1", "platform_name": "A", "category": "c"}


def pairs(*rows: dict[str, object], kind: str = "incident") -> "array[int]":
    left = array("q")
    for row in rows:
        add_case(left, kind, view(kind, row))
    return left


def count(*rows: dict[str, object], kind: str = "incident") -> int:
    with CasesOfServices() as twins:
        twins.add(pairs(*rows, kind=kind))
        return twins.count()


def test_the_same_case_under_two_services() -> None:
    assert count(CASE, {**CASE, "service": "B"}, {**CASE, "service": "C"}) == 1
    assert count(CASE, CASE) == 0


@pytest.mark.parametrize(
    "other",
    [
        {"harm": {"primary": "ncii.synthetic"}},
        {"source": {"reference": "r2"}},
        {"decisions": [{"id": "d", "applied_at": "2026-01-04"}]},
        {"content": {"created_at": "2026-01-03"}},
    ],
)
def test_what_differs_is_another_case(other: dict[str, object]) -> None:
    assert count(CASE, {**CASE, "service": "B", **other}) == 0


def test_a_hash_of_the_content_tells_a_case_too() -> None:
    bare = {name: value for name, value in CASE.items() if name != "source"}
    assert not pairs(bare)
    hashed = {**bare, "content": {"hashes": [{"alg": "pdq", "value": "f0"}]}}
    assert count(hashed, {**hashed, "service": "B"}) == 1
    assert not pairs({"service": "A"})


def test_statements_are_told_by_their_puid() -> None:
    assert count(STATEMENT, {**STATEMENT, "platform_name": "B"}, kind="dsa-sor") == 1
    assert count(STATEMENT, {**STATEMENT, "puid": "p2"}, kind="dsa-sor") == 0
    assert not pairs({"platform_name": "A"}, kind="dsa-sor")


def test_many_cases_go_through_a_file() -> None:
    rows = [
        {**CASE, "source": {"reference": f"r{n % 70}"}, "service": "AB"[n % 2]} for n in range(99)
    ]
    with CasesOfServices(in_memory=10) as twins:
        for row in rows:
            twins.add(pairs(row))
        twins.add(pairs({**rows[0], "service": "B"}, {**rows[1], "service": "A"}))
        assert twins.count() == 2


def test_a_number_for_texts_is_the_same_in_processes_that_agreed_on_a_seed(monkeypatch):
    monkeypatch.setattr(duplicates, "_seed", 7)
    one = duplicates.digest_number(("Lanternfish", "case-1"))
    assert one == duplicates.digest_number(("Lanternfish", "case-1"))
    assert one != duplicates.digest_number(("Lanternfish", "case-2"))
    assert -(2**63) <= one < 2**63
    monkeypatch.setattr(duplicates, "_seed", 8)
    assert one != duplicates.digest_number(("Lanternfish", "case-1"))
