"""Strict JSON: one value, JSON Lines, and documents that hold a list of records.

What parsers commonly let through is refused, with a code: a member named twice, NaN and infinity
(also by overflow), integers beyond 2^53 - 1, half surrogate pairs, bytes that are not UTF-8, raw
NUL, values nested too deeply. A quick reader takes what is surely right; the strict one reads
whatever is left, and alone refuses.
"""

import json
import re
from collections.abc import Iterator
from typing import Never

import msgspec
import orjson

from harmscope.formats.member import Member
from harmscope.formats.rows import Line, Row, RowFault, StreamFault, row_fault

# One value.

_HALF_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_LARGEST = 2**53 - 1
_NO_OPENING = bytes(set(range(256)) - set(b"[{"))


class Refused(ValueError):  # noqa: N818
    """Text that is not JSON as the standard means it; ``code`` names the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse(data: bytes, nesting: int = 64) -> object:
    """The value that ``data`` stands for. Raises Refused."""
    try:
        value: object = _QUICK.decode(data)
        again = orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER)
    except (ValueError, TypeError, RecursionError):
        return strict(data, nesting)
    if again != data and quotes(again) != quotes(data):
        return strict(data, nesting)
    few = len(data.translate(None, _NO_OPENING)) <= nesting
    return value if few or not _deeper(value, nesting) else strict(data, nesting)


def quotes(data: bytes) -> int:
    """How many texts and names JSON holds, times two.

    Decoders keep the last of two members of one name. Written again, the value has fewer quotes
    then, and in no other case: quotes within texts are escaped and not counted.
    """
    if b"\\" in data:
        data = data.replace(rb"\\", b"").replace(rb"\"", b"")
    return data.count(b'"')


def strict(data: bytes, nesting: int = 64) -> object:
    """As :func:`parse`, in one careful reading."""
    if b"\0" in data:
        raise Refused("nul_byte")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("bad_utf8") from None
    if _too_deep(data, nesting):
        raise Refused("too_deep")
    try:
        value: object = _DECODER.decode(text)
    except Refused:
        raise
    except RecursionError:
        raise Refused("too_deep") from None
    except ValueError:
        raise Refused("broken_json") from None
    if _HALF_PAIR.search(data) and not _encodable(value):
        raise Refused("lone_surrogate")
    return value


def _too_deep(data: bytes, nesting: int) -> bool:
    if data.count(b"[") + data.count(b"{") <= nesting:
        return False
    depth = 0
    for token in _STRUCTURE.finditer(data):
        first = token[0][0]
        if first in b"[{":
            depth += 1
            if depth > nesting:
                return True
        elif first in b"]}":
            depth -= 1
    return False


def _deeper(value: object, nesting: int) -> bool:
    """Whether lists and objects lie in each other more than ``nesting`` times."""
    level = [value]
    for _ in range(nesting):
        inner: list[object] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        level = [one for one in inner if isinstance(one, dict | list)]
        if not level:
            return False
    return True


def _encodable(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Refused("duplicate_key")
    return members


def _integer(digits: str) -> int:
    if len(digits) > 17 or not -_LARGEST <= (number := int(digits)) <= _LARGEST:
        raise Refused("big_integer")
    return number


def _float(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise Refused("not_finite")
    return number


def _constant(_: str) -> Never:
    raise Refused("not_finite")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)
_QUICK = msgspec.json.Decoder(float_hook=_float)


# Pages: an object with lists of rows, of which some are broken.

_KEY = re.compile(rb'\s*("(?:[^"\\]|\\.)*")\s*:', re.DOTALL)


def salvaged(
    data: bytes,
    at: tuple[int, int],
    nesting: int,
    pages: frozenset[str],
    lists: frozenset[str] = frozenset(),
) -> list[Row | RowFault]:
    """The good rows of a page that cannot be parsed as a whole, and the faults of the others.
    ``at`` is its line and offset.

    ``pages`` names the members that hold lists of rows. A broken row leaves ``null`` in its list,
    so that the others keep their place, but nothing in ``lists``, which are unwrapped. Gives
    nothing where ``data`` is no such page.
    """
    line, offset = at
    page: dict[str, object] = {}
    found: list[Row | RowFault] = []
    taken = False
    for start, end in _spans(data) if data.lstrip().startswith(b"{") else ():
        key = _KEY.match(data, start, end)
        name = _value(key[1], nesting) if key else None
        if key is None or not isinstance(name, str) or name in page:
            return []
        rows: list[tuple[int, int]] = [(key.end(), end)]
        listed = name in pages | lists and data[key.end() : end].lstrip().startswith(b"[")
        if listed:
            first = data.index(b"[", key.end())
            rows = [(first + a, first + b) for a, b in _spans(data[first:end])]
        values: list[object] = []
        for a, b in rows:
            if not data[a:b].strip():
                continue
            value = _value(data[a:b], nesting)
            if isinstance(value, Refused):
                before = len(data[a:b]) - len(data[a:b].lstrip())
                place = line + data.count(b"\n", 0, a + before)
                found.append(row_fault(value.code, place, offset + a + before))
                if name in lists:
                    continue
                value = None
            values.append(value)
        page[name] = values if listed else next(iter(values), None)
        taken |= listed
    return [*found, Row(line, offset, page, data)] if taken else []


def _value(data: bytes, nesting: int) -> object:
    """The value of JSON text, or why there is none."""
    try:
        return parse(data.strip(), nesting)
    except Refused as refused:
        return refused


def _spans(data: bytes) -> list[tuple[int, int]]:
    """Where the items of the outermost list or object stand; nothing where it does not end."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    for token in _TOKEN.finditer(data):
        mark = token[0]
        if mark[0] == 0x22:
            continue
        if mark in b"[{":
            depth += 1
            start = token.end() if depth == 1 else start
        elif mark == b"," and depth == 1:
            found.append((start, token.start()))
            start = token.end()
        elif mark in b"]}":
            depth -= 1
            if not depth:
                return [*found, (start, token.start())]
    return []


def or_salvaged(
    found: Row | RowFault,
    data: bytes,
    nesting: int,
    pages: frozenset[str],
    lists: frozenset[str] = frozenset(),
) -> Iterator[Row | RowFault]:
    """A row as it is; of a page that is broken, what can be read of it."""
    rows: list[Row | RowFault] = []
    if pages | lists and isinstance(found, RowFault):
        rows = salvaged(data, (found.line, found.offset), nesting, pages, lists)
    yield from rows or [found]


# JSON Lines: one object a line.

_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def read_lines(
    member: Member, lists: frozenset[str] = frozenset(), pages: frozenset[str] = frozenset()
) -> Iterator[Row | RowFault]:
    """Rows in the order of the file. Blank lines hold no row. ``lists`` and ``pages`` name members
    that hold lists of rows, as :func:`salvaged` takes them.

    A byte order mark on the first line is taken off and said in ``member.notes``. Raises
    StreamFault after the good part of a damaged member, and ``wrong_encoding`` for UTF-16.
    """
    if member.head(2).startswith(_WIDE):
        raise StreamFault("wrong_encoding", member.name)
    for line in member.lines():
        data = line.data
        if line.number == 1 and data.startswith(_BOM):
            member.notes.append("there is a byte order mark at the start")
            data = data[len(_BOM) :]
        if line.too_long or data.strip():
            data = data.removesuffix(b"\r")
            nesting = member.limits.nesting
            yield from or_salvaged(row(line, data, nesting), data, nesting, pages, lists)


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


# Documents: ``[{…}, {…}]``, ``{"statements": [{…}]}``, or one object. A list is never held whole:
# the ends of its items are found by scanning, and each item is parsed strictly by itself.

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_MARK = b"\xef\xbb\xbf"


def read_document(
    member: Member, lists: frozenset[str] = frozenset(), pages: frozenset[str] = frozenset()
) -> Iterator[Row | RowFault]:
    """The items of the list at the top; or of the member named in ``lists`` of the object at the
    top; or, where there is no such list, that object as the one row, of which ``pages`` names the
    members that hold lists of rows.

    ``line`` and ``offset`` are where the item starts. Raises StreamFault ``broken_document`` after
    the good part where the document breaks off, ``row_too_large`` for an item over the limit.
    """
    if member.head(2) in _WIDE:
        raise StreamFault("wrong_encoding", member.name)
    scan = _Scan(member, lists)
    for line, offset, data in scan.items():
        nesting = member.limits.nesting
        yield from or_salvaged(_row(line, offset, data, nesting), data, nesting, pages)
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
