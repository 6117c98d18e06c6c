"""Every rule has a case that trips it and nothing else, and one beside it that trips nothing."""

from datetime import date
from pathlib import Path

import pytest

from harmscope.rules import CATALOGUE
from harmscope.validation import Options, validate

HERE = Path(__file__).parent
CLOCK = date(2026, 6, 1)
CASES = sorted(path for path in HERE.glob("HS*/*") if path.is_file())


def codes_of(path: Path) -> set[str]:
    return set(validate([path], Options(clock=CLOCK)).tally.counts)


def test_every_rule_has_a_good_and_a_bad_case() -> None:
    named = {(path.parent.name, path.name.split(".")[0].rstrip("0123456789")) for path in CASES}
    assert named == {(code, what) for code in CATALOGUE for what in ("good", "bad")}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_case_gives_its_own_code_or_none(path: Path) -> None:
    assert codes_of(path) == ({path.parent.name} if path.name.startswith("bad") else set())
