"""Tables as HTML: one page without scripts and requests."""

from collections.abc import Sequence
from typing import BinaryIO

from harmscope.render.html.template import page
from harmscope.render.table import Table


def write(tables: Sequence[Table], file: BinaryIO) -> None:
    """Write all tables as one page, each under its title and followed by its notes."""
    title = tables[0].title or tables[0].section or "Table"
    text = page("tables.html", ("tables.css",), tables=tables, title=title)
    file.write(text.encode("utf-8"))
