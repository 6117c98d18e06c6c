"""A JSON document of records: ``[{…}, {…}]``, ``{"statements": [{…}]}``, or one object.

A list is never held whole: the ends of its items are found by scanning, and each item is parsed
strictly by itself.
"""

import re
from collections.abc import Iterator

from harmscope.formats.json_ import Refused, parse
from harmscope.formats.member import Member
from harmscope.formats.rows import Row, RowFault, StreamFault, row_fault

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"


def read(member: Member, lists: frozenset[str] = frozenset()) -> Iterator[Row | RowFault]:
    """The items of the list at the top; or of the member named in ``lists`` of the object at the
    top; or, where there is no such list, that object as the one row.

    ``line`` and ``offset`` are where the item starts. Raises StreamFault ``broken_document`` after
    the good part where the document breaks off, ``row_too_large`` for an item over the limit.
    """
    if member.head(2) in _WIDE:
        raise StreamFault("wrong_encoding", member.name)
    scan = _Scan(member, lists)
    for line, offset, data in scan.items():
        yield _row(line, offset, data, member.limits.nesting)
    if not scan.closed:
        raise StreamFault("broken_document", member.name)
    if scan.beside and scan.level == 2:
        member.notes.append("members beside the list of records were not read")


def _row(line: int, offset: int, data: bytes, nesting: int) -> Row | RowFault:
    try:
        value = parse(data, nesting)
    except Refused as refused:
        return row_fault(refused.code, line, offset)
    if not isinstance(value, dict):
        return row_fault("not_an_object", line, offset)
    return Row(line, offset, value, data)


class _Scan:
    """Walks over a document and cuts out the items of its list.

    ``level`` is the depth at which items lie, unknown until the list is found.
    """

    def __init__(self, member: Member, lists: frozenset[str]) -> None:
        self.closed = False
        self.beside = False
        self._member = member
        self._lists = {name.encode() for name in lists}
        self._buffer = b""
        self._start = self._place = self._offset = 0
        self._line, self._lined = 1, 0
        self._depth = 0
        self.level: int | None = None
        self._key = b""
        self._after_comma = False

    def items(self) -> Iterator[tuple[int, int, bytes]]:
        """Line, offset and bytes of every item."""
        for chunk in self._member.chunks():
            self._take(chunk)
            yield from self._scan()
        if self.closed and self._buffer[self._place :].strip():
            self.closed = False

    def _take(self, chunk: bytes) -> None:
        self._line_at(self._start)
        self._buffer = self._buffer[self._start :] + chunk
        self._offset += self._start
        self._place -= self._start
        self._start = self._lined = 0
        if self._offset == 0 and self._buffer.startswith(_MARK) and self._place == 0:
            self._place = self._start = len(_MARK)
        if len(self._buffer) > self._member.limits.line + len(chunk):
            raise StreamFault("row_too_large", self._member.name)

    def _scan(self) -> Iterator[tuple[int, int, bytes]]:
        for found in _TOKEN.finditer(self._buffer, self._place):
            token = found[0]
            if token[0] == 0x22 and (len(token) == 1 or token[-1] != 0x22 or _open(token)):
                return
            self._place = found.end()
            if token[0] == 0x22:
                self._key = token if self._depth == 1 else self._key
            elif token in b"[{":
                self._enter(token, found.end())
            elif token == b",":
                if self._depth == self.level:
                    yield self._item(found.start())
                    self._after_comma = True
                self.beside |= self._depth == 1 and self.level != 1
            else:
                yield from self._leave(token, found.start())

    def _enter(self, token: bytes, after: int) -> None:
        if self.closed:
            raise StreamFault("broken_document", self._member.name)
        self._depth += 1
        if token != b"[":
            return
        if self._depth == 2 and self._key[1:-1] in self._lists:
            if self.level is not None:
                raise StreamFault("duplicate_key", self._member.name)
            self.level, self._start = 2, after
        elif self._depth == 1:
            self.level, self._start = 1, after

    def _leave(self, token: bytes, before: int) -> Iterator[tuple[int, int, bytes]]:
        if self.level is not None and self._depth <= self.level:
            # Inside an item the strict parser sees to it that brackets match.
            expected = b"]" if self._depth == self.level else b"}"
            if token != expected:
                if self._depth == self.level and self._held(before).strip():
                    yield self._item(before)
                raise StreamFault("broken_document", self._member.name)
        if self._depth == self.level and (self._after_comma or self._held(before).strip()):
            yield self._item(before)
        self._after_comma = False
        self._depth -= 1
        if self.level is not None and self._depth < self.level:
            self._start = self._place
        if self._depth <= 0:
            self.closed = True
            if self.level is None:
                yield self._item(self._place)

    def _held(self, end: int) -> bytes:
        return self._buffer[self._start : end]

    def _item(self, end: int) -> tuple[int, int, bytes]:
        held = self._held(end)
        first = self._start + len(held) - len(held.lstrip())
        line = self._line_at(first)
        self._start = self._place
        return line, self._offset + first, held.strip()

    def _line_at(self, place: int) -> int:
        """The line of a place in the buffer; places are asked for from front to back."""
        self._line += self._buffer.count(b"\n", self._lined, place)
        self._lined = place
        return self._line


def _open(token: bytes) -> bool:
    """Whether the quote at the end of a string is itself escaped."""
    body = token[1:-1]
    return (len(body) - len(body.rstrip(b"\\"))) % 2 == 1
