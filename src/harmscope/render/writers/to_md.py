"""Tables as Markdown; no text of a cell means anything to Markdown or HTML."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from harmscope.render.safe_text import markdown
from harmscope.render.table import Table


def write(tables: Sequence[Table], file: BinaryIO) -> None:
    """Write all tables, each under its title and followed by its notes."""
    lines: list[str] = []
    for table in tables:
        title = [f"## {markdown(table.title or table.section)}", ""]
        lines += [*(title if table.title or table.section else []), *table_lines(table), ""]
        for note in table.notes:
            lines += [markdown(note), ""]
    file.write("\n".join(lines).encode("utf-8"))


def table_lines(table: Table) -> Iterator[str]:
    """The lines of one table."""
    yield _line(table.head)
    yield "|" + "---|" * len(table.columns)
    for row in table.shown():
        yield _line(row)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(markdown(cell) for cell in cells)} |"
