"""TOML, in which people declare what no log holds: one document is one record."""

import re
import tomllib
from collections.abc import Iterator

from harmscope.formats.member import Member
from harmscope.formats.rows import BadCell, Row, RowFault, StreamFault, plain, row_fault

_TEXTS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
"""Texts and comments, of which the end may be missing. Each is matched in one pass: no text makes
the search go over the same place again and again."""
_PATHS = re.compile(r"[^=\[\]{},\n]++")
_BRACKETS = re.compile(r"[\[\]{}]")
_LINE = re.compile(r"at line (\d+)")


class BadToml(ValueError):  # noqa: N818 - read as what it is
    """Text that is no TOML; ``line`` counts from 1 and is 0 where none can be told."""

    def __init__(self, fault: str, line: int = 0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.line = line


def parse(data: bytes, nesting: int = 64) -> dict[str, object]:
    """The tables of a document, not nested deeper than ``nesting``. Raises BadToml."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadToml("it is not UTF-8 text") from None
    if _too_deep(text, nesting):
        raise BadToml(f"values are nested deeper than {nesting}")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = _LINE.search(str(error))
        raise BadToml("this is not TOML", int(line[1]) if line else 0) from None


def _too_deep(text: str, nesting: int) -> bool:
    """Whether brackets or dotted names are nested too deeply: the parser of the standard library
    goes down a call for each bracket, and its time grows with the square of the dots."""
    bare = _TEXTS.sub('""', text).translate({ord(" "): None, ord("\t"): None})
    if any(path.count(".") >= nesting for path in _PATHS.findall(bare)):
        return True
    depth = 0
    for bracket in _BRACKETS.findall(bare):
        depth += 1 if bracket in "[{" else -1
        if depth > nesting:
            return True
    return False


def read(member: Member) -> Iterator[Row | RowFault]:
    """The document as one row, on line 1; days and times are text as TOML writes them.

    Raises StreamFault ``broken_toml``, ``row_too_large``, and as the member does.
    """
    data = b""
    for chunk in member.chunks():
        data += chunk
        if len(data) > member.limits.line:
            raise StreamFault("row_too_large", member.name)
    try:
        value = plain(parse(data, member.limits.nesting))
    except BadCell as bad:
        yield row_fault(str(bad), 1, 0)
    except BadToml:
        raise StreamFault("broken_toml", member.name) from None
    else:
        assert isinstance(value, dict)
        yield Row(1, 0, value)
