"""The pre-commit hook and the GitHub Action: they parse, and what they run does what they say."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
CASES = ROOT / "tests" / "cases" / "HS102"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "data" / "deep").mkdir(parents=True)
    shutil.copy(CASES / "good.jsonl", tmp_path / "data" / "good.jsonl")
    shutil.copy(CASES / "bad.jsonl", tmp_path / "data" / "deep" / "a bad one.jsonl")
    return tmp_path


def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def action() -> dict[str, Any]:
    found = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **more}


def step(name: str) -> dict[str, Any]:
    found = [each for each in action()["runs"]["steps"] if each.get("name") == name]
    assert len(found) == 1
    return dict(found[0])


def act(here: Path, **inputs: str) -> tuple[int, str]:
    """Run the step that validates, as the runner would; gives its code and its output file."""
    defaults = {name: each.get("default", "") for name, each in action()["inputs"].items()}
    values = defaults | {name.replace("_", "-"): value for name, value in inputs.items()}
    env = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], text)
        for name, text in step("Validate")["env"].items()
    }
    output = here / "output"
    output.touch()
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step("Validate")["run"]]
    env["GITHUB_OUTPUT"] = str(output)
    done = subprocess.run(script, cwd=here, env=environment(**env), capture_output=True)
    return done.returncode, output.read_text(encoding="utf-8")


def test_the_hook_takes_records_and_leaves_other_files() -> None:
    pattern = re.compile(hook()["files"])
    assert all(pattern.search(name) for name in ("a.jsonl", "b/c.ndjson", "d.jsonl.zst"))
    assert not any(pattern.search(name) for name in ("a.json", "a.jsonl.txt", "README.md"))


@pytest.mark.parametrize(("name", "code"), [("data/good.jsonl", 0), ("data", 1)])
def test_the_hook_runs(here: Path, name: str, code: int) -> None:
    words = [*shlex.split(hook()["entry"]), name]
    done = subprocess.run(words, cwd=here, env=environment(), capture_output=True)
    assert done.returncode == code


def test_the_hook_takes_a_name_that_looks_like_an_option(here: Path) -> None:
    shutil.copy(CASES / "good.jsonl", here / "--fix.jsonl")
    words = [*shlex.split(hook()["entry"]), "--fix.jsonl"]
    done = subprocess.run(words, cwd=here, env=environment(), capture_output=True)
    assert done.returncode == 0


def test_the_action_writes_findings_with_paths_of_the_checkout(here: Path) -> None:
    assert act(here, files="data/**/*.jsonl", sarif="out.sarif") == (0, "valid=false\n")
    results = json.loads((here / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    places = [each["locations"][0]["physicalLocation"] for each in results]
    wrong = [place for place in places if "region" in place]
    assert {place["artifactLocation"]["uri"] for place in wrong} >= {
        "data/deep/a%20bad%20one.jsonl"
    }


def test_the_action_says_what_is_valid(here: Path) -> None:
    assert act(here, files="data/good.jsonl") == (0, "valid=true\n")


@pytest.mark.parametrize(
    "inputs",
    [
        {"files": "nothing/*.jsonl"},
        {"files": "data/missing.jsonl"},
        {"files": "data/good.jsonl", "kind": "nothing"},
        {"files": "data/good.jsonl", "fail_on": "$(touch owned)"},
        {"files": "$(touch owned)"},
    ],
)
def test_wrong_use_fails_the_action_and_runs_nothing(here: Path, inputs: dict[str, str]) -> None:
    code, output = act(here, **inputs)
    assert code == 2
    assert output == ""
    assert not (here / "owned").exists()


def test_findings_are_uploaded_before_the_action_fails() -> None:
    names = [each.get("name", each.get("uses")) for each in action()["runs"]["steps"]]
    assert names[-3:] == ["Validate", "Upload findings", "Result"]
    assert step("Upload findings")["uses"].startswith("github/codeql-action/upload-sarif@")
    assert step("Upload findings")["with"]["sarif_file"] == "${{ inputs.sarif }}"


@pytest.mark.parametrize(("valid", "code"), [("true", 0), ("false", 1), ("", 1)])
def test_the_result_follows_the_verdict(valid: str, code: int) -> None:
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step("Result")["run"]]
    done = subprocess.run(script, env=environment(VALID=valid), capture_output=True)
    assert done.returncode == code


def test_no_input_is_pasted_into_a_script() -> None:
    scripts = [each["run"] for each in action()["runs"]["steps"] if "run" in each]
    assert scripts
    assert not any("${{" in script for script in scripts)
