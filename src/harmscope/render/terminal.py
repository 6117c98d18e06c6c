"""Shapes of text on a terminal: columns, paragraphs, lists."""

from collections.abc import Iterable, Sequence
from textwrap import fill

WIDTH = 96


def columns(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns padded with blanks, under a head line."""
    body = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in body) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in body
    ]
    return "\n".join(line.rstrip() for line in lines)


def paragraph(text: str, indent: str = "") -> str:
    """Text filled to the width of a page."""
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def bullets(title: str, items: Sequence[str]) -> list[str]:
    """A title and its items as a list; nothing at all for no items."""
    if not items:
        return []
    lines = [fill(item, WIDTH, initial_indent="  - ", subsequent_indent="    ") for item in items]
    return ["", f"{title}:", *lines]
