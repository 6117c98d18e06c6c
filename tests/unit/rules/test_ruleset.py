from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.rules import CATALOGUE
from harmscope.rules.ruleset import SHIPPED, load_ruleset


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_rulesets_name_rules_that_exist(name: str) -> None:
    ruleset = load_ruleset(name)
    assert ruleset.name == name
    assert set(ruleset.severities) <= set(CATALOGUE)
    assert ruleset.thresholds.keys() == load_ruleset().thresholds.keys()


def test_what_a_file_does_not_say_is_as_in_the_default_one(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[thresholds]\nfew = 5\n[severities]\nHS202 = "off"\n', encoding="utf-8")
    ruleset = load_ruleset(str(path))
    assert ruleset.name == "own"
    assert ruleset.thresholds["few"] == 5
    assert ruleset.thresholds["gap_days"] == load_ruleset().thresholds["gap_days"]


@pytest.mark.parametrize(
    "text",
    ["[thresholds]\nnothing = 1\n", '[thresholds]\nfew = "x"\n', '[severities]\nHS1 = "x"\n', "["],
)
def test_a_file_that_means_nothing_is_the_users_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        load_ruleset(str(path))


def test_an_unknown_name_is_the_users_error() -> None:
    with pytest.raises(UserError):
        load_ruleset("nothing")
