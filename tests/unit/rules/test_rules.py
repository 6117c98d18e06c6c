"""The tables of rules: what is true of all of them, and what is particular to some."""

import re
from itertools import combinations
from types import ModuleType

import pytest

from harmscope.errors import UserError
from harmscope.formats.faults import FAULTS
from harmscope.model.kinds import CURRENT
from harmscope.rules import (
    CATALOGUE,
    TABLES,
    dataset,
    documents,
    dsa_report,
    find,
    intake,
    named,
    previous,
    rules_for,
    shape,
    statement,
)
from harmscope.rules.rule import Rule
from harmscope.rules.vocabulary import MEDIA, RESTRICTIONS
from harmscope.taxonomy.list_faults import LIST_FAULTS

RULE = Rule("HS999", "some_rule", "error", "record", ("notice",), "It holds", "It matters", "do it")
WITHOUT_DEMAND = (
    *("dataset", "dsa_report", "import_", "previous", "shape"),
    *("faults", "intake", "list_faults"),
)
"""Tables whose rules are asked by the code that reads files or has seen all records."""


def families(table: ModuleType) -> list[tuple[str, str]]:
    """Ranges of codes that a table says are its own."""
    text = re.sub(r"\s+", " ", table.__doc__ or "")
    return re.findall(r"([A-Z]{2}[0-9]{3}) to ([A-Z]{2}[0-9]{3})", text)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__.rpartition(".")[2])
def test_every_code_lies_in_a_family_of_its_table(table: ModuleType) -> None:
    ranges = families(table)
    assert all(first[:2] == last[:2] and first < last for first, last in ranges)
    for rule in table.RULES:
        assert any(first <= rule.code <= last for first, last in ranges), rule.code


def test_no_two_tables_give_one_code_or_claim_one_family() -> None:
    assert sum(len(table.RULES) for table in TABLES) == len(CATALOGUE)
    of_two = {table.__name__: families(table) for table in TABLES}
    for one, other in combinations(of_two.values(), 2):
        assert not any(a[0] <= b[1] and b[0] <= a[1] for a in one for b in other)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__.rpartition(".")[2])
def test_a_rule_on_one_record_says_what_it_demands(table: ModuleType) -> None:
    without = table.__name__.rpartition(".")[2] in WITHOUT_DEMAND
    demands = [rule.demand if isinstance(rule, Rule) else None for rule in table.RULES]
    assert all((demand is None) is without for demand in demands)


def test_rules_of_a_kind_have_a_demand() -> None:
    assert rules_for("incident")
    assert all(rule.demand is not None for rule in rules_for("incident"))


def test_an_unknown_rule_is_the_users_fault() -> None:
    assert named("HS10") == [code for code in CATALOGUE if code.startswith("HS10")]
    with pytest.raises(UserError):
        find("no_such_rule")


def test_a_rule_is_shown_without_its_demand_and_gives_findings_of_its_code() -> None:
    assert RULE.as_dict()["code"] == "HS999"
    assert "demand" not in RULE.as_dict()
    found = RULE.finding("a.jsonl", 3, pointer="/x", detail="twice")
    assert (found.rule, found.line, found.pointer) == ("HS999", 3, "/x")
    assert found.message == "It holds (twice)"


def test_every_fault_of_the_readers_has_its_rule() -> None:
    assert set(shape.OF_FAULT) == set(FAULTS)
    assert set(shape.OF_FAULT.values()) <= set(CATALOGUE)


def test_every_kind_that_has_a_version_is_covered_by_the_rules_on_versions() -> None:
    assert set(shape.VERSIONED) == set(CURRENT)


def test_every_figure_of_a_report_is_reached() -> None:
    figure = {"bounds": {"low": 2, "high": 1}}
    sections = [{"panels": [{"figures": [figure]}]}]
    report = {"sections": sections, "mapping": [figure], "completeness": [figure]}
    rule = next(rule for rule in documents.RULES if rule.slug == "bounds_reversed")
    assert rule.demand is not None
    assert list(rule.demand.faults(report)) == [
        "/sections/0/panels/0/figures/0/bounds/low",
        "/mapping/0/bounds/low",
        "/completeness/0/bounds/low",
    ]


def test_what_the_api_refuses_is_an_error_and_what_it_lets_in_is_none() -> None:
    refused = {rule.code for rule in statement.RULES if rule.severity == "error"}
    assert refused == {"HS501", "HS502", "HS504", "HS505", "HS510", "HS511"}


def test_rules_on_two_periods_are_of_scope_cross() -> None:
    assert {rule.scope for rule in previous.RULES} == {"cross"}


def test_rules_on_reports_and_data_sets_are_of_scope_file() -> None:
    assert {rule.scope for rule in (*dataset.RULES, *dsa_report.RULES)} == {"file"}


def test_every_remark_of_the_readers_has_its_own_slug_and_says_a_fix() -> None:
    remarks = [rule for rule in dsa_report.RULES if rule.code[:2] == "RD"]
    assert len({rule.slug for rule in remarks}) == len(remarks) == 48
    assert all(rule.fix for rule in remarks)


def test_one_kind_of_finding_serves_lint_and_the_catalogue() -> None:
    assert {code: CATALOGUE[code] for code in LIST_FAULTS} == LIST_FAULTS


def test_a_slug_of_several_kinds_asks_for_the_code() -> None:
    assert find("empty_file").code == "HS205"
    assert find("bad-manifest").code == "SP005"
    assert find("hs205").code == "HS205"
    with pytest.raises(UserError, match="several"):
        find("too_large")


def test_what_the_validator_never_reports_cannot_be_named_in_a_ruleset() -> None:
    assert named("RF") == named("too_large") == []


def test_a_clause_stands_inside_a_sentence() -> None:
    assert CATALOGUE["RF004"].clause == "a number is NaN or infinite"
    assert CATALOGUE["RD032"].clause.startswith("KEYWORD_OTHER without")


def test_words_of_the_intake_are_told_apart_without_their_code() -> None:
    assert len(intake.BY_SLUG) == len(intake.RULES)


@pytest.mark.parametrize("words", [MEDIA, RESTRICTIONS])
def test_texts_are_written_as_they_are_compared(words: frozenset[str]) -> None:
    assert words == {word.strip().lower() for word in words}


def test_no_text_means_two_things() -> None:
    assert not MEDIA & RESTRICTIONS
