"""Start-up is light: nothing heavy is imported before a command needs it."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = [
    "pandas", "duckdb", "ibis", "pyarrow", "jsonschema", "numpy", "jinja2", "rich", "scipy",
]  # fmt: skip

SLOW = ["harmscope.importers", "harmscope.model.base", "harmscope.cluster"]
"""What takes long to build and has no say in whether a record is valid."""

PROBE = f"""
import sys
sys.argv = ["harmscope", *sys.argv[1:]]
from harmscope.__main__ import main
try:
    main()
except SystemExit:
    pass
print("LOADED", [name for name in {HEAVY!r} if name in sys.modules])
print("SLOW", [name for name in {SLOW!r} if name in sys.modules])
"""


@pytest.mark.parametrize("words", [["--help"], ["validate", "--help"], ["report", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=True
    )
    assert "LOADED []" in done.stdout
    assert "Usage" in done.stdout


def test_an_import_loads_nothing_that_counts_or_estimates(tmp_path: Path) -> None:
    source = tmp_path / "statements.csv"
    source.write_text("uuid,platform_name,decision_visibility\n", encoding="utf-8")
    words = ["import", str(source), "--from", "dsa-sor", "-o", str(tmp_path / "records.jsonl")]
    done = subprocess.run([sys.executable, "-c", PROBE, *words], capture_output=True, text=True)
    # Repeats are told apart by digests in arrays of numpy.
    assert "LOADED ['numpy']" in done.stdout


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_command_that_judges_loads_no_importer_and_no_model(tmp_path: Path, form: str) -> None:
    source = tmp_path / f"records.{form}"
    source.write_text("uuid,platform_name\na,b\n" if form == "csv" else "{}\n", encoding="utf-8")
    words = ["validate", str(source), "--kind", "dsa-sor"]
    done = subprocess.run([sys.executable, "-c", PROBE, *words], capture_output=True, text=True)
    assert "LOADED []\nSLOW []" in done.stdout
    assert "HS002" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["submit", "keys", "new", "--name", "harbour", "--out", "keys"],
        ["registry", "list", "no-registry"],
    ],
)
def test_submissions_load_nothing_that_counts(tmp_path: Path, words: list[str]) -> None:
    command = [sys.executable, "-c", PROBE, *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "LOADED []" in done.stdout
