"""JSON Lines: one object a line."""

from collections.abc import Iterator

from harmscope.formats.json_ import Refused, parse
from harmscope.formats.member import Member
from harmscope.formats.rows import Line, Row, RowFault, StreamFault, row_fault

_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def read(member: Member) -> Iterator[Row | RowFault]:
    """Rows in the order of the file. Blank lines hold no row.

    A byte order mark on the first line is taken off and said in ``member.notes``. Raises
    StreamFault after the good part of a damaged member, and ``wrong_encoding`` for UTF-16.
    """
    if member.head(2).startswith(_WIDE):
        raise StreamFault("wrong_encoding", member.name)
    for line in member.lines():
        data = line.data
        if line.number == 1 and data.startswith(_BOM):
            member.notes.append("a byte order mark stands at the start")
            data = data[len(_BOM) :]
        if line.too_long or data.strip():
            yield row(line, data.removesuffix(b"\r"), member.limits.nesting)


def row(line: Line, data: bytes, nesting: int) -> Row | RowFault:
    """One line to a row; ``data`` is the line without mark and carriage return."""
    if line.too_long:
        return row_fault("line_too_long", line.number, line.offset)
    try:
        value = parse(data, nesting)
    except Refused as refused:
        cut = refused.code == "broken_json" and not line.ended
        return row_fault("cut_off_line" if cut else refused.code, line.number, line.offset)
    if not isinstance(value, dict):
        return row_fault("not_an_object", line.number, line.offset)
    return Row(line.number, line.offset, value, data)
