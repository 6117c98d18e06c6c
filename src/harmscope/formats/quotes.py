"""Quote marks too many: one that opens a cell by mistake swallows the rows below it until the next
one, and a reader that goes by quotes alone sees nothing wrong.
"""

import csv
import re
from collections.abc import Sequence

_FEW = 3
"""In a table of so few columns a text of two lines may look like two rows."""

_QUOTED = re.compile('"[^"]*"')
_TRIED = 20
"""Quote marks in a line that are tried as the one too many."""


def swallows(lines: Sequence[str], width: int, delimiter: str, cells: int) -> bool:
    """Whether lines that were read as one row are rows of ``width`` cells each by themselves.

    ``cells`` is how many cells the one row had: where it had the wrong number, most of the lines
    are enough.
    """
    held = [line for line in lines if line.strip()]
    least = 2 if width > _FEW else 3
    if width < 2 or len(held) < least:
        return False
    if cells == width and any(line.count(delimiter) < width - 1 for line in held):
        # Too few for a row, however its quotes are read: true of nearly every text of two lines.
        return False
    if any(_is_prose(line, delimiter) for line in held[1:]) and not _is_prose(held[0], delimiter):
        return False
    if cells == width:
        return all(_is_row(line, width, delimiter) for line in held)
    return sum(_is_row(line, width, delimiter) for line in held) * 2 > len(held)


def unquoted(line: str, delimiter: str) -> list[str]:
    """The cells of a line in which quote marks mean nothing; those around a cell are taken off."""
    (cells,) = csv.reader([line.rstrip("\r\n")], delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return [cell.strip('"') for cell in cells]


def as_row(line: str, width: int, delimiter: str) -> list[str]:
    """The cells of a line by itself: as quoted where that fits, else with its quotes taken off."""
    whole = _parsed(line, delimiter)
    return whole if len(whole) == width else unquoted(line, delimiter)


def _is_prose(line: str, delimiter: str) -> bool:
    """Whether most delimiters outside of quotes are followed by a blank, as in a sentence."""
    bare = _QUOTED.sub("", line)
    return bare.count(f"{delimiter} ") * 2 > bare.count(delimiter)


def _is_row(line: str, width: int, delimiter: str) -> bool:
    text = line.rstrip("\r\n")
    if len(_parsed(text, delimiter)) == width or text.count(delimiter) == width - 1:
        return True
    places = [at for at, char in enumerate(text) if char == '"'][:_TRIED]
    return any(len(_parsed(text[:at] + text[at + 1 :], delimiter)) == width for at in places)


def _parsed(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []
