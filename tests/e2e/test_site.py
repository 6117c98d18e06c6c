"""The site is built from the documents: every page in it, no broken link, no outside request."""

import os
import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

from tools.site import ROOT, build, pages

CONFIG = ROOT / "docs" / "zensical.toml"
AIM = re.compile(r"""(?:href|src)=(?:"([^"]*)"|'([^']*)')""")
NAME = re.compile(r"""\bid=(?:"([^"]*)"|'([^']*)')""")
OUTSIDE = re.compile(
    r"""<(?:script|link|img|iframe)[^>]*(?:src|href)=["']?(?:https?:)?//[^>]*>|@import|url\(["']?http"""
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def texts(site: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


def built(page: Path) -> Path:
    """Where a Markdown file of the tree stands in the site."""
    place = page.relative_to(ROOT).with_suffix(".html")
    return place.with_name("index.html") if place.stem == "README" else place


def test_every_document_is_a_page(site: Path) -> None:
    assert len(pages()) > 400
    assert [page for page in pages() if not (site / built(page)).is_file()] == []


def test_no_link_is_broken(site: Path, texts: dict[Path, str]) -> None:
    names = {path: {"".join(one) for one in NAME.findall(text)} for path, text in texts.items()}
    broken, seen = [], 0
    for path, text in texts.items():
        if path.name == "404.html":  # its links start at the root of a server
            continue
        for link in {"".join(one) for one in AIM.findall(text)}:
            if re.match(r"[a-z]+:|//", link):
                continue
            seen += 1
            name, _, part = link.partition("#")
            aim = Path(os.path.normpath(path.parent / unquote(name))) if name else path
            aim = aim / "index.html" if name in (".", "./") else aim
            if not aim.is_file() or (part and unquote(part) not in names.get(aim, ())):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert seen > 10_000
    assert broken == []


def test_no_page_asks_other_machines(texts: dict[Path, str], site: Path) -> None:
    assert [path for path, text in texts.items() if OUTSIDE.search(text)] == []
    for sheet in site.rglob("*.css"):
        assert not re.search(r"@import|url\([\"']?(?:https?:)?//", sheet.read_text("utf-8"))


def test_navigation_has_a_part_for_each_group_of_users() -> None:
    nav = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["project"]["nav"]
    parts = {title: aim for entry in nav for title, aim in entry.items()}
    groups = ("Platforms", "Advertisers and researchers", "Regulators", "Developers")
    assert set(groups) <= set(parts)
    named = {aim for part in groups for entry in parts[part] for aim in entry.values()}
    guides = [*(ROOT / "docs").glob("tutorial-*.md"), *(ROOT / "docs").glob("howto-*.md")]
    assert {page.relative_to(ROOT).as_posix() for page in guides} <= named
    top = {page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").glob("*.md")}
    assert top <= named, "every document is in the navigation"
    assert [aim for aim in named if not (ROOT / aim).is_file()] == []


@pytest.mark.parametrize("width", [375, 1440])
def test_it_is_read_from_the_disk(browser: Browser, site: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    assert page.locator("h1").first.inner_text().startswith("harmscope")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
