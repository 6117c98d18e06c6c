"""The page of a report: one file, no scripts, nothing asked of any other place."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.render import figure_text
from harmscope.render.html.panels import PanelView, panel_view
from harmscope.render.html.quality import completeness_view, mapping_view
from harmscope.render.html.rows import words_of
from harmscope.taxonomy import codelist
from harmscope.times import day_of

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def report_page(report: Report) -> str:
    """The report as one HTML document."""
    words = words_of(report)
    sections = [
        (section, filled([panel_view(panel, words) for panel in section.panels]))
        for section in report.sections
    ]
    return (
        environment()
        .get_template("report.html")
        .render(
            report=report,
            style=Markup((_TEMPLATES / "style.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
            who="All services" if report.service == "all" else report.service,
            period=figure_text.period(parse_period(report.period)),
            clock=figure_text.day(day_of(report.clock)),
            sections=sections,
            mapping=mapping_view(report.mapping),
            completeness=completeness_view(report.completeness),
            parts=codelist("record-part").codes,
            titles=words.metrics,
            units=codelist("unit").codes,
        )
    )


def filled(panels: list[PanelView]) -> list[PanelView]:
    """The panels of a section, a narrow one made wide where nothing stands beside it."""
    result: list[PanelView] = []
    left = False
    for place, panel in enumerate(panels):
        following = panels[place + 1] if place + 1 < len(panels) else None
        alone = not panel.wide and not left and (following is None or following.wide)
        left = not panel.wide and not left and not alone
        result.append(replace(panel, wide=True) if alone else panel)
    return result


@cache
def environment() -> Environment:
    """The templates; everything put into them is escaped unless it was made by the charts."""
    env = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["grouped"] = figure_text.grouped
    env.filters["percent"] = figure_text.percent
    return env
