"""``--help`` is light: nothing heavy is imported before a command needs it."""

import subprocess
import sys

import pytest

HEAVY = ["pandas", "duckdb", "ibis", "pyarrow", "jsonschema", "numpy", "jinja2", "rich"]

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
