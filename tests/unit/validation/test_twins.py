from array import array

import pytest

from harmscope.validation.twins import Twins, leave
from harmscope.validation.view import view

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
        leave(left, kind, view(kind, row))
    return left


def count(*rows: dict[str, object], kind: str = "incident") -> int:
    with Twins() as twins:
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
    with Twins(in_memory=10) as twins:
        for row in rows:
            twins.add(pairs(row))
        twins.add(pairs({**rows[0], "service": "B"}, {**rows[1], "service": "A"}))
        assert twins.count() == 2
