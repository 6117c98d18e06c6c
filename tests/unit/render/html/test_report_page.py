"""The page as one file that asks nothing of anybody."""

import base64
import itertools
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from harmscope.model.figure import Figure
from harmscope.model.report import Break, Panel, Report, ReportFinding
from harmscope.render.html.charts.svg import ChartRow
from harmscope.render.html.report_page import (
    chart_row,
    completeness_view,
    mapping_view,
    panel_view,
    report_page,
)
from harmscope.render.panel_table import Words

WORDS = Words({"harm": {"hate": "Hate"}}, {"harm": "Harm"}, {"a.b": "Things", "a.c": "Others"})


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


def figure(**members: Any) -> dict[str, Any]:
    return {"metric": "a.b", "unit": "items", "status": "exact"} | members


def panel(*figures: dict[str, Any], chart: str = "bars", **members: Any) -> Panel:
    given = {"id": "p", "title": "P", "chart": chart, "metrics": ["a.b"], "figures": list(figures)}
    return Panel.model_validate(given | members)


def test_the_table_repeats_the_chart_in_words() -> None:
    view = panel_view(panel(figure(value=3, dimensions={"harm": "hate"}), split=["harm"]), WORDS)
    assert view.table.head == ["Harm", "Number"]
    assert list(view.table.shown()) == [["Hate", "3"]]
    assert "Hate" in view.chart


def test_a_headline_share_says_which_counts_it_is_made_of() -> None:
    share = figure(value=0.1818, unit="share", numerator=1002, denominator=5511, notes=["Of May."])
    view = panel_view(panel(share, figure(value=0.5, unit="share"), chart="numbers"), WORDS)
    assert [(tile.shown, tile.note) for tile in view.tiles] == [
        ("18.2 %", "1,002 of 5,511. Of May."),
        ("50.0 %", ""),
    ]


def test_the_download_is_the_table() -> None:
    view = panel_view(panel(figure(value=1234), figure(status="suppressed")), WORDS)
    data = base64.b64decode(view.download.partition("base64,")[2]).decode()
    assert data == "Figure,Number,Status\r\nThings,1234,exact\r\nThings,withheld,withheld\r\n"


def test_not_recorded_says_why() -> None:
    view = panel_view(panel(figure(status="not_recorded", notes=["None kept."])), WORDS)
    assert view.empty == "Not recorded: None kept."
    assert view.chart == ""


def test_nothing_in_the_period_is_said() -> None:
    assert panel_view(panel(), WORDS).empty == "None in this period."


def test_headline_numbers_show_what_is_missing() -> None:
    view = panel_view(panel(figure(value=1), figure(status="not_recorded"), chart="numbers"), WORDS)
    assert [(tile.shown, tile.missing) for tile in view.tiles] == [
        ("1", False),
        ("not recorded", True),
    ]
    assert not view.wide


def test_a_way_of_one_step_is_not_drawn() -> None:
    steps = panel(
        figure(value=1), figure(status="not_recorded", notes=["None kept."]), chart="funnel"
    )
    assert panel_view(steps, WORDS).empty == "Not recorded: None kept."


def test_small_multiples_are_grouped_by_the_first_dimension() -> None:
    figures = [
        figure(value=number, dimensions={"harm": "hate", "month": f"2025-0{number}"})
        for number in (1, 2)
    ]
    view = panel_view(panel(*figures, chart="multiples", split=["harm", "month"]), WORDS)
    assert view.chart.count("<li>") == 1


def test_every_way_of_mapping_is_explained_and_those_that_occur_are_drawn() -> None:
    figures = [
        Figure(metric="quality.mapped_equal", value=3, unit="incidents", status="exact"),
        Figure(metric="quality.mapped_rollup", value=0, unit="incidents", status="exact"),
    ]
    view = mapping_view(figures)
    assert [row[:2] for row in view.table.shown()] == [["Equal", "3"], ["Rolled up", "0"]]
    assert "Equal" in view.chart
    assert "Rolled up" not in view.chart


def test_completeness_bars_are_shares_of_all() -> None:
    figure = Figure(
        metric="quality.completeness",
        value=0.25,
        unit="share",
        status="exact",
        numerator=1,
        denominator=4,
        dimensions={"field": "harm"},
    )
    made = completeness_view([figure])
    assert "Harm category" in made.chart
    assert 'width="25.00%"' in made.chart
    assert list(made.table.shown()) == [["Harm category", "1", "4", "25.0 %"]]
    assert made.download.startswith("data:text/csv")


def test_without_cases_there_is_no_chart() -> None:
    assert mapping_view([]).chart == ""
    assert completeness_view([]).chart == ""


def test_only_a_figure_with_a_value_is_drawn() -> None:
    assert chart_row(Figure.model_validate(figure(status="not_recorded")), "x") is None
    assert chart_row(Figure.model_validate(figure(value=0)), "x") == ChartRow("x", 0.0, "0")


def test_a_drawn_share_says_its_counts() -> None:
    share = figure(unit="share", value=0.25, numerator=1, denominator=4)
    row = chart_row(Figure.model_validate(share), "x")
    assert row == ChartRow("x", 0.25, "25.0 %, 1 of 4")


def test_what_is_not_known_is_residual() -> None:
    row = chart_row(Figure.model_validate(figure(value=1)), "Unallocated", "unallocated")
    assert row is not None
    assert row.residual
