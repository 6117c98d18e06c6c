"""Text that is safe to show: in a terminal, in a cell, in JSON."""

import json
import re
from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import Final

# Text that is safe where it is shown: terminals, cells of a spreadsheet, Markdown, JSON.
#
# What comes out of a file may hold characters that steer a terminal, turn the order of words
# around or make a spreadsheet run a formula. Everything that leaves the program passes one of
# these.

_STEERING: Final = (
    "\x00-\x1f\x7f-\x9f"  # control characters, terminal escapes among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # these change the direction of the text
    "\u2028\u2029"  # these break a line where no line ends
    "\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"  # these are not seen
    "\ud800-\udfff\ufffe\uffff"  # these are no characters
    "\U000e0000-\U000e007f"
)
_UNSAFE: Final = re.compile(f"[{_STEERING}]")
_UNSAFE_IN_LINES: Final = re.compile(f"(?!\n)[{_STEERING}]")
_ESCAPED_IN_JSON: Final = re.compile(f"(?!\n)[{_STEERING}]")

_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")

_FORMULAS: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_MARKS: Final = re.compile(r"([\\`*_{}\[\]>#|])")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")


def clean(text: str, *, lines: bool = False) -> str:
    """``text`` with a blank for each character that is not to be seen but does something.

    ``lines`` keeps line feeds.
    """
    return (_UNSAFE_IN_LINES if lines else _UNSAFE).sub(" ", text)


def guarded(text: str) -> str:
    """``text``, clean, with an apostrophe in front where a spreadsheet takes it for a formula."""
    plain = clean(text)
    return f"'{plain}" if plain.lstrip().startswith(_FORMULAS) else plain


def markdown(text: str) -> str:
    """``text`` in one line that means nothing to Markdown or HTML."""
    marked = _MARKS.sub(r"\\\1", " ".join(clean(text).split()))
    return _ENTITY.sub("&amp;", marked).replace("<", "&lt;")


def json_text(body: object, *, ordered: bool = False) -> str:
    """``body`` as JSON for people and programs: two blanks of indentation, letters as they are.

    Characters that would steer a terminal are written as their numbers, which means the same.
    ``ordered`` sorts the members by name.
    """
    text = json.dumps(body, indent=2, ensure_ascii=False, sort_keys=ordered)
    return _ESCAPED_IN_JSON.sub(_number, text)


def json_ascii(text: str) -> str:
    """The same JSON in ASCII: every other letter is written as its number, which means the same."""
    return _BEYOND_ASCII.sub(_number, text)


def _number(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


# Shapes of text on a terminal: columns, paragraphs, lists.

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
