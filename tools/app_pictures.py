"""Pictures of the app's main pages, as one person sees them who serves a registry on a machine."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

EXAMPLES = Path(__file__).parents[1] / "examples"
CLOCK = "2026-07-10"
MILLISECONDS = 120_000
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server with the registry in ``folder``; it ends with the block."""
    log = folder / "server.log"
    command = [sys.executable, "-m", "harmscope", "serve", "--port", "0", "--clock", CLOCK,
               "--registry", "registry", "--data", "app"]  # fmt: skip
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                errors.write(line)
                if found := _ADDRESS.search(line):
                    yield found[0].rstrip("/")
                    break
        finally:
            process.terminate()
            process.communicate()


def home(page: Page) -> None:
    """The first page."""
    page.goto("/")


def check(page: Page) -> None:
    """The result of a check: the export of the tutorial for a platform, with faults put in."""
    page.goto("/check")
    text = (EXAMPLES / "platform-export" / "records.jsonl").read_text(encoding="utf-8")
    spoilt = text.replace('"outcome":', '"outcom":', 3).encode()
    file = {"name": "records.jsonl", "mimeType": "application/jsonl", "buffer": spoilt}
    page.get_by_label("Files to check").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Check", exact=True).click()
    _over(page)


def compare(page: Page) -> None:
    """Two published reports side by side, from the tutorial for an advertiser."""
    for name in ("halcyon", "lantern"):
        page.goto("/library")
        files = sorted((EXAMPLES / "advertiser-compare" / name).glob("*.csv"))
        page.get_by_label("Files of one report").set_input_files(files)
        page.get_by_role("button", name="Read it", exact=True).click()
        _over(page)
        page.get_by_role("button", name="Keep it", exact=True).click()
    for box in page.locator("input[name=report]").all():
        box.check()
    page.get_by_role("button", name="Compare", exact=True).click()
    _over(page)


def inbox(page: Page) -> None:
    """What has come in, and what waits."""
    page.goto("/inbox")


def category(page: Page) -> None:
    """One category."""
    page.goto("/taxonomy/ncii")


def _over(page: Page) -> None:
    page.wait_for_url(re.compile(r"/jobs/\w+"))
    expect(page.locator("[data-progress]")).to_have_count(0, timeout=MILLISECONDS)


APP_PAGES: dict[str, Callable[[Page], None]] = {
    "app-home": home,
    "app-check": check,
    "app-category": category,
    "app-compare": compare,
    "app-inbox": inbox,
}
