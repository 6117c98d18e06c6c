"""Mend what can only be mended one way, in place."""

import csv
import gzip
import io
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from harmscope.errors import UserError
from harmscope.findings import Finding, Tally
from harmscope.formats import Member, Row, StreamFault, json_, members
from harmscope.formats.csv_ import Layout, layout, text_rows
from harmscope.formats.door import shown
from harmscope.formats.json_ import read_document as read_array
from harmscope.formats.member import Kind
from harmscope.formats.records import LISTS, record_rows
from harmscope.formats.spool import Spool
from harmscope.formats.streams import Edit, spliced
from harmscope.formats.write import whole
from harmscope.validation.identify import kind_of
from harmscope.validation.judge import Judge
from harmscope.validation.repairs import FIXABLE, Change, repair, value_at
from harmscope.validation.run import validate
from harmscope.validation.verdict import Options

# The byte range of each record in its file, and how a repaired record is written there.

Record = dict[str, object]
Rewrite = Callable[[Record, Sequence[Change]], bytes | None]
_MARK = b"\xef\xbb\xbf"

MENDED: tuple[Kind, ...] = ("jsonl", "json", "csv")
"""Kinds of files in which a record can be written anew."""


@dataclass(frozen=True, slots=True)
class RecordRange:
    """A record that stands in the bytes from ``start`` up to ``end``. ``anew`` gives the bytes of
    the mended record, or None where this place has no room for the changes. To drop the record,
    the bytes from ``cut`` on go; None where it cannot be dropped."""

    line: int
    start: int
    end: int
    record: Record
    anew: Rewrite
    cut: int | None


def can_be_rewritten(member: Member) -> bool:
    """Whether records of the member can be mended where they stand. Raises StreamFault where not
    even its start can be read."""
    kind = member.kind()
    return kind in MENDED and (kind != "csv" or layout(member) is not None)


def ends_lines(member: Member) -> bool:
    """Whether a line end belongs to every record, and goes with it."""
    return member.kind() != "json"


def record_ranges(member: Member) -> Iterator[RecordRange]:
    """The passages of a member that :func:`fits`, of rows that can be read. Raises StreamFault
    after the good part of a damaged member."""
    kind = member.kind()
    if kind == "csv":
        return _of_table(member)
    return _of_array(member) if kind == "json" else _of_lines(member)


def _of_lines(member: Member) -> Iterator[RecordRange]:
    mark = len(_MARK) if member.head(3) == _MARK else 0
    for row in json_.read_lines(member):
        if isinstance(row, Row) and row.raw is not None:
            start = row.offset + (mark if row.line == 1 else 0)
            yield RecordRange(row.line, start, start + len(row.raw), row.data, _as_json, start)


def _of_array(member: Member) -> Iterator[RecordRange]:
    before: int | None = None
    for row in read_array(member, LISTS):
        end = None
        if isinstance(row, Row) and row.raw is not None:
            end = row.offset + len(row.raw)
            # With an item of a list goes the comma before it.
            yield RecordRange(row.line, row.offset, end, row.data, _as_json, before)
        before = end


def _of_table(member: Member) -> Iterator[RecordRange]:
    how = layout(member)
    assert how is not None
    for row in record_rows(member):
        if isinstance(row, Row) and row.raw is not None:
            anew = partial(_as_cells, row.data, row.raw, how)
            end = row.offset + len(row.raw)
            yield RecordRange(row.line, row.offset, end, row.data, anew, row.offset)


def _as_json(record: Record, changes: Sequence[Change]) -> bytes:
    del changes  # the whole record is written
    return Spool.line(record).removesuffix(b"\n")


def _as_cells(
    before: Record,
    raw: bytes,
    how: Layout,
    record: Record,
    changes: Sequence[Change],
) -> bytes | None:
    """The row with other text in the cells that the changes are about; None where one of them is
    about no single cell."""
    _, cells = next(text_rows(raw.decode("utf-8"), how.delimiter))
    for change in changes:
        name = change.pointer[1:].replace("/", ".")
        old, new = value_at(before, change.pointer), value_at(record, change.pointer)
        place = how.header.index(name) if name in how.header else None
        # Empty cells before it may have moved an item of a list up to another place.
        if place is None or cells[place] != old or not isinstance(new, str):
            return None
        cells[place] = new
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=how.delimiter, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n").encode("utf-8")


# Writes a repaired copy of a file of JSON Lines, JSON or CSV, with a list of every change.

REPEATED = "HS202"
_ENDINGS = ("", ".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was done: ``path`` is the new file, ``changes`` the list of changes beside it. They are
    the file that was given and None where there was nothing to mend. ``records`` and ``count`` say
    how many records were changed and in how many places, ``dropped`` how many repeats left."""

    path: Path
    changes: Path | None
    records: int = 0
    count: int = 0
    dropped: int = 0


class _Places:
    """A sink that remembers the rows in which something may be mended, by their offset."""

    def __init__(self) -> None:
        self.faulty = array("Q")
        self.repeated = array("Q")

    def take(self, finding: Finding, waived: str | None) -> None:
        """Remember one finding, waived or not."""
        del waived
        if finding.offset is not None and finding.rule in FIXABLE:
            self.faulty.append(finding.offset)
        elif finding.offset is not None and finding.rule == REPEATED:
            self.repeated.append(finding.offset)


def fix_files(paths: Iterable[str], options: Options, jobs: int = 1) -> list[Fixed]:
    """Mend each file on its own. Raises UserError as :func:`fix_file`; files before it stay."""
    return [fix_file(Path(path), options, jobs) for path in paths]


def fix_file(path: Path, options: Options, jobs: int = 1, folder: Path | None = None) -> Fixed:
    """Write ``NAME.fixed.jsonl`` (or whatever ending the file has, packed as it is) and
    ``NAME.changes.csv`` beside ``path``, or into ``folder``.

    What is not changed is written byte for byte as it stands. Raises UserError for what is no
    single file of JSON Lines, JSON or CSV in UTF-8, for a damaged one, and where one of the new
    files is there already.
    """
    name, packed = _parts(path)
    places = _Places()
    validate([path], options, tally=Tally(sinks=[places]), jobs=jobs)
    if not places.faulty and not places.repeated:
        return Fixed(path, None)
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    place = path.parent if folder is None else folder
    new = place / f"{stem}.fixed{ending}{packed}"
    listed = place / f"{stem}.changes.csv"
    for one in (new, listed):
        if one.exists():
            fix = "move it away; nothing is written over a file"
            raise UserError(shown(one.name), "the file is there already", fix)
    try:
        with whole(listed) as list_, whole(new) as file, _packer(file, packed) as target:
            run = _Run(list_, options, set(places.faulty), set(places.repeated))
            run.all(path, target)
    except _Nothing:
        return Fixed(path, None)
    return Fixed(new, listed, run.records, run.count, run.dropped)


class _Nothing(Exception):  # noqa: N818
    """Nothing could be mended, so no file is to be written."""


def _parts(path: Path) -> tuple[str, str]:
    if str(path) == "-" or not path.is_file():
        fix = "name a file of JSON Lines, JSON or CSV"
        raise UserError("--fix", "only files can be fixed", fix)
    packed = path.suffix if path.suffix in _ENDINGS else ""
    if _can_be_mended(path):
        return path.name.removesuffix(packed), packed
    fault = "only JSON Lines, JSON and CSV in UTF-8 can be fixed"
    raise UserError(shown(path.name), fault, "bring it into JSON Lines first (harmscope import)")


def _can_be_mended(path: Path) -> bool:
    try:
        # Only the first is asked for: what has several is an archive, and named otherwise.
        found = members(path)
        first = next(found)
        return first.name == shown(path.name) and can_be_rewritten(first)
    except StreamFault:
        return False


@contextmanager
def _packer(file: BinaryIO, packed: str) -> Iterator[BinaryIO]:
    if packed == ".gz":
        with gzip.GzipFile("", "wb", 6, file, mtime=0) as target:
            yield cast("BinaryIO", target)
    elif packed == ".zst":
        engine = zstandard.ZstdCompressor(level=3, write_checksum=True)
        with engine.stream_writer(file, closefd=False) as target:
            yield target
    else:
        yield file


class _Run:
    """One pass over a file, of which the rows at ``faulty`` may be mended and those at
    ``repeated`` are dropped."""

    def __init__(
        self, listed: BinaryIO, options: Options, faulty: set[int], repeated: set[int]
    ) -> None:
        self._text = io.TextIOWrapper(listed, "utf-8", newline="", write_through=True)
        self._list = csv.writer(self._text, lineterminator="\r\n")
        self._list.writerow(("line", "offset", "pointer", "rule", "change"))
        self._options = options
        self._faulty, self._repeated = faulty, repeated
        self._judge = Judge(options)
        self.records = self.count = self.dropped = 0

    def all(self, path: Path, target: BinaryIO) -> None:
        """Write the file with everything that was mended. Raises _Nothing where nothing was."""
        # Read twice side by side: once in records, once as it stands.
        rows, bytes_ = members(path), members(path)
        try:
            for piece in spliced(next(bytes_).chunks(), self._edits(next(rows))):
                target.write(piece)
        except StreamFault as fault:
            raise UserError(shown(path.name), fault.message, fault.fix) from None
        self._text.detach()
        if not self.count and not self.dropped:
            raise _Nothing

    def _edits(self, member: Member) -> Iterator[Edit]:
        """What is to be written otherwise, in the order of the file; every change is listed."""
        ending = ends_lines(member)
        for passage in record_ranges(member):
            if passage.start in self._repeated and passage.cut is not None:
                self.dropped += 1
                self._list_changes(passage, [Change(REPEATED, "", "identical record dropped")])
                yield Edit(passage.cut, passage.end, b"", ending)
            elif passage.start in self._faulty:
                yield from self._mended(passage)

    def _mended(self, passage: RecordRange) -> Iterator[Edit]:
        kind = kind_of(passage.record, self._options.kind)
        if kind is None:
            return
        record, changes = repair(passage.record, lambda one: self._judge.faults(kind, one))
        data = passage.anew(record, changes) if changes else None
        if data is not None:
            self.records += 1
            self.count += len(changes)
            self._list_changes(passage, changes)
            yield Edit(passage.start, passage.end, data)

    def _list_changes(self, passage: RecordRange, changes: list[Change]) -> None:
        for change in changes:
            place = (passage.line, passage.start)
            self._list.writerow((*place, change.pointer, change.rule, change.what))
