"""Published files as tables of text: CSV, workbooks, folders and zip archives of them."""

import csv
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.readers.result import Source, remark_at
from harmscope.readers.workbook import read_workbook

MEMBER_LIMIT = 64 * 2**20
MEMBERS_LIMIT = 500
RATIO_LIMIT = 500
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or CSV file as rows of text cells; ``name`` is the sheet's or the file's."""

    name: str
    file: str
    sha256: str
    rows: list[list[str]]
    findings: tuple[Finding, ...] = ()
    is_sheet: bool = False


def read_tables(path: Path) -> tuple[list[Table], list[Source]]:
    """Every table in a file, a folder or a zip archive, in the order of names.

    Files that are neither CSV nor workbook are said in the findings of the first table. Raises
    UserError where a file is missing, empty, or grows beyond the limits when unpacked.
    """
    tables: list[Table] = []
    sources: list[Source] = []
    unread: list[Finding] = []
    for name, data in _files(path):
        if data is None:
            unread.append(remark_at("RD009", name, ""))
            continue
        if not data:
            raise UserError(name, "the file is empty", "check how it was written")
        source = Source(name, hashlib.sha256(data).hexdigest(), len(data))
        sources.append(source)
        tables += _tables(source, data)
    if not tables:
        raise UserError(
            path.name, "there is no CSV file or workbook in it", "name the report's files"
        )
    tables[0] = replace(tables[0], findings=(*unread, *tables[0].findings))
    return tables, sources


def _tables(source: Source, data: bytes) -> list[Table]:
    if PurePosixPath(source.name).suffix.lower() in WORKBOOKS or data.startswith(b"PK\x03\x04"):
        return [
            Table(sheet, source.name, source.sha256, rows, is_sheet=True)
            for sheet, rows in read_workbook(source.name, data)
        ]
    text, findings = _decoded(source.name, data)
    dialect = _dialect(text)
    if dialect.delimiter == ";":
        findings = (*findings, remark_at("RD022", source.name, ""))
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""), dialect)]
    except csv.Error:
        fix = "quote cells after RFC 4180, and keep them under 128 KiB"
        raise UserError(source.name, "the CSV cannot be split into cells", fix) from None
    stem = PurePosixPath(source.name.rpartition("/")[2]).stem
    return [Table(stem, source.name, source.sha256, rows, findings)]


def _dialect(text: str) -> type[csv.Dialect]:
    first = text.split("\n", 1)[0]

    class Chosen(csv.excel):
        delimiter = ";" if first.count(";") > first.count(",") else ","

    return Chosen


def _decoded(name: str, data: bytes) -> tuple[str, tuple[Finding, ...]]:
    if b"\x00" in data:
        fix = "save it as a CSV file in UTF-8, or as a workbook"
        raise UserError(name, "this is no text in UTF-8", fix)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), (remark_at("RD001", name, ""),)


def _files(path: Path) -> Iterator[tuple[str, bytes | None]]:
    """Name and bytes of every file, folders within folders too; None for what is no table."""
    if path.is_dir():
        for each in sorted(path.rglob("*")):
            name = each.relative_to(path).as_posix()
            if each.is_file():
                yield name, each.read_bytes() if _is_table(name) else None
        return
    if not path.is_file():
        raise UserError(path.name, "there is no such file", "check the path")
    if path.suffix.lower() == ".zip":
        yield from _members(path)
        return
    yield path.name, path.read_bytes()


def _is_table(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in (".csv", *WORKBOOKS)


def _members(path: Path) -> Iterator[tuple[str, bytes | None]]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MEMBERS_LIMIT:
                raise UserError(path.name, "the archive has too many members", "split the archive")
            for info in sorted(infos, key=lambda each: each.filename):
                wanted = _is_table(info.filename)
                data = _member(path.name, archive, info) if wanted else None
                yield f"{path.name}/{info.filename}", data
    except RuntimeError:
        raise UserError(path.name, "the archive is encrypted", "unpack it yourself") from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error):
        raise UserError(path.name, "the archive is damaged", "fetch it again") from None


def _member(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    too_large = info.file_size > MEMBER_LIMIT
    if too_large or info.file_size > RATIO_LIMIT * max(info.compress_size, 2**16):
        raise UserError(name, "a member grows too large when unpacked", "unpack it yourself")
    with archive.open(info) as member:
        return member.read(MEMBER_LIMIT + 1)
