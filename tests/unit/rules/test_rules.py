import pytest

from harmscope.errors import UserError
from harmscope.rules import CATALOGUE, find, rules_for


def test_no_two_groups_give_one_code() -> None:
    from harmscope.rules import _GROUPS

    assert sum(len(group.RULES) for group in _GROUPS) == len(CATALOGUE)


def test_rules_of_a_kind_have_a_demand() -> None:
    assert rules_for("incident")
    assert all(rule.demand is not None for rule in rules_for("incident"))


def test_an_unknown_rule_is_the_users_fault() -> None:
    with pytest.raises(UserError):
        find("no_such_rule")
