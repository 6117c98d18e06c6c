"""The page of a report: one file, no scripts, nothing asked of any other place."""

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.render.html import numbers
from harmscope.render.html.panels import panel_view
from harmscope.render.html.quality import completeness_rows, mapping_rows
from harmscope.render.html.rows import words_of
from harmscope.taxonomy import codelist

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def report_page(report: Report) -> str:
    """The report as one HTML document."""
    words = words_of(report)
    sections = [
        (section, [panel_view(panel, words) for panel in section.panels])
        for section in report.sections
    ]
    return (
        environment()
        .get_template("report.html")
        .render(
            report=report,
            style=Markup((_TEMPLATES / "style.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
            who="All services" if report.service == "all" else report.service,
            period=numbers.period(parse_period(report.period)),
            clock=numbers.day(date.fromisoformat(report.clock)),
            sections=sections,
            mapping=mapping_rows(report.mapping),
            completeness=completeness_rows(report.completeness),
            parts=codelist("record-part").codes,
            units=codelist("unit").codes,
            total=_total(report),
        )
    )


def _total(report: Report) -> int:
    panels = (panel for section in report.sections for panel in section.panels)
    figures: list[Figure] = [figure for panel in panels for figure in panel.figures]
    return len(figures)


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
    env.filters["grouped"] = numbers.grouped
    env.filters["percent"] = numbers.percent
    return env
