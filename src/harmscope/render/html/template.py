"""What all pages share: the templates, their styles, and one way to make a page."""

import base64
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harmscope import __version__
from harmscope.errors import many
from harmscope.model.period import parse_period
from harmscope.render.figure_text import period
from harmscope.render.html.charts.svg import element
from harmscope.render.safe_text import clean
from harmscope.render.table import Table, grouped, percent
from harmscope.render.writers.to_csv import table_csv

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def page(template: str, styles: tuple[str, ...] = (), **values: Any) -> str:
    """One HTML document without scripts and requests; ``styles`` are added to that of all pages."""
    style = Markup(style_of(*styles))  # noqa: S704 - our own files
    return environment().get_template(template).render(style=style, version=__version__, **values)


def parts(template: str, **values: Any) -> dict[str, str]:
    """The pieces of a document, to stand inside another page that has the same styles: what its
    template puts into the blocks of the base, empty where that is nothing."""
    text = _pieces().get_template(template).render(version=__version__, **values)
    return dict(zip(PARTS, text.split(_SEAM), strict=True))


PARTS = ("mast", "contents", "main", "foot")
_SEAM = "\f"
"""Stands between pieces; what is put into templates is clean of it."""


@cache
def _pieces() -> Environment:
    """The templates on a base that is nothing but its blocks."""
    shared = environment()
    assert shared.loader is not None
    base = _SEAM.join(f"{{% block {name} %}}{{% endblock %}}" for name in PARTS)
    return shared.overlay(loader=ChoiceLoader([DictLoader({"base.html": base}), shared.loader]))


def style_of(*more: str) -> str:
    """The style of all pages, and after it the style sheets ``more``."""
    return "\n".join(
        (_TEMPLATES / name).read_text(encoding="utf-8") for name in ("style.css", *more)
    )


@cache
def environment() -> Environment:
    """The templates. Everything put into them is escaped unless our charts made it, and no text
    can turn the direction of the page around."""
    env = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalized,
    )
    env.filters["grouped"] = grouped
    env.filters["many"] = many
    env.filters["percent"] = percent
    env.filters["table"] = table_html
    env.filters["span"] = span_text
    return env


def _finalized(value: object) -> object:
    return clean(value, lines=True) if type(value) is str else value


def span_text(days: str) -> str:
    """``January to March 2026`` for ``2026-01-01/2026-03-31``; nothing for nothing."""
    return period(parse_period(days)) if days else ""


def table_html(table: Table) -> Markup:
    """A table as an element; the first cell of each row is its head."""
    head = element("tr", *(element("th", clean(name), scope="col") for name in table.head))
    lines = [_line(row) for row in table.shown()]
    return element("table", element("thead", head), element("tbody", *lines, ""))


def data_address(table: Table) -> str:
    """An address that holds a table itself as CSV, for a link to download."""
    data = base64.b64encode(table_csv(table).encode()).decode()
    return f"data:text/csv;charset=utf-8;base64,{data}"


def _line(row: Sequence[str]) -> Markup:
    cells = [element("th", clean(row[0]), scope="row")] if row else []
    return element("tr", *cells, *(element("td", clean(cell)) for cell in row[1:]), "")
