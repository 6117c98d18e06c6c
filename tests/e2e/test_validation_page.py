"""The page of a validation in a real browser: whole, alone, quick, readable at every width."""

import json
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from harmscope.findings import Tally
from harmscope.render.html.validation_page import validation_page
from harmscope.rules import CATALOGUE
from harmscope.validation import FileCount, Options, Verdict, validate
from harmscope.validation.statistics import Profile
from harmscope.validation.verdict import Positions

CASES = Path(__file__).parents[1] / "cases"
DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    header, record = (CASES / "HS102" / "good.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(record) | {"incident_id": f"i{number}"} for number in range(400)]
    for number, row in enumerate(rows):
        if number % 7 == 0:
            row["origin"] = "nowhere"
        if number % 3 == 0:
            row.pop("harm", None)
    data = folder / ("a-file-with-a-name-that-is-long-and-does-not-break" * 2 + ".jsonl")
    data.write_text("\n".join([header, *map(json.dumps, rows)]), encoding="utf-8")
    positions, profile = Positions(), Profile()
    tally = Tally(sinks=[positions])
    verdict = validate([data], Options(clock=DAY), tally=tally, profile=profile)
    target = folder / "page.html"
    target.write_text(validation_page(verdict, positions, profile, DAY), encoding="utf-8")
    return target


def open_page(browser: Browser, file: Path, width: int, scheme: str = "light") -> Page:
    page = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    ).new_page()
    page.goto(file.as_uri())
    return page


def test_it_asks_for_nothing_outside_and_reports_no_fault(
    browser: Browser, page_file: Path
) -> None:
    asked: list[str] = []
    faults: list[str] = []
    page = browser.new_context().new_page()

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(page_file.as_uri())
    assert asked == [page_file.as_uri()]
    assert faults == []
    assert page.locator("script").count() == 0


@pytest.mark.parametrize("width", [375, 768, 1440])
def test_nothing_sticks_out_sideways(browser: Browser, page_file: Path, width: int) -> None:
    page = open_page(browser, page_file, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_verdict_and_next_step_are_seen_without_scrolling(
    browser: Browser, page_file: Path
) -> None:
    page = open_page(browser, page_file, 375)
    for place in ("h1", ".next"):
        box = page.locator(place).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 900


def test_charts_have_names_and_a_table_behind_each(browser: Browser, page_file: Path) -> None:
    page = open_page(browser, page_file, 1280)
    charts = page.locator("svg[role=img]")
    assert charts.count() == 2
    assert all(charts.nth(index).get_attribute("aria-label") for index in range(2))
    drawn = page.locator("article[id]:has(svg)").count()
    assert drawn >= 3
    assert page.locator("article[id]:has(svg):has(details table)").count() == drawn


def test_rules_open_by_keyboard(browser: Browser, page_file: Path) -> None:
    page = open_page(browser, page_file, 1280)
    opened = page.locator("details.rule[open]").count()
    summary = page.locator("details.rule > summary").last
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.rule[open]").count() == opened + 1


def test_dark_is_dark(browser: Browser, page_file: Path) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light = open_page(browser, page_file, 1280).evaluate(colour)
    assert light != open_page(browser, page_file, 1280, "dark").evaluate(colour)


def test_a_page_of_very_many_findings_opens_within_a_second(
    browser: Browser, tmp_path: Path
) -> None:
    positions = Positions()
    verdict = Verdict(Tally(sinks=[positions]))
    verdict.files.append(FileCount("big.jsonl.zst", 945_000, 55_000))
    codes = [code for code in CATALOGUE if code.startswith("HS")]
    for number in range(55_000):
        rule = CATALOGUE[codes[number % len(codes)]]
        verdict.tally.add(rule.finding("big.jsonl.zst", number * 18 + 1, 0, "/decisions/0"))
    target = tmp_path / "page.html"
    target.write_text(validation_page(verdict, positions, Profile(), DAY), encoding="utf-8")
    page = browser.new_context().new_page()
    measuring = page.context.new_cdp_session(page)
    measuring.send("Performance.enable")
    page.goto(target.as_uri())
    shown = page.locator(".counts dd").first.inner_text()
    told = {
        one["name"]: one["value"] for one in measuring.send("Performance.getMetrics")["metrics"]
    }
    assert shown == f"{verdict.tally.total('error'):,}"
    # A second of the processor: by the clock it is longer where others work too.
    assert 0 < told["ThreadTime"] < 1
