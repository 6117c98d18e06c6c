"""CSV after RFC 4180: every cell is text, as it stands in the file.

Nothing is guessed about cells: ``NA`` and ``00123`` stay what they are. Encoding, delimiter and
line ends are told from the start of the file, and said in ``member.notes`` where unusual.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from harmscope.formats.member import Member
from harmscope.formats.quotes import as_row, swallows
from harmscope.formats.rows import (
    DEFAULT,
    INDEX,
    Limits,
    Line,
    Row,
    RowFault,
    StreamFault,
    row_fault,
    split,
)

Records = Generator[tuple[Line, list[str] | str, bytes], None, bool]
"""Start line, cells or the code of a fault, and raw bytes."""

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_QUOTED = re.compile('"(?:[^"]|"")*"')
_SAID = re.compile(r'"?sep=([,;\t|])"?')
"""The line that spreadsheet programs put above the header to name the delimiter."""

_BROKEN = "harmscope.broken"
# Half a surrogate pair becomes bytes that are not UTF-8, by which the row is refused later.
codecs.register_error(_BROKEN, lambda error: ("\udcff", error.end))  # type: ignore[attr-defined]
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written: its columns, what stands between cells, and the number and the
    offset of the line below the header."""

    header: tuple[str, ...]
    delimiter: str
    number: int
    offset: int


def read(member: Member) -> Iterator[Row | RowFault]:
    """Rows below the header, keyed by its columns. Lines without any character hold no row.

    A quoted cell may hold line feeds; ``line`` is then where the row starts. After a row that
    cannot be read, reading goes on with the next line. Raises StreamFault for a header that names
    no column, one twice or too many, and after the good part of a damaged member.
    """
    dialect = _dialect(member.head())
    member.notes.extend(_said(dialect))
    # A byte order mark names its encoding, so nothing is guessed and a note is enough (UTF-16).
    if dialect.encoding == "cp1252":
        member.said.append("HS019")
    lines = _lines(member, dialect)
    if dialect.named:
        next(lines)
    found = records(lines, dialect.delimiter, member.limits)
    header = tuple(_header(found, member))
    if not header[0]:
        member.notes.append(INDEX)
    yield from keyed(found, header)


def layout(member: Member) -> Layout | None:
    """The layout of a table that several processes can share, the content left where it is.

    None, with nothing said, where the text is not UTF-8, where lines do not end in line feeds,
    where the first column has no name and where the header does not end within the first bytes.
    Raises StreamFault like :func:`read`.
    """
    head = member.head()
    dialect = _dialect(head)
    if dialect.encoding != "utf-8" or dialect.old:
        return None
    taken: list[Line] = []
    ended = split([head[: head.rfind(b"\n") + 1]], member.limits.line)
    lines = _watched(_unmarked(ended, dialect.mark), taken)
    if dialect.named:
        next(lines, None)
    found = records(lines, dialect.delimiter, member.limits, open_=True)
    try:
        header = tuple(_header(found, member))
    except StreamFault as fault:
        if fault.code == "empty_file":
            return None
        member.notes.extend(_said(dialect))
        raise
    if not header[0]:
        return None
    member.notes.extend(_said(dialect))
    end = sum(len(line.data) + 1 for line in taken) + len(dialect.mark)
    return Layout(header, dialect.delimiter, len(taken) + 1, end)


def keyed(found: Records, header: tuple[str, ...]) -> Generator[Row | RowFault, None, bool]:
    """Rows of records; gives back what the records give back. A first column without a name is
    left out."""
    width, index = len(header), not header[0]
    while True:
        try:
            start, cells, raw = next(found)
        except StopIteration as stop:
            return bool(stop.value)
        if isinstance(cells, str):
            yield row_fault(cells, start.number, start.offset)
        elif len(cells) != width:
            yield row_fault("ragged_row", start.number, start.offset)
        else:
            data: dict[str, object] = dict(zip(header, cells, strict=True))
            if index:
                del data[""]
            yield Row(start.number, start.offset, data, raw)


class BadCsv(ValueError):  # noqa: N818 - read as what it is
    """Text that cannot be split into cells; ``line`` is where that shows, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def text_rows(
    text: str, delimiters: str = ",", *, strict: bool = False, strays: list[int] | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Every row of a small table as text cells, whatever its length, the header among them; each
    with the line on which it ends.

    The delimiter is the one of ``delimiters`` that the first line has most often. A quoted cell
    that holds whole rows is taken apart again, and the row on which it starts is added to
    ``strays``, counted from 1. Raises BadCsv: where ``strict``, for such a cell and for quotes that
    are not after RFC 4180, too.
    """
    csv.field_size_limit(DEFAULT.line)
    delimiter = told(text, delimiters)
    lines = list(StringIO(text, newline=""))
    parser = csv.reader(lines, delimiter=delimiter, strict=strict)
    done = width = number = 0
    try:
        for cells in parser:
            taken = lines[done : parser.line_num]
            number += 1
            if len(taken) > 1 and _is_swallowing(taken, width, delimiter, cells):
                if strict or strays is None:
                    raise BadCsv(done + 1)
                strays.append(number)
                for at, line in enumerate(taken, start=done + 1):
                    yield at, as_row(line, width, delimiter)
                number += len(taken) - 1
            else:
                width = len(cells) if len(cells) > 1 else width
                yield parser.line_num, cells
            done = parser.line_num
    except csv.Error:
        raise BadCsv(parser.line_num) from None


def _is_swallowing(lines: list[str], width: int, delimiter: str, cells: list[str]) -> bool:
    """Whether the lines of a row are rows by themselves, or its last cell never ends."""
    if swallows(lines, width, delimiter, len(cells)):
        return True
    if width < 2:
        return False
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def named_rows(text: str, *, strict: bool = False) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a small table by the names in its first row, each with the line on which it ends.
    Empty rows hold nothing; the last cells of a row that is too short are empty. Raises BadCsv."""
    header: list[str] = []
    for line, cells in text_rows(text, strict=strict):
        if header and cells:
            missing = [""] * (len(header) - len(cells))
            yield line, dict(zip(header, cells + missing, strict=False))
        header = header or cells


def told(text: str, delimiters: str) -> str:
    """The delimiter that the first line has most often; the first one where it has none."""
    return max(delimiters, key=text.split("\n", 1)[0].count)


def _watched(lines: Iterator[Line], taken: list[Line]) -> Iterator[Line]:
    for line in lines:
        taken.append(line)
        yield line


def columns(member: Member) -> list[str]:
    """The header's columns, left where they are; empty where the first line holds none."""
    dialect = _dialect(member.head())
    return next(csv.reader([dialect.header], delimiter=dialect.delimiter), [])


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How a file is written. ``named`` tells that a line above the header names the delimiter,
    ``old`` that a carriage return alone ends a line."""

    encoding: str
    mark: bytes
    delimiter: str
    header: str
    named: bool
    old: bool


def _dialect(head: bytes) -> _Dialect:
    encoding, mark = _encoding(head)
    text = head[len(mark) :].decode(encoding, "replace")
    old = "\n" not in text and "\r" in text.rstrip("\r")
    first, *more = (text.replace("\r", "\n") if old else text).split("\n", 2)
    named = _SAID.fullmatch(first.removesuffix("\r"))
    header = (more[0] if named and more else first).removesuffix("\r").replace("\r", " ")
    delimiter = named[1] if named else _delimiter(header)
    return _Dialect(encoding, mark, delimiter, header, named is not None, old)


def _encoding(head: bytes) -> tuple[str, bytes]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, mark
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    broken = text.count("\ufffd")
    # One damaged character among whole ones is a damaged row, not another encoding.
    whole = sum(char > "\x7f" for char in text) - broken if broken else 0
    return ("cp1252", b"") if broken and not whole else ("utf-8", b"")


def _delimiter(line: str) -> str:
    """The mark that the header uses most outside quotes; a comma where it uses none."""
    return max(_NAMES, key=_QUOTED.sub("", line).count)


def _said(dialect: _Dialect) -> Iterator[str]:
    if dialect.mark:
        yield f"there is a byte order mark at the start; read as {dialect.encoding.upper()}"
    elif dialect.encoding != "utf-8":
        yield "the text is not UTF-8; read as Windows-1252"
    if dialect.named:
        yield "the first line names the delimiter and is no row"
    if dialect.delimiter != ",":
        yield f"cells are separated by {_NAMES[dialect.delimiter]}"
    if dialect.old:
        yield "a carriage return alone ends a line"


def _lines(member: Member, dialect: _Dialect) -> Iterator[Line]:
    """Lines as UTF-8. Where the file is not, offsets are those of its UTF-8 form."""
    lines, mark = member.lines(), dialect.mark
    if dialect.encoding == "cp1252" and not dialect.old:
        return map(_as_utf8, lines)
    if dialect.encoding != "utf-8" or dialect.old:
        lines = split(_recoded(member.chunks(), dialect), member.limits.line)
        mark = "\ufeff".encode() if mark else b""
    return _unmarked(lines, mark)


def _as_utf8(line: Line) -> Line:
    """A line of Windows-1252 in UTF-8; one that is UTF-8 already stays as it is."""
    try:
        line.data.decode("utf-8")
    except UnicodeDecodeError:
        text = line.data.decode("cp1252", _BROKEN)
        return Line(line.number, line.offset, text.encode("utf-8", "surrogatepass"), line.ended)
    return line


def _unmarked(lines: Iterator[Line], mark: bytes) -> Iterator[Line]:
    for line in lines:
        if line.number == 1 and mark and line.data.startswith(mark):
            yield Line(1, 0, line.data[len(mark) :], line.ended)
        else:
            yield line


def _recoded(chunks: Iterable[bytes], dialect: _Dialect) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(dialect.encoding)(_BROKEN)
    for chunk in chunks:
        yield _ended(decoder.decode(chunk), dialect)
    yield _ended(decoder.decode(b"", final=True), dialect)


def _ended(text: str, dialect: _Dialect) -> bytes:
    text = text.replace("\r", "\n") if dialect.old else text
    return text.encode("utf-8", "surrogatepass")


class _Refused(Exception):  # noqa: N818
    """A row that cannot be read; ``code`` names the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Text(Iterator[str]):
    """The lines that the CSV parser pulls, remembered in ``taken`` until the row is done."""

    def __init__(self, lines: Iterator[Line], limits: Limits) -> None:
        self.taken: list[Line] = []
        self.ended = False
        self._size = 0
        self._lines = lines
        self._limits = limits
        self._again: deque[Line] = deque()

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._next()
        self.taken.append(line)
        self._size += len(line.data)
        if line.too_long:
            raise _Refused("line_too_long")
        if len(self.taken) > self._limits.row_lines or self._size > self._limits.line:
            raise _Refused("row_too_large")
        if b"\0" in line.data:
            raise _Refused("nul_byte")
        try:
            return line.data.decode("utf-8") + "\n"
        except UnicodeDecodeError:
            raise _Refused("bad_utf8") from None

    def _next(self) -> Line:
        try:
            return next(self._lines)
        except StopIteration:
            self.ended = True
            raise

    def swallows(self, width: int, delimiter: str, cells: int) -> bool:
        """Whether the lines taken are rows by themselves."""
        lines = [line.data.decode("utf-8", "replace") for line in self.taken]
        return swallows(lines, width, delimiter, cells)

    def done(self, *, good: bool) -> tuple[Line, bytes]:
        """Start and raw bytes of the row. A stray quote may have swallowed good rows: after a
        fault, all lines but the first are given again."""
        taken, self.taken, self._size = self.taken, [], 0
        if not good:
            self._again.extendleft(reversed(taken[1:]))
            return taken[0], taken[0].data
        raw = taken[0].data if len(taken) == 1 else b"\n".join(line.data for line in taken)
        return taken[0], raw.removesuffix(b"\r")


def records(
    lines: Iterator[Line], delimiter: str, limits: Limits, *, open_: bool = False, width: int = 0
) -> Records:
    """Start line, cells (or a fault's code) and raw bytes of every record.

    ``width`` is the number of columns; without it, that of the first record. A record whose lines
    are records of that width by themselves is a fault. With ``open_``, lines may follow that are
    not given here: a record that they may end is left out, and false is given back.
    """
    csv.field_size_limit(limits.line)
    text = _Text(lines, limits)
    parser = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        cells: list[str] | str
        try:
            cells = next(parser)
        except StopIteration:
            return True
        except _Refused as refused:
            cells = refused.code
        except csv.Error:
            cells = "bad_quoting"
        if open_ and text.ended and text.taken and isinstance(cells, str):
            return False
        if not isinstance(cells, str):
            width = width or len(cells)
            if len(text.taken) > 1 and text.swallows(width, delimiter, len(cells)):
                cells = "swallowed_rows"
        start, raw = text.done(good=not isinstance(cells, str))
        if cells:
            yield start, cells, raw


def _header(found: Records, member: Member) -> list[str]:
    for _, cells, _ in found:
        if isinstance(cells, str):
            raise StreamFault(cells, member.name)
        if len(cells) > member.limits.columns:
            raise StreamFault("too_many_columns", member.name)
        if "" in (name.strip() for name in cells[len(cells) > 1 :]):
            raise StreamFault("nameless_column", member.name)
        cells[0] = cells[0] if cells[0].strip() else ""
        if len(set(cells)) < len(cells):
            raise StreamFault("duplicate_columns", member.name)
        return cells
    raise StreamFault("empty_file", member.name)
