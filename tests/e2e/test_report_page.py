"""The report page in a real browser: whole, alone, readable at every width, without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from harmscope.demo import demonstrate


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    list(demonstrate(folder))
    return folder / "report" / "report.html"


def open_page(browser: Browser, file: Path, width: int, scheme: str = "light") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=True,
    )
    page = context.new_page()
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
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert faults == []
    assert page.locator("script").count() == 0


@pytest.mark.parametrize("width", [375, 768, 1440])
def test_nothing_sticks_out_sideways(browser: Browser, page_file: Path, width: int) -> None:
    page = open_page(browser, page_file, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_charts_have_names_and_a_table_behind_each(browser: Browser, page_file: Path) -> None:
    page = open_page(browser, page_file, 1280)
    charts = page.locator("svg[role=img]")
    assert charts.count() > 0
    for index in range(charts.count()):
        assert (
            charts.nth(index).get_attribute("aria-label")
            or charts.nth(index).locator("title").count()
        )
    panels = page.locator("article[id]:has(svg)")
    assert panels.count() > 0
    assert page.locator("article[id]:has(svg):has(details table)").count() == panels.count()


def test_tables_open_by_keyboard(browser: Browser, page_file: Path) -> None:
    page = open_page(browser, page_file, 1280)
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1


def test_dark_is_dark(browser: Browser, page_file: Path) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light = open_page(browser, page_file, 1280).evaluate(colour)
    dark = open_page(browser, page_file, 1280, "dark").evaluate(colour)
    assert light != dark
