"""What was measured, kept as JSON: each figure with its aim, its pairs and the code it is of."""

import hashlib
import json
import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "docs" / "performance.json"


@dataclass(frozen=True)
class Measured:
    """One figure. ``aim`` is the least where ``at_least``, else the most; ``pairs`` holds the
    seconds of both sides, run in turn, where the figure is a ratio."""

    what: str
    against: str
    rows: int
    value: float
    unit: str
    aim: float | None = None
    at_least: bool = True
    pairs: list[tuple[float, float]] = field(default_factory=list)

    @property
    def reached(self) -> bool | None:
        """Whether the aim was reached; None where there is none."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.at_least else self.value <= self.aim


@dataclass(frozen=True)
class Entry:
    """The figures of one piece: on which code, when, on what machine."""

    code: str
    day: str
    seconds: float
    machine: dict[str, str]
    figures: list[Measured]


def read(path: Path = RESULTS) -> dict[str, Entry]:
    """All entries by the name of the piece; none where there is no file yet."""
    if not path.exists():
        return {}
    return {name: _entry(found) for name, found in json.loads(path.read_text("utf-8")).items()}


def _entry(found: dict) -> Entry:
    figures = [
        Measured(**{**one, "pairs": [tuple(pair) for pair in one["pairs"]]})
        for one in found["figures"]
    ]
    return Entry(**{**found, "figures": figures})


def keep(name: str, figures: list[Measured], taken: float, path: Path = RESULTS) -> None:
    """Put the figures of a piece into the file, in place of earlier ones."""
    entries = read(path)
    day = datetime.now(UTC).date().isoformat()
    entries[name] = Entry(code(), day, round(taken, 1), machine(), figures)
    text = json.dumps({key: asdict(entries[key]) for key in sorted(entries)}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


@cache
def code() -> str:
    """A digest of all code that is measured: a figure counts for the code it was taken on."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src").rglob("*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def machine() -> dict[str, str]:
    """What the figures were taken on."""
    names = ("duckdb", "pyarrow", "msgspec", "orjson", "jsonschema", "jsonschema-rs")
    return {
        "processor": _said("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": str(os.cpu_count()),
        "memory": _said("/proc/meminfo", "MemTotal"),
        "python": platform.python_version(),
        **{name: version(name) for name in names},
    }


def _said(file: str, name: str) -> str:
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
