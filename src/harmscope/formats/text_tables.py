"""Published files as tables of text: CSV files and workbooks, folders and archives of them.

A published report is made for people: headers stand anywhere, rows have any length, and every sheet
counts. So cells stay text, as they stand in the file.
"""

import codecs
import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from harmscope.errors import UserError
from harmscope.formats import csv_, spreadsheet
from harmscope.formats.member import Member
from harmscope.formats.rows import DEFAULT, MEBI, StreamFault
from harmscope.formats.sources import STDIN, members

_DELIMITERS = ",;"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
LIMITS = replace(
    DEFAULT,
    total=64 * MEBI,
    members=500,
    columns=512,
    child_memory=1024 * MEBI,
    child_patience=60.0,
)
"""Limits of one file of a report: 64 MiB unpacked."""

BROKEN = re.compile(f"[\udc80-\udcff{spreadsheet.LOST}]")
"""What stands in a text for bytes that are not of its encoding."""

MOST = 256 * MEBI
"""Bytes that all files of a report may have together, unpacked."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """One sheet or CSV file as rows of text cells; ``name`` is that of the sheet, or the file's
    without its ending.

    ``encoding`` and ``delimiter`` are how a CSV file is written; ``strays`` are rows, counted from
    1, in which a quote mark opens a cell by mistake.
    """

    name: str
    rows: list[list[str]]
    is_sheet: bool = False
    encoding: str = "utf-8"
    delimiter: str = ","
    strays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file that holds tables; ``size`` and ``sha256`` are those of its bytes, unpacked.

    ``said`` are codes of findings about the whole of it.
    """

    name: str
    size: int
    sha256: str
    tables: tuple[TextTable, ...]
    said: tuple[str, ...] = ()


def text_files(path: Path) -> tuple[list[TextFile], list[str]]:
    """The files with tables in a file, a folder or an archive, in the order of their names; and
    the names of those beside them that are no table and were not opened.

    Raises UserError for the first one that cannot be read to its end or passes the limits.
    """
    if str(path) == STDIN:
        fix = "name a file, a folder or an archive"
        raise UserError("-", "a report is not read from standard input", fix)
    found: list[TextFile] = []
    aside: list[str] = []
    left = MOST
    for member in members(path, LIMITS, wanted=_is_table):
        name = member.name.removeprefix(f"{path.name}/") if path.is_dir() else member.name
        if member.unwanted:
            aside.append(name)
            continue
        try:
            found.append(_file(name, member, left))
        except StreamFault as fault:
            raise UserError(name, fault.message, fault.fix) from None
        left -= found[-1].size
    if not path.is_dir():
        # The directory of an archive has an order of its own.
        found.sort(key=lambda file: file.name)
        aside.sort()
    return found, aside


def _is_table(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in (".csv", *_WORKBOOKS)


def _file(name: str, member: Member, left: int) -> TextFile:
    kind = member.kind()
    data = _whole(member, left)
    digest = hashlib.sha256(data).hexdigest()
    named = PurePosixPath(name).suffix.lower() in _WORKBOOKS
    if kind in ("xlsx", "ods") or (named and kind != "csv"):
        tables = tuple(
            TextTable(sheet, rows, is_sheet=True)
            for sheet, rows in spreadsheet.sheets(Member(name, iter([data]), member.limits))
        )
    else:
        tables = (_csv(name, data),)
    return TextFile(name, len(data), digest, tables, tuple(member.said))


def _csv(name: str, data: bytes) -> TextTable:
    if b"\0" in data:
        raise StreamFault("wrong_encoding")
    encoding, text = _decoded(data)
    strays: list[int] = []
    try:
        rows = [cells for _, cells in csv_.text_rows(text, _DELIMITERS, strays=strays)]
    except csv_.BadCsv:
        raise StreamFault("bad_quoting") from None
    stem = PurePosixPath(name.rpartition("/")[2]).stem
    delimiter = csv_.told(text, _DELIMITERS)
    return TextTable(stem, rows, encoding=encoding, delimiter=delimiter, strays=tuple(strays))


def _decoded(data: bytes) -> tuple[str, str]:
    """Encoding and text. Where most of what is no ASCII is UTF-8, a byte that is not is a damaged
    cell, and no other encoding."""
    try:
        return "utf-8", data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "surrogateescape")
    broken = len(BROKEN.findall(text))
    whole = sum(char > "\x7f" for char in text) - broken
    if whole >= broken:
        return "utf-8", text
    lines = data.removeprefix(codecs.BOM_UTF8).split(b"\n")
    return "cp1252", "\n".join(map(_as_text, lines))


def _as_text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _whole(member: Member, left: int) -> bytes:
    parts, size = [], 0
    for chunk in member.chunks():
        parts.append(chunk)
        size += len(chunk)
        if size > min(left, member.limits.total):
            raise StreamFault("too_large")
    if not size:
        raise StreamFault("empty_file")
    return b"".join(parts)
