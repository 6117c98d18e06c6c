"""What every kind of finding in the catalogue must say."""

import re

import pytest

from harmscope.errors import UserError
from harmscope.rules import CATALOGUE, RULES, FindingKind, find, rules_for


def test_codes_and_slugs_are_unique() -> None:
    assert len({rule.slug for rule in RULES.values()}) == len(RULES)
    named = {(kind.code[:2], kind.slug) for kind in CATALOGUE.values()}
    assert len(named) == len(CATALOGUE)
    assert list(CATALOGUE) == sorted(CATALOGUE)


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.code)
def test_a_rule_says_what_why_and_how(rule: FindingKind) -> None:
    assert re.fullmatch(r"(HS|IM|LT|RC|RD|RF|RR|SP|VS|WV)[0-9]{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", rule.slug)
    for sentence in (rule.what, rule.why):
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert not sentence.endswith(".")
    assert not rule.fix.endswith(".")
    assert rule.source
    assert rule.kinds


def test_a_rule_is_found_by_code_and_by_slug() -> None:
    assert find("HS102") is find("decision_before_content")
    with pytest.raises(UserError):
        find("HS999")


def test_rules_of_a_kind_are_of_that_kind() -> None:
    assert all("notice" in rule.kinds and rule.demand for rule in rules_for("notice"))
