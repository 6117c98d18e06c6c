"""Whether a page in Chromium suits everybody: axe-core, and nothing that sticks out sideways."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Page

WIDTHS = (375, 1440)
_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_EVERY = {"type": "tag", "values": _TAGS}
_OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# Of long lists the first rows are looked at: the others are alike, and there are hundreds.
_RUN = """async (asked) => {
  const alike = {exclude: ["main li:nth-of-type(n+25)", "main tr:nth-of-type(n+25)"]};
  const found = await axe.run(alike, {runOnly: asked, resultTypes: ["violations"], preload: false});
  const html = (node) => `${node.target} ${node.html.slice(0, 160)} ${node.failureSummary}`;
  const some = (one) => one.nodes.slice(0, 4).map(html).join(" || ");
  return found.violations.map((one) => `${one.id}: ${some(one)}`);
}"""
_STICKS_OUT = """(width) => document.documentElement.scrollWidth <= width ? [] :
  [...document.querySelectorAll("main *")].filter((one) =>
    one.getBoundingClientRect().right > width + 1 && !one.closest(".scroll")).slice(0, 4)
    .map((one) => one.outerHTML.slice(0, 160)).concat(`page is ${
      document.documentElement.scrollWidth} wide`)"""


# Everything that rules look at but colours: where elements stand, and whether they show.
_LAYOUT = """() => [...document.querySelectorAll("*")].map((one) => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return [box.x, box.y, box.width, box.height, style.display, style.visibility, style.opacity,
    style.textDecorationLine, style.fontSize, style.fontWeight, style.clipPath, style.overflow];
}).join(" ")"""


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands, on a phone and a desk, light and dark. Where the
    dark changes nothing but colours, only the rules on colours are asked again."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    page.evaluate(_AXE)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{page.url} {width}: {one}" for one in page.evaluate(_STICKS_OUT, width)]
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        layout = page.evaluate(_LAYOUT)
        found += [f"{page.url} {width} light: {one}" for one in page.evaluate(_RUN, _EVERY)]
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        asked = _OF_COLOURS if page.evaluate(_LAYOUT) == layout else _EVERY
        found += [f"{page.url} {width} dark: {one}" for one in page.evaluate(_RUN, asked)]
    page.emulate_media(color_scheme="light")
    return found


@dataclass
class Looker:
    """Looks at pages as steps come by them: gathers faults, and of which tasks it saw a job."""

    data: Path
    faults: list[str] = field(default_factory=list)
    tasks: set[str] = field(default_factory=set)

    def __call__(self, page: Page) -> None:
        """Look at a page, which stays as it is."""
        self.faults += faults_of(page)
        if found := re.search(r"/jobs/(\w+)", page.url):
            with closing(sqlite3.connect(self.data / "app.sqlite")) as kept:
                wanted = kept.execute("SELECT task FROM web_jobs WHERE id = ?", [found[1]])
                self.tasks.add(wanted.fetchone()[0])
