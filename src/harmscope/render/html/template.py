"""What all pages share: the templates, their styles, and one way to make a page."""

import base64
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harmscope import __version__
from harmscope.render.html.charts.svg import element
from harmscope.render.safe_text import clean
from harmscope.render.table import Table, grouped, percent
from harmscope.render.writers.to_csv import table_csv

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def page(template: str, styles: tuple[str, ...] = (), **values: Any) -> str:
    """One HTML document without scripts and requests; ``styles`` are added to that of all pages."""
    text = "\n".join(
        (_TEMPLATES / name).read_text(encoding="utf-8") for name in ("style.css", *styles)
    )
    style = Markup(text)  # noqa: S704 - our own files
    return environment().get_template(template).render(style=style, version=__version__, **values)


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
    env.filters["percent"] = percent
    env.filters["table"] = table_html
    return env


def _finalized(value: object) -> object:
    return clean(value, lines=True) if type(value) is str else value


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
