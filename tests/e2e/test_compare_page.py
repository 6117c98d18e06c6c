"""The comparison's page in a real browser, at a phone's and at a desk's width."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from harmscope.comparison import Options, compare
from harmscope.reading import load, read, write_published
from harmscope.render.comparison_file import write_comparison

EXAMPLE = Path(__file__).parents[2] / "examples" / "advertiser-compare"
WIDTHS = [375, 1440]


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare")
    for name, kind in (("halcyon", "dsa-report"), ("lantern", "dsa-report"),
                       ("enforcement-2025Q4.csv", "meta-cser")):  # fmt: skip
        write_published(read([EXAMPLE / name], kind), folder / f"{name}.json")
    reports = [load(path) for path in sorted(folder.glob("*.json"))]
    write_comparison(compare(reports, Options()), folder / "compare.html")
    return folder / "compare.html"


def opened(browser: Browser, path: Path, width: int) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    return page, asked


@pytest.mark.parametrize("width", WIDTHS)
def test_opens_without_scripts_or_requests(browser: Browser, page_file: Path, width: int) -> None:
    page, asked = opened(browser, page_file, width)
    assert asked == [page_file.as_uri()]
    assert page.locator("script").count() == 0
    assert page.locator("svg").count() > 10


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_off_the_side(browser: Browser, page_file: Path, width: int) -> None:
    page, _ = opened(browser, page_file, width)
    main = page.locator("main").bounding_box()
    assert main is not None
    assert main["x"] >= 0
    assert main["width"] <= width
    for card in page.locator("article.panel").all():
        box = card.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width + 1


def test_verdicts_are_read_before_numbers(browser: Browser, page_file: Path) -> None:
    page, _ = opened(browser, page_file, 1440)
    titles = page.locator("h2").all_inner_texts()
    assert titles[0] == "Can these figures be compared?"
    first = page.locator("#verdicts").bounding_box()
    chart = page.locator("ul.dots").first.bounding_box()
    assert first is not None
    assert chart is not None
    assert first["y"] < chart["y"]


def test_hatched_cells_look_hatched(browser: Browser, page_file: Path) -> None:
    page, _ = opened(browser, page_file, 1440)
    hatched = page.locator("td.hatched").first
    assert hatched.count() == 1
    assert "repeating-linear-gradient" in str(
        page.locator("style").first.evaluate("node => node.textContent")
    )


def test_every_link_inside_the_page_leads_somewhere(browser: Browser, page_file: Path) -> None:
    page, _ = opened(browser, page_file, 1440)
    for link in page.locator('a[href^="#"]').all():
        target = link.get_attribute("href") or "#"
        assert page.locator(f'[id="{target[1:]}"]').count() == 1, target
