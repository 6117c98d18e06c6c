"""Writes a repaired copy of a file of JSON Lines, JSON or CSV, with a list of every change."""

import csv
import gzip
import io
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from harmscope.errors import UserError
from harmscope.findings import Finding, Tally
from harmscope.formats import Member, StreamFault, members
from harmscope.formats.door import shown
from harmscope.formats.streams import Edit, spliced
from harmscope.formats.write import whole
from harmscope.validation.identify import kind_of
from harmscope.validation.judge import Judge
from harmscope.validation.options import Options
from harmscope.validation.repairs import FIXABLE, Change, repair
from harmscope.validation.run import validate
from harmscope.validation.source_ranges import (
    RecordRange,
    can_be_rewritten,
    ends_lines,
    record_ranges,
)

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


def fix_file(path: Path, options: Options, jobs: int = 1) -> Fixed:
    """Write ``NAME.fixed.jsonl`` (or whatever ending the file has, packed as it is) and
    ``NAME.changes.csv`` beside ``path``.

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
    new = path.with_name(f"{stem}.fixed{ending}{packed}")
    listed = path.with_name(f"{stem}.changes.csv")
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
        raise UserError("--fix", "only files can be mended", fix)
    packed = path.suffix if path.suffix in _ENDINGS else ""
    if _can_be_mended(path):
        return path.name.removesuffix(packed), packed
    fault = "only JSON Lines, JSON and CSV in UTF-8 can be mended"
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
