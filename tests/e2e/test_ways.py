"""The ways that docs/design.md tells: each file is really called by one that stands before it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STEP = re.compile(r"^\d+\. `src/(harmscope/[\w/]+)\.py`: ", re.MULTILINE)

TRACER = """
import os, sys
place, words = sys.argv[1], sys.argv[2:]
from harmscope.__main__ import main
file = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
seen = set()

def module(frame):
    name = frame.f_globals.get("__name__") or ""
    ours = name.startswith("harmscope.") and frame.f_code.co_name != "<module>"
    return name if ours else None

def profile(frame, event, argument):
    callee = module(frame) if event == "call" else None
    if callee is None:
        return
    back = frame.f_back
    while back is not None and module(back) is None:
        back = back.f_back
    edge = (module(back) if back is not None else "", callee)
    if edge not in seen and edge[0] != callee:
        seen.add(edge)
        os.write(file, ("%s %s\\n" % edge).encode())

sys.argv = ["harmscope", *words]
sys.setprofile(profile)
main()
"""


def told(command: str) -> list[str]:
    text = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    section = text.partition(f"### `{command}`\n")[2].partition("\n### ")[0]
    return [step.replace("/", ".") for step in STEP.findall(section)]


def run(folder: Path, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "harmscope", *words], cwd=folder, check=True)


def calls(folder: Path, *words: str) -> set[tuple[str, str]]:
    place = folder / f"calls-{words[0]}"
    command = [sys.executable, "-c", TRACER, str(place), *words]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return {
        (line.partition(" ")[0], line.partition(" ")[2]) for line in place.read_text().split("\n")
    }


def holds(command: str, found: set[tuple[str, str]]) -> None:
    steps = told(command)
    first, *rest = steps
    assert first in {callee for _, callee in found}
    for number, step in enumerate(rest, 1):
        assert any((before, step) in found for before in steps[:number]), step


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ways")
    source = ROOT / "examples" / "importers" / "ozone" / "raw"
    run(made, "import", str(source), "--from", "ozone", "-o", "records.jsonl")
    return made


def test_validate(folder: Path) -> None:
    holds("validate", calls(folder, "validate", "records.jsonl", "--clock", "2026-11-23"))


def test_import(tmp_path: Path) -> None:
    source = str(ROOT / "examples" / "importers" / "ozone" / "raw")
    holds("import", calls(tmp_path, "import", source, "--from", "ozone", "-o", "records.jsonl"))


def test_report(folder: Path) -> None:
    words = ["--profile", "core", "--period", "2026-01", "--service", "ozone"]
    words += ["--clock", "2026-11-23", "-o", "report"]
    holds("report", calls(folder, "report", "records.jsonl", *words))


def test_registry_receive(tmp_path: Path) -> None:
    clock = ["--clock", "2026-04-10"]
    records = str(ROOT / "examples" / "regulator-pool" / "harbour.jsonl")
    run(tmp_path, "registry", "init", "registry", "--name", "Office", *clock)
    run(tmp_path, "submit", "keys", "new", "--name", "harbour", "--out", "keys", *clock)
    sender = ["senders", "add", "registry", "harbour", "--key", "keys/harbour.public.json"]
    run(tmp_path, "registry", *sender, "--service", "Harbour", *clock)
    packed = ["--sender", "harbour", "--service", "Harbour", "--period", "2026-Q1", "-o", "p.zip"]
    run(tmp_path, "submit", "pack", records, *packed, *clock)
    run(tmp_path, "submit", "sign", "p.zip", "--key", "keys/harbour.key.pem")
    holds("registry receive", calls(tmp_path, "registry", "receive", "registry", "p.zip", *clock))
