import json
import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.errors import UserError

CASES = Path(__file__).parents[2] / "cases"
GOOD, BAD = (str(CASES / "HS102" / f"{name}.jsonl") for name in ("good", "bad"))
WARNED = str(CASES / "HS203" / "bad.jsonl")
RUN = CliRunner()


def run(*args: str) -> tuple[int, str]:
    done = RUN.invoke(app, ["validate", "--clock", "2026-06-01", *args])
    if isinstance(done.exception, UserError):
        raise done.exception
    return done.exit_code, done.stdout


def test_exit_codes() -> None:
    assert run(GOOD)[0] == 0
    assert run(BAD)[0] == 1
    assert run(WARNED)[0] == 0
    assert run(WARNED, "--fail-on", "warning")[0] == 1


def test_json_goes_to_standard_output() -> None:
    assert json.loads(run(BAD, "--format", "json")[1])["findings"]["error"] == 2


def test_the_outcome_goes_into_a_file(tmp_path: Path) -> None:
    code, shown = run(BAD, "-o", str(tmp_path / "out.txt"))
    assert (code, shown) == (1, "")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").startswith("not valid")


def test_ignored_rules_are_not_asked() -> None:
    assert run(BAD, "--ignore", "HS102")[0] == 0
    assert run(BAD, "--select", "HS2")[0] == 0


@pytest.mark.parametrize(
    "args",
    [
        ("no such file",),
        (GOOD, "--format", "xml"),
        (GOOD, "--clock", "tomorrow"),
        (GOOD, "--kind", "nothing"),
        (GOOD, "--ignore", "nothing"),
        (GOOD, "--fail-on", "info"),
        (GOOD, "-o", "/no/such/folder/x"),
        (GOOD, "-o", GOOD),
        (GOOD, "--format", "parquet"),
        (GOOD, "--format", "csv", "--stats"),
        (GOOD, "--waivers", "/no/such/file"),
        (str(CASES), "--fix"),
    ],
)
def test_wrong_use_is_the_users_error(args: tuple[str, ...]) -> None:
    with pytest.raises(UserError):
        run(*args)


def test_a_ruleset_sets_severities() -> None:
    assert run(WARNED)[0] == 0
    assert run(WARNED, "--ruleset", "strict")[0] == 1


def test_findings_stream_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run(BAD, "--format", "csv", "-o", str(target)) == (1, "")
    assert target.read_text(encoding="utf-8").count("HS102") == 2


@pytest.mark.parametrize("form", ["sarif", "html", "csv"])
def test_other_forms_go_to_standard_output(form: str) -> None:
    code, shown = run(BAD, "--format", form)
    assert code == 1
    assert "HS102" in shown


def test_waived_findings_do_not_fail_a_run(tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.toml"
    text = '[[waiver]]\nrule = "HS102"\nreason = "known"\nexpires = 2026-06-30\n'
    waivers.write_text(text, encoding="utf-8")
    code, shown = run(BAD, "--waivers", str(waivers))
    assert code == 0
    assert "2 findings waived" in shown
    code, shown = run(BAD, "--waivers", str(waivers), "--clock", "2026-07-01")
    assert code == 1
    assert "WV001 waiver_expired" in shown


def test_what_is_mended_is_judged_anew(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    good = Path(GOOD).read_text(encoding="utf-8")
    path.write_text(good.replace('"user_flag"', '"USER_FLAG"'), encoding="utf-8")
    assert run(str(path))[0] == 1
    assert run(str(path), "--fix")[0] == 0
    assert {one.name for one in tmp_path.iterdir()} == {
        "r.jsonl",
        "r.fixed.jsonl",
        "r.changes.csv",
    }


def test_stats_say_what_accepted_records_give() -> None:
    assert "accepted incident records: 1" in run(GOOD, "--stats")[1]


def test_every_option_is_explained() -> None:
    page = (CASES.parents[1] / "docs" / "validate.md").read_text(encoding="utf-8")
    shown = RUN.invoke(app, ["validate", "--help"]).stdout
    options = set(re.findall(r"--[a-z-]+", shown)) - {"--help", "--output"}
    assert {name for name in options if name not in page} == set()


def test_every_input_of_the_action_is_explained() -> None:
    page = (CASES.parents[1] / "docs" / "validate.md").read_text(encoding="utf-8")
    action = yaml.safe_load((CASES.parents[1] / "action.yml").read_text(encoding="utf-8"))
    assert f"Inputs: {', '.join(f'`{name}`' for name in action['inputs'])}." in page
