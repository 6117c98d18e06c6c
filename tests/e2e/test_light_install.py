"""Without the extras: checking, importing and looking up work; the rest says what to install."""

import subprocess
import sys
from pathlib import Path

import pytest

from light import WITHOUT


@pytest.fixture
def run(tmp_path: Path):
    """Runs the program in ``tmp_path`` as an installation without extras does, children too."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WITHOUT, encoding="utf-8")

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        program = f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); import importlib"
        start = f"{program}; sys.modules.pop('sitecustomize', None); import sitecustomize"
        main = "from harmscope.__main__ import main; main()"
        code = f"{start}; sys.argv = ['harmscope', *sys.argv[1:]]; {main}"
        return subprocess.run(
            [sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, text=True
        )

    return call


def test_what_works_without_extras(run, root: Path, tmp_path: Path) -> None:
    examples = root / "examples"
    log, records = str(examples / "importers" / "ozone" / "raw"), "records.jsonl"
    for words in (
        ["import", log, "--from", "ozone", "-o", records],
        ["validate", records],
        ["validate", records, "--format", "html", "-o", "findings.html"],
        ["validate", str(examples / "demo" / "statements"), "--kind", "dsa-sor"],
        ["taxonomy", "search", "deepfake nude"],
        ["schema", "show", "incident"],
        ["rules"],
    ):
        done = run(*words)
        assert done.returncode == 0, (words, done.stderr[-500:])
    assert (tmp_path / "findings.html").stat().st_size


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (
            ["report", "r.jsonl", "--profile", "core", "--period", "2026", "--service", "all"],
            "report",
        ),
        (["compare", "a.json", "b.json"], "report"),
        (["validate", "r.jsonl", "--format", "parquet"], "report"),
        (["registry", "init", "reg"], "registry"),
    ],
)
def test_the_rest_says_what_to_install(run, root: Path, tmp_path: Path, words, extra) -> None:
    records = root / "examples" / "platform-export" / "records.jsonl"
    (tmp_path / "r.jsonl").write_bytes(records.read_bytes())
    output = [] if words[0] in ("registry",) else ["-o", "out.parquet"]
    done = run(*words, *output)
    assert done.returncode == 2, done.stderr[-500:]
    assert done.stderr.count("\n") == 1
    assert f"pip install 'harmscope[{extra}]'" in done.stderr
