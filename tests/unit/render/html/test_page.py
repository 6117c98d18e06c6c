"""The page as one file that asks nothing of anybody."""

import itertools
import re
from collections.abc import Callable
from html.parser import HTMLParser

from harmscope.model.report import Break, Report, ReportFinding
from harmscope.render.html.page import report_page


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.named: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        for name, found in (("id", self.ids), ("aria-labelledby", self.named)):
            if given.get(name):
                found.append(str(given[name]))
        self.links += [str(given[name]) for name in ("href", "src") if given.get(name)]


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    return parser


def test_nothing_runs_and_nothing_is_fetched(made: Callable[..., Report]) -> None:
    page = report_page(made())
    found = outline(page)
    assert not {"script", "iframe", "img", "link", "object", "form"} & set(found.tags)
    assert all(link.startswith(("#", "data:text/csv;")) for link in found.links)
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "@import" not in page


def test_ids_are_unique_and_every_reference_is_met(made: Callable[..., Report]) -> None:
    found = outline(report_page(made()))
    assert len(found.ids) == len(set(found.ids))
    anchors = {link[1:] for link in found.links if link.startswith("#")}
    assert anchors | set(found.named) <= set(found.ids)


def test_headings_descend_step_by_step(made: Callable[..., Report]) -> None:
    levels = outline(report_page(made())).levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_what_comes_from_the_data_is_escaped(made: Callable[..., Report]) -> None:
    page = report_page(made(service="<script>alert(1)</script>"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_every_panel_has_its_table_and_data(made: Callable[..., Report]) -> None:
    one = made()
    page = report_page(one)
    panels = [panel for section in one.sections for panel in section.panels]
    filled = [panel for panel in panels if panel.figures]
    assert page.count('class="download"') == len(filled) + 2  # and both boxes on quality
    assert all(f'id="{panel.id}"' in page for panel in panels)


def test_the_header_says_who_and_when(made: Callable[..., Report]) -> None:
    page = report_page(made())
    assert "<h1>Lanternfish</h1>" in page
    assert "July to December 2025" in page
    assert "1 January 2026" in page


def test_a_protected_report_says_so_and_shows_what_is_withheld(
    made: Callable[..., Report],
) -> None:
    page = report_page(made(disclosure="public"))
    assert "Protected as" in page
    assert "withheld" in page
    assert "Protected as" not in report_page(made())


def test_breaks_and_findings_stand_beside_the_data(made: Callable[..., Report]) -> None:
    report = made()
    text = "Break: from 2025-08-01 on dsa@v2 is used in place of dsa@v1."
    gap = Break(what="codes", since="2025-08-01", until="2025-07-31", text=text)
    finding = ReportFinding(
        code="not_recorded", count=2, what="No log.", metrics=["items.actioned"]
    )
    quality = report.quality.model_copy(update={"findings": [finding]})
    page = report_page(report.model_copy(update={"breaks": [gap], "quality": quality}))
    assert text in page
    assert "2 figures" in page
    assert "<code>not_recorded</code>" in page
