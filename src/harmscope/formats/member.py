"""One stream of content (a plain file, standard input, or what an archive held) and its kind.

The kind is told by the content and never by a file's name.
"""

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from harmscope.formats.rows import DEFAULT, MEBI, Limits, Line, StreamFault, split
from harmscope.formats.streams import Feed

# Kinds.

Packing = Literal["gzip", "zstd", "zip", "none"]
Kind = Literal[
    "jsonl", "requests", "json", "csv", "toml", "xml", "parquet", "xlsx", "ods", "binary", "empty"
]
"""``requests`` are JSON Lines of which each wraps a list of records, as bodies of an API do."""

_BLANK = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_WRAPS = re.compile(rb'"(?:records|statements)"\s*:\s*\[\s*[{\]]')
_FOREIGN = (
    b"%PDF", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x04\x22M\x18", b"\x89PNG",
    b"\xd0\xcf\x11\xe0", b"SQLite format", b"Obj\x01", b"ORC", b"ARROW1",
)  # fmt: skip
"""How formats start that are not read, and that could pass for text."""
_TOML = re.compile(
    rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*"
    rb"(?:[A-Za-z_][\w-]*[ \t]*=[ \t]*[\"'\[{0-9tf+-]|\[{1,2}[A-Za-z_][\w.-]*\]{1,2}[ \t]*[\r\n#])"
)
"""Comments and blank lines, then a member or the head of a table."""
_REPORT = re.compile(
    rb"(?:<\?xml\b[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<report(?:\s[^<>]*)?>|<!DOCTYPE\s+report\b)",
    re.DOTALL,
)
"""How a document starts that reports a case, the one kind of XML that is read. One that declares a
document type is refused later, with the reason."""
_MARKUP = re.compile(
    rb"<(?:!doctype\b|html\b|\?xml\b|!--|[a-z_][\w.:-]*(?:\s[^<>]*)?>\s*(?:<|\Z))", re.IGNORECASE
)


def packing(head: bytes) -> Packing:
    """Which compression or archive starts with these bytes (at least 4 of them)."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"\x28\xb5\x2f\xfd") or (head[1:4] == b"\x2a\x4d\x18" and head[0] >> 4 == 5):
        return "zstd"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    return "none"


def workbook(archive: zipfile.ZipFile) -> Literal["xlsx", "ods"] | None:
    """Whether an archive is a spreadsheet, by the parts that its format demands."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    return "ods" if {"mimetype", "content.xml"} <= names else None


def kind(head: bytes) -> Kind:
    """What unpacked content is, from its first 64 KiB."""
    if not head or head.startswith(b"PAR1"):
        return "parquet" if head else "empty"
    if head.startswith(_WIDE):
        return _wide(head[2:].replace(b"\0", b"").lstrip(_BLANK))
    body = head
    while body.startswith(_BOM):
        body = body.removeprefix(_BOM)
    body = body.lstrip(_BLANK)
    if _TOML.match(body) or _REPORT.match(body):
        return "xml" if body.startswith(b"<") else "toml"
    if body.startswith(b"["):
        return "jsonl" if _is_whole(_first_line(body)) and _more_rows(body) else "json"
    if body.startswith(b"{"):
        return _of_objects(body)
    return "binary" if _looks_foreign(head, body) else "csv"


def _wide(body: bytes) -> Kind:
    """What text in UTF-16 is, by its letters of ASCII."""
    if _REPORT.match(body):
        return "xml"
    if _MARKUP.match(body):
        return "binary"
    return "jsonl" if body.startswith((b"{", b"[")) else "csv"


def _first_line(body: bytes) -> bytes:
    return body.split(b"\n", 1)[0]


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _more_rows(body: bytes) -> bool:
    return any(line.startswith((b"{", b"[{")) for line in body.split(b"\n")[1:])


def _of_objects(body: bytes) -> Kind:
    if _wraps(body):
        return "requests" if _more_requests(body) else "json"
    if _is_whole(_first_line(body)):
        return "jsonl"
    return "jsonl" if _more_rows(body) and not _one_item_a_line(body) else _one_object(body)


def _wraps(body: bytes) -> bool:
    """Whether an object is one that wraps a list of records, and no record itself."""
    if _WRAPS.match(body[1:].lstrip(_BLANK)):
        return True
    return not _more_rows(body) and bool(_WRAPS.search(_first_line(body)))


def _more_requests(body: bytes) -> bool:
    lines = body.split(b"\n")
    return _is_whole(lines[0]) and any(line.startswith(b"{") for line in lines[1:])


def _one_object(body: bytes) -> Kind:
    return "json" if _goes_on(body) else "jsonl"


def _goes_on(body: bytes) -> bool:
    """Whether what the first line starts goes on in the next one."""
    first = _first_line(body).rstrip(_BLANK)
    return b"\n" in body and first.endswith((b"{", b"[", b",", b":"))


def _one_item_a_line(body: bytes) -> bool:
    """Whether an object is written with one item of its list a line: no line is whole by itself."""
    return _goes_on(body) and not _is_whole(body.split(b"\n")[1])


def _looks_foreign(head: bytes, body: bytes) -> bool:
    return head.startswith(_FOREIGN) or bool(_MARKUP.match(body)) or _looks_binary(head)


def _looks_binary(head: bytes) -> bool:
    sample = head[:1024]
    return sample.count(b"\0") > 0 and sum(byte < 9 for byte in sample) * 20 > len(sample)


# Members.

CHUNK = MEBI // 4
HEAD = 64 * 1024
_IN_MEMORY = 32 * MEBI


class Member:
    """Content that is read once, from front to back, before the next member is asked for.

    ``name`` is the display name (``dump.zip/part-0.csv``). ``path`` is the file itself where the
    content stands in it as it is. ``notes`` says what a reader had to decide (a BOM, a delimiter).
    ``said`` are codes of findings about the whole of it: it can be read, and something is odd.
    An ``unwanted`` member was passed over by its name and holds nothing.
    """

    def __init__(
        self,
        name: str,
        chunks: Iterator[bytes],
        limits: Limits = DEFAULT,
        path: Path | None = None,
        sheet: Kind | None = None,
    ) -> None:
        self.name = name
        self.limits = limits
        self.path = path
        self.notes: list[str] = []
        self.said: list[str] = []
        self.unwanted = False
        self._feed = Feed(chunks)
        self._sheet = sheet

    def kind(self) -> Kind:
        """What the content is, whatever its name says; where the name says something else, that
        is said. Raises StreamFault where not even its start can be read."""
        found = self._sheet or kind(self.head())
        if _is_misnamed(self.name, found) and MISNAMED not in self.said:
            self.said.append(MISNAMED)
        return found

    def head(self, size: int = HEAD) -> bytes:
        """The first bytes, left where they are. Raises StreamFault where there are none to read."""
        try:
            return self._feed.peek(size)
        except StreamFault as fault:
            raise fault.at(self.name) from None

    def chunks(self) -> Iterator[bytes]:
        """The content in chunks. Raises StreamFault after the good part."""
        try:
            yield from self._feed
        except StreamFault as fault:
            raise fault.at(self.name) from None

    def lines(self) -> Iterator[Line]:
        """The content in lines. Raises StreamFault after the good part."""
        return split(self.chunks(), self.limits.line)

    def open(self) -> BinaryIO:
        """The content as a binary file that can be read forward."""
        return io.BufferedReader(_Forward(self.chunks()), CHUNK)


MISNAMED = "HS020"
"""The finding about a file whose name says another format than its content."""

_PACKED = (".gz", ".gzip", ".zst", ".zip", ".bz2", ".xz")
_ENDINGS: dict[str, frozenset[str]] = {
    ".csv": frozenset({"csv"}),
    ".tsv": frozenset({"csv"}),
    ".json": frozenset({"json", "jsonl", "requests"}),
    ".jsonl": frozenset({"json", "jsonl", "requests"}),
    ".ndjson": frozenset({"json", "jsonl", "requests"}),
    ".parquet": frozenset({"parquet"}),
    ".xlsx": frozenset({"xlsx"}),
    ".xlsm": frozenset({"xlsx"}),
    ".ods": frozenset({"ods"}),
}


def _is_misnamed(name: str, found: Kind) -> bool:
    base = PurePosixPath(name.lower())
    while base.suffix in _PACKED:
        base = base.with_suffix("")
    allowed = _ENDINGS.get(base.suffix)
    return allowed is not None and found not in (*allowed, "empty", "binary")


def spool(chunks: Iterator[bytes]) -> BinaryIO:
    """Copy chunks into a nameless seekable file, which is gone when it is closed."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    try:
        for chunk in chunks:
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file  # type: ignore[return-value]


def broken(name: str, fault: StreamFault) -> Member:
    """A member that cannot be read: asking for its content raises the fault."""
    return Member(name, _Raising(fault))


def unwanted(name: str) -> Member:
    """A member that was passed over by its name."""
    member = Member(name, iter(()))
    member.unwanted = True
    return member


class _Raising(Iterator[bytes]):
    def __init__(self, fault: StreamFault) -> None:
        self._fault = fault

    def __next__(self) -> bytes:
        raise self._fault


class _Forward(io.RawIOBase):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._next: Callable[[], bytes] = lambda: next(chunks, b"")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: "memoryview") -> int:  # type: ignore[override]
        data = self._rest or self._next()
        size = min(len(target), len(data))
        target[:size] = data[:size]
        self._rest = data[size:]
        return size
