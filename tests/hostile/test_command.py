"""Hostile and damaged files through the command: a finding or one line, never anything else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MEGABYTES = 700
# The command runs below this small process, which reports the most memory that any of them took.
WATCH = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)
sys.exit(done.returncode)
"""


def validate(*arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", WATCH, sys.executable, "-m", "harmscope", "validate"]
    clock = ["--clock", "2026-01-31"]
    return subprocess.run(
        [*command, *clock, *arguments], capture_output=True, text=True, cwd=folder, timeout=300
    )


def test_the_command_takes_all_of_it_at_once(written: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in written.parent.rglob("*"))
    done = validate(str(written), folder=tmp_path)
    *messages, memory = done.stderr.splitlines()
    assert done.returncode == 1
    assert int(memory) < MEGABYTES
    assert "Traceback" not in done.stderr + done.stdout
    assert len(messages) < 20
    assert sorted(path.name for path in written.parent.rglob("*")) == before
    assert not list(tmp_path.iterdir())
    shown = done.stdout + done.stderr
    for value in ("<script", "DROP TABLE incident", "HYPERLINK", "Caf", "\x1b", "\u202e"):
        assert value not in shown


def test_rows_seen_are_rows_accepted_rejected_and_skipped(written: Path, tmp_path: Path) -> None:
    done = validate(str(written), "--format", "json", folder=tmp_path)
    counts = json.loads(done.stdout)["rows"]
    assert counts["seen"] == counts["accepted"] + counts["rejected"] + counts["skipped"]


@pytest.mark.parametrize(
    "name",
    [
        "gzip-short-by-4.jsonl.gz",
        "zstd-short-by-4.jsonl.zst",
        "gzip-wrong-checksum.jsonl.gz",
        "zip-wrong-size.zip",
        "zip-shared-data.zip",
        "cut-off.jsonl",
        "array-cut.json",
        "parquet-cut.parquet",
        "xlsx-far-cell-hidden.xlsx",
    ],
)
def test_damaged_input_never_ends_with_0(written: Path, tmp_path: Path, name: str) -> None:
    done = validate(str(written / name), folder=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_no_file_is_one_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in ("pipe", "/dev/zero", "/dev/null", "loop", "missing", "a\tb\x1b[31m", "'; DROP --"):
        done = validate(path, folder=tmp_path)
        *messages, _memory = done.stderr.splitlines()
        assert done.returncode == 2, path
        assert len(messages) == 1
        assert "\x1b" not in done.stderr


@pytest.mark.parametrize("name", ["--help", "-o", "*?[a].jsonl", "'; DROP TABLE x;--", "a b\nc"])
def test_strange_names_are_names(name: str, tmp_path: Path) -> None:
    from case import line

    (tmp_path / name).write_bytes(line(1) + line(2))
    done = validate("--", name, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
