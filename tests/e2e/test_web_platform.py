"""The web app in a real browser, as somebody of a platform uses it, with scripts off as well."""

import json
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from harmscope.web.application import application
from harmscope.web.configuration import Configuration

EXAMPLES = Path(__file__).parents[2] / "examples"
RECORDS = EXAMPLES / "platform-export" / "records.jsonl"
TABLE = EXAMPLES / "importers" / "home-made" / "raw" / "meldungen.csv"
PATIENCE = 120_000
"""Milliseconds in which a job is done, on a machine that has other work."""


@pytest.fixture
def address(tmp_path: Path, quick_jobs: None) -> Iterator[str]:
    """The app on a port of its own."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    app = application(Configuration(tmp_path / "app", clock="2026-11-30"))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join()


def narrow_enough(page: Page) -> None:
    """No page is wider than a phone."""
    page.set_viewport_size({"width": 375, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert not wide, page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_a_bad_file_is_read_fixed_and_right(
    browser: Browser, address: str, tmp_path: Path, scripts: bool
) -> None:
    lines = [json.loads(one) for one in RECORDS.read_text("utf-8").splitlines()[:4]]
    bad = tmp_path / "bad.jsonl"
    bad.write_text("".join(json.dumps(one) + "\n" for one in [*lines, lines[3]]), "utf-8")
    page = browser.new_page(java_script_enabled=scripts)
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/check")
    page.set_input_files("#files", bad)
    page.click("form.panel button")
    expect(page.locator("h2#findings")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("ol.found")).to_contain_text("To fix it: ")
    if scripts:
        narrow_enough(page)
    page.get_by_role("button", name="Fix faults that have only one fix").click()
    page.get_by_role("button", name="Check the fixed files").click(timeout=PATIENCE)
    expect(page.locator("h1")).to_have_text("No errors", timeout=PATIENCE)
    page.close()


def test_a_table_is_mapped_and_a_report_made_of_it(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/import")
    narrow_enough(page)
    page.fill("#service", "Lanternfish")
    page.set_input_files("#files", TABLE)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_have_text("What is in your table?", timeout=PATIENCE)
    narrow_enough(page)
    page.get_by_role("button", name="Import with this mapping").click()
    page.get_by_role("button", name="Make a report").click(timeout=PATIENCE)
    expect(page.locator("h1")).to_have_text("Which report?", timeout=PATIENCE)
    narrow_enough(page)
    page.get_by_role("button", name="Next: what no log holds").click()
    page.fill("#name", "Lanternfish Limited")
    narrow_enough(page)
    page.get_by_role("button", name="Make the report").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("link", name="Download all files").click(timeout=PATIENCE)
    with zipfile.ZipFile(download.value.path()) as archive:
        assert {"report.html", "report.xlsx", "declared.toml"} <= set(archive.namelist())
        declared = archive.read("declared.toml").decode()
    assert 'name = "Lanternfish Limited"' in declared
    page.close()
