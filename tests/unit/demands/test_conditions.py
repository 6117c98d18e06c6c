import pytest

from harmscope.demands.conditions import AllOf, Contains, Equals, Present, StartsWith, is_one_of


def test_true_is_not_one() -> None:
    assert not is_one_of(1, (True,))
    assert not is_one_of(True, ("x",))
    assert is_one_of(True, (True,))


@pytest.mark.parametrize(
    ("condition", "met", "unmet"),
    [
        (Present("a.b"), {"a": {"b": 1}}, {"a": {}}),
        (Equals("a", ("x", "y")), {"a": "y"}, {"a": "z"}),
        (StartsWith("a", ("csea.",)), {"a": "csea.x"}, {"a": "cseax"}),
        (Contains("a", "x"), {"a": ["y", "x"]}, {"a": "x"}),
        (AllOf((Present("a"), Present("b"))), {"a": 1, "b": 1}, {"a": 1}),
    ],
)
def test_conditions(condition: Present, met: object, unmet: object) -> None:
    assert condition.holds(met)
    assert not condition.holds(unmet)
    assert not condition.holds("no object")
