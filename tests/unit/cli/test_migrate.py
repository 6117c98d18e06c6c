import json
from pathlib import Path

from typer.testing import CliRunner

from harmscope.cli.app import app

HEADER = {
    "record": "dataset",
    "version": "1.0",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
}
RUN = CliRunner()


def run(tmp_path: Path, header: dict[str, str], *args: str) -> tuple[int, str, str]:
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps(header), encoding="utf-8")
    out = str(tmp_path / "new.jsonl")
    done = RUN.invoke(app, ["migrate", str(path), "--to", "dataset@1.1", "-o", out, *args])
    return done.exit_code, done.stdout, done.stderr


def test_it_says_what_became_of_the_rows(tmp_path: Path) -> None:
    code, shown, _ = run(tmp_path, HEADER)
    assert (code, shown) == (0, "1 row: 1 moved, 0 unchanged, 0 left out\n")


def test_what_is_left_out_is_named_and_fails(tmp_path: Path) -> None:
    code, shown, told = run(tmp_path, {**HEADER, "version": "8.0"})
    assert (code, shown) == (1, "1 row: 0 moved, 0 unchanged, 1 left out\n")
    assert told.startswith("old.jsonl:1/version: HS014 ")


def test_the_outcome_as_json(tmp_path: Path) -> None:
    _, shown, _ = run(tmp_path, HEADER, "--format", "json")
    assert json.loads(shown) == {"seen": 1, "moved": 1, "unchanged": 0, "left": 0, "findings": []}
