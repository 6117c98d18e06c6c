"""README and example commands run, print what they say, and write what the schemas take.

In a ``console`` block a line that starts with ``$ `` is run by a shell in a copy of the examples;
the lines below it are its standard output. ``…`` alone on a line stands for any number of lines.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from documents import matches, steps
from harmscope.cli.app import app
from harmscope.validation.identify import signed_record
from written import held

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "examples").rglob("README.md"))]
PLAIN = re.compile(r"harmscope [^|$<>;&*]*")
"""A command that needs nothing of a shell."""
PAGES = [
    ["tutorial-platform", "howto-eu-report"],
    ["tutorial-advertiser", "howto-claim"],
    ["tutorial-regulator", "howto-registry", "howto-verify"],
    ["howto-map"],
    ["howto-sql"],
    ["howto-extend"],
    ["howto-explain"],
    ["howto-due"],
]
"""Pages of ``docs`` run in the root of a clone; a page goes on where the one before it stopped."""


def with_documents() -> list[Path]:
    return [path for path in DOCUMENTS if steps(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("document", with_documents(), ids=lambda path: path.parent.name)
def test_commands_print_what_the_document_says(
    document: Path, tmp_path: Path, loaded: Path
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    folder = tmp_path / document.parent.relative_to(ROOT)
    run(document, folder, loaded)


@pytest.mark.parametrize("pages", PAGES, ids=lambda pages: pages[0])
def test_commands_of_tutorials_print_what_the_page_says(
    pages: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loaded: Path
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for page in pages:
        run(ROOT / "docs" / f"{page}.md", tmp_path, loaded, here=True)


def test_every_tutorial_and_how_to_page_is_run() -> None:
    there = [
        path
        for pattern in ("tutorial-*.md", "howto-*.md")
        for path in (ROOT / "docs").glob(pattern)
    ]
    assert sorted(path.stem for path in there) == sorted(page for part in PAGES for page in part)
    assert all(steps(path.read_text(encoding="utf-8")) for path in there)


def printed(command: str, folder: Path, programs: Path, here: bool) -> tuple[str, str]:
    """Standard output and error of a command, with these programs in front of others; ``here``
    saves a new process where it can."""
    if here and PLAIN.fullmatch(command):
        outcome = CliRunner().invoke(app, shlex.split(command)[1:])
        return outcome.stdout, f"{outcome.stderr}{outcome.exception or ''}"
    environment = {
        **os.environ,
        "PATH": os.pathsep.join(
            [str(programs), str(Path(sys.executable).parent), os.environ["PATH"]]
        ),
        "COLUMNS": "100",
    }
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.stdout, done.stderr


def run(document: Path, folder: Path, programs: Path, here: bool = False) -> None:
    """Run the commands of a document in a folder, compare their output, check what they wrote."""
    given = set(folder.rglob("*.json"))
    for command, expected in steps(document.read_text(encoding="utf-8")):
        out, error = printed(command, folder, programs, here)
        assert matches(out.splitlines(), expected), f"$ {command}\n{out}{error}"
    for written in {*folder.rglob("*.json")} - given:
        found = json.loads(written.read_bytes())
        if isinstance(found, dict) and "record" in signed_record(found):
            held(signed_record(found))


def test_the_readme_has_a_tour() -> None:
    assert len(steps((ROOT / "README.md").read_text(encoding="utf-8"))) >= 5
