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
    [
        "[thresholds]\nnothing = 1\n",
        '[thresholds]\nfew = "x"\n',
        "[thresholds]\nfew = true\n",
        "[thresholds]\nfew = nan\n",
        "[thresholds]\nfew = -1\n",
        "thresholds = [1]\n",
        '[severities]\nHS1 = "x"\n',
        '[severities]\nHS102 = ["off"]\n',
        '[severities]\nHS999 = "off"\n',
        '[severities]\n"" = "off"\n',
        "severities = 3\n",
        '[severity]\nHS102 = "off"\n',
        "a = " + "[" * 5000,
        "[",
    ],
)
def test_a_file_that_means_nothing_is_the_users_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        load_ruleset(str(path))


def test_an_unknown_name_is_the_users_error() -> None:
    with pytest.raises(UserError):
        load_ruleset("nothing")


@pytest.mark.parametrize("name", ["HS102", "decision_before_content", "decision-before-content"])
def test_rules_are_named_by_code_and_slug(tmp_path: Path, name: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'[severities]\n{name} = "off"\n', encoding="utf-8")
    assert load_ruleset(str(path)).severities == {"HS102": "off"}


def test_the_start_of_a_code_means_all_that_start_so_but_for_those_named_closer(
    tmp_path: Path,
) -> None:
    path = tmp_path / "own.toml"
    own = 'HS102 = "error"\ndetected_before_content = "info"\nHS1 = "warning"\nHS11 = "off"\n'
    path.write_text(f"[severities]\n{own}", encoding="utf-8")
    chosen = load_ruleset(str(path)).severities
    assert set(chosen) == {code for code in CATALOGUE if code.startswith("HS1")}
    picked = [chosen[code] for code in ("HS101", "HS102", "HS110", "HS112")]
    assert picked == ["warning", "error", "info", "off"]


def test_the_example_of_the_documentation_is_a_ruleset(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "validate.md").read_text(encoding="utf-8")
    example = page.split("## Which rules")[1].split("```toml\n")[1].split("```")[0]
    path = tmp_path / "own.toml"
    path.write_text(example, encoding="utf-8")
    assert load_ruleset(str(path)).severities == {"HS102": "warning", "HS209": "off"}
