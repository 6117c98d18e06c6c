"""The page of a large validation: exact counts, under 2 MB, open in under a second.

Needs Chromium for the last of the three.
"""

import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import zstandard

from benchmarks.exports import FAULTS, HEADER, incident
from benchmarks.results import Measured

ROWS = 1_000_000
SHARE = 0.044
"""Of the rows that are faulty; a faulty row has 1.25 findings."""

BROKEN = (
    {"HS003": 1},  # a member that there is none of
    {"HS004": 1},  # a number where a text belongs
    {"HS005": 1},  # a code that is not listed
    {"HS006": 1},  # a time of another form
    {"HS102": 2, "HS110": 1},  # content made after it was detected, decided and acted on
    {"HS002": 1},  # a member that is missing
    {"HS134": 1},  # a code that its system does not have
    {"HS107": 1},  # an end of what does not end
)
"""Findings that each of FAULTS makes, by rule."""

MEGABYTES, SECONDS = 2.0, 1.0
_SHOWN = re.compile(
    r'<details class="rule" id="rule-(\w+)".*?<span class="count">([\d,\u202f\u00a0 ]+)</span>',
    re.DOTALL,
)


def run() -> list[Measured]:
    """Size and time to load of the page for a million rows, and whether it is exact."""
    with tempfile.TemporaryDirectory() as folder:
        export, page = Path(folder) / "big.jsonl.zst", Path(folder) / "v.html"
        truth = write_export(export, ROWS)
        _validate(export, page)
        shown = counts(page.read_text(encoding="utf-8"))
        if {code: shown[code] for code in truth} != truth:
            raise SystemExit("the page does not hold the findings of the generator")
        size = round(page.stat().st_size / 1e6, 2)
        what = f"page of {truth.total():,} findings"
        found = [Measured(f"{what}: size", "", ROWS, size, "MB", MEGABYTES, False)]
        chromium = shutil.which("chromium")
        if chromium is not None:
            taken = round(_opened(page, chromium), 2)
            found.append(Measured(f"{what}: opens in", "", ROWS, taken, "s", SECONDS, False))
        return found


def write_export(path: Path, rows: int, seed: int = 11) -> Counter[str]:
    """Write a header and ``rows`` incidents, packed; gives the findings in them, by rule."""
    chance, truth = random.Random(seed), Counter[str]()
    places = sorted(chance.sample(range(rows), round(rows * SHARE)))
    faulty = {place: number % len(FAULTS) for number, place in enumerate(places)}
    with path.open("wb") as file, zstandard.ZstdCompressor(level=1).stream_writer(file) as target:
        target.write(json.dumps(HEADER).encode() + b"\n")
        for number in range(rows):
            record = incident(chance, number)
            if number in faulty:
                FAULTS[faulty[number]](record)
                truth.update(BROKEN[faulty[number]])
            target.write(json.dumps(record, separators=(",", ":")).encode() + b"\n")
    return truth


def counts(page: str) -> Counter[str]:
    """Findings by rule, as the page shows them."""
    return Counter({code: int(re.sub(r"\D", "", count)) for code, count in _SHOWN.findall(page)})


def _validate(export: Path, page: Path) -> None:
    command = [sys.executable, "-m", "harmscope", "validate", str(export), "--clock", "2026-06-01"]
    done = subprocess.run([*command, "--format", "html", "-o", str(page)], check=False)
    if done.returncode != 1:
        raise SystemExit(f"the run ended with {done.returncode}")


def _opened(page: Path, chromium: str) -> float:
    """Seconds up to the end of the load event, the median of five."""
    from playwright.sync_api import sync_playwright

    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(5):
            tab = browser.new_page()
            tab.goto(page.as_uri())
            ended = "performance.getEntriesByType('navigation')[0].loadEventEnd"
            times.append(float(tab.evaluate(ended)) / 1000)
            tab.close()
        browser.close()
    return sorted(times)[2]
