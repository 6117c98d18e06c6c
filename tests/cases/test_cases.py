"""Every rule has a case that trips it and nothing else, and one beside it that trips nothing.

What reading a report can meet (RD) is proved where the readers are tested.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from harmscope.rules import CATALOGUE, dataset, previous
from harmscope.rules.ruleset import load_ruleset
from harmscope.validation import Options, validate

HERE = Path(__file__).parent
CLOCK = date(2026, 6, 1)
CASES = sorted(HERE.glob("HS*/*"))
REPORT = HERE / "report_base"
EARLIER = HERE / "earlier.jsonl"
"""The set of the period before, for the rules that compare two of them."""

FEW = load_ruleset(str(HERE / "few.toml"))
"""A dozen records are many: for the rules that look at all records together."""

CROSS = {rule.code for rule in previous.RULES}
WHOLE = {rule.code for rule in dataset.RULES if rule.cost == "two-pass"}


def codes_of(path: Path, scratch: Path) -> set[str]:
    if path.is_file():
        before = EARLIER if path.parent.name in CROSS else None
        few = FEW if path.parent.name in WHOLE | CROSS else load_ruleset()
        options = Options(clock=CLOCK, ruleset=few, previous=before)
        return set(validate([path], options).tally.counts)
    # A report is the good one with some of its sheets replaced.
    shutil.copytree(REPORT, scratch / "report")
    shutil.copytree(path, scratch / "report", dirs_exist_ok=True)
    earlier = REPORT if path.parent.name in CROSS else None
    options = Options(kind="dsa-report", previous=earlier)
    return set(validate([scratch / "report"], options).tally.counts)


def test_every_rule_has_a_good_and_a_bad_case() -> None:
    named = {(path.parent.name, path.name.split(".")[0].rstrip("0123456789")) for path in CASES}
    rules = [code for code in CATALOGUE if code.startswith("HS")]
    assert named == {(code, what) for code in rules for what in ("good", "bad")}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_case_gives_its_own_code_or_none(path: Path, tmp_path: Path) -> None:
    expected = {path.parent.name} if path.name.startswith("bad") else set()
    assert codes_of(path, tmp_path) == expected


def test_the_set_of_the_period_before_trips_nothing() -> None:
    assert not validate([EARLIER], Options(clock=CLOCK, ruleset=FEW)).tally.counts


def test_the_report_under_the_cases_trips_nothing() -> None:
    assert not validate([REPORT], Options(kind="dsa-report")).tally.counts
