"""Start-up is light: nothing heavy is imported before a command needs it."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = [
    "pandas", "duckdb", "ibis", "pyarrow", "jsonschema", "numpy", "jinja2", "rich", "scipy",
]  # fmt: skip

PROBE = f"""
import sys
sys.argv = ["harmscope", *sys.argv[1:]]
from harmscope.__main__ import main
try:
    main()
except SystemExit:
    pass
print("LOADED", [name for name in {HEAVY!r} if name in sys.modules])
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
