"""Imports: statements against DuckDB, and Ozone's events against the product as it was."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.command import harmscope
from benchmarks.files import FEW, export, folder
from benchmarks.pairs import compare, processor_seconds
from benchmarks.results import ROOT, Measured
from benchmarks.validate import measured, rounds_of

SPEED = 0.4
HALF = 0.5
BEFORE = "ee9f91b"
"""The commit that later ones are measured against."""


def statements(rows: int) -> list[Measured]:
    """Statements as CSV to Parquet, against DuckDB, which judges and maps nothing."""
    one = export("dsa-sor", "csv", rows, FEW)
    with TemporaryDirectory() as name:
        out = Path(name)
        ours = harmscope("import", str(one.path), "--from", "dsa-sor", "-o", str(out / "r.parquet"))
        copy = (
            f"COPY (FROM read_csv('{one.path}', all_varchar = true)) "
            f"TO '{out / 'd.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
        )
        program = (
            "import duckdb; c = duckdb.connect(); c.execute('SET threads = 2'); "
            f"c.execute({copy!r})"
        )
        pair = compare([sys.executable, "-c", program], ours, rounds_of(rows))
    against = "DuckDB, CSV to Parquet"
    return [measured("import dsa-sor csv", against, rows, pair, SPEED)]


def events(rows: int) -> list[Measured]:
    """Processor time of importing Ozone's events, as a share of what it took before."""
    path = folder() / f"ozone-{rows}.jsonl"
    if not path.exists():
        _write_events(path, rows)
    with TemporaryDirectory() as out:
        command = harmscope(
            *("import", str(path), "--from", "ozone", "-o", f"{out}/o.jsonl"),
            *("--key-file", f"{out}/key"),
        )
        now, before = (_environment(tree) for tree in (ROOT, _before()))
        pairs = [
            (processor_seconds(command, now), processor_seconds(command, before))
            for _ in range(rounds_of(rows) + 1)
        ][1:]
    shares = sorted(a / b for a, b in pairs)
    value = round(shares[len(shares) // 2], 3)
    what, against = "import Ozone events, processor time", f"itself at {BEFORE}"
    kept = [(round(a, 3), round(b, 3)) for a, b in pairs]
    return [Measured(what, against, rows, value, "times as much", HALF, False, kept)]


def _environment(tree: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(tree / "src")}


def _before() -> Path:
    """A checkout of the commit that is compared with."""
    tree = folder() / f"before-{BEFORE}"
    if not tree.exists():
        command = ["git", "-C", str(ROOT), "worktree", "add", "--detach", str(tree), BEFORE]
        subprocess.run(command, check=True, capture_output=True)
    return tree


def _write_events(path: Path, rows: int) -> None:
    """Reports and what became of them, three events a case, seeded and invented."""
    chance = random.Random(31)
    reasons = ("reasonSpam", "reasonRude", "reasonSexual", "reasonOther")
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            case, step = divmod(number, 3)
            at = f"2026-01-{case % 28 + 1:02d}T{step + 8:02d}:{case % 60:02d}:00.000Z"
            event = (
                {
                    "$type": "tools.ozone.moderation.defs#modEventReport",
                    "reportType": f"com.atproto.moderation.defs#{chance.choice(reasons)}",
                },
                {"$type": "tools.ozone.moderation.defs#modEventTakedown"},
                {"$type": "tools.ozone.moderation.defs#modEventEmail", "subjectLine": "Your post"},
            )[step]
            row = {
                "id": number + 1,
                "event": event,
                "subject": {
                    "$type": "com.atproto.repo.strongRef",
                    "uri": f"at://did:plc:p{case % 5000}/app.bsky.feed.post/{case:x}",
                    "cid": f"b{case:x}",
                },
                "createdBy": f"did:plc:r{chance.randint(1, 900)}",
                "createdAt": at,
            }
            file.write(json.dumps(row, separators=(",", ":")) + "\n")
