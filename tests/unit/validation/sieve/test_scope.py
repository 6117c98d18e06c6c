from typing import Any

import pytest

from harmscope.validation.sieve.scope import Names, Scope, indented, within


def run(scope: Scope, record: Any) -> list[object]:
    seen: list[object] = []
    lines = ["def walk(record, seen):", *indented([*scope.program(), "pass"])]
    bound: dict[str, Any] = dict(scope.names.bound)
    exec("\n".join(lines), bound)
    bound["walk"](record, seen)
    return seen


def root() -> Scope:
    return Scope(Names(), "record")


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("a", [{"b": 1, "c": [{"b": 2}, None, {"b": None}]}]),
        ("a.b", [1]),
        ("a.b.c", []),
        ("a.c.*.b", [2]),
        ("d.*", [1, None]),
        ("d.*.*", []),
        ("e.*.*", [1, 2]),
        ("none.*.a", []),
    ],
)
def test_tests_see_every_value_at_a_path(path: str, seen: list[object]) -> None:
    scope = root()
    place = scope.at(path)
    inner = f"seen.append({place.var})"
    place.tests += [inner] if path.endswith("*") else within(f"{place.var} is not None", [inner])
    record = {"a": {"b": 1, "c": [{"b": 2}, None, {"b": None}]}, "d": [1, None], "e": [[1], [2]]}
    assert run(scope, record) == seen


def test_one_place_has_one_variable() -> None:
    scope = root()
    assert scope.at("a.*").at("b") is scope.at("a.*.b")
    assert scope.value("c.d") == scope.at("c").value("d")


def test_values_from_above_are_in_sight_in_lists() -> None:
    scope = root()
    scope.at("a.*").tests.append(f"seen.append(({scope.value('b.c')}, {scope.at('a.*').var}))")
    assert run(scope, {"a": [1, 2], "b": {"c": 3}}) == [(3, 1), (3, 2)]
    assert run(scope, {"a": [1], "b": 5}) == [(None, 1)]


def test_a_member_that_is_null_is_there() -> None:
    scope = root()
    tests = ", ".join(scope.has(path) for path in ("a", "b.c", "c", "a.a"))
    scope.inside.append(f"seen.append([{tests}])")
    assert run(scope, {"a": None, "b": {"c": 1}}) == [[True, True, False, False]]


def test_before_and_after_enclose_what_is_asked_of_members() -> None:
    scope = root()
    scope.after.append("seen.append('after')")
    scope.at("a.*").inside.append("seen.append('inside')")
    scope.before.append("seen.append('before')")
    assert run(scope, {"a": [{}, 1, {}]}) == ["before", "inside", "inside", "after"]


def test_no_lines_need_no_condition() -> None:
    assert within("x", []) == []
