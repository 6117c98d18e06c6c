"""Mends a file of JSON Lines into a new one beside it, with a list of every change."""

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

from harmscope.demands import Context
from harmscope.errors import UserError
from harmscope.findings import Finding, Tally
from harmscope.formats import Line, Row, StreamFault, jsonl, members
from harmscope.formats.names import shown
from harmscope.formats.spool import Spool
from harmscope.formats.write import whole
from harmscope.validation import statement
from harmscope.validation.fault import Fault
from harmscope.validation.fixes import FIXABLE, Change, mend
from harmscope.validation.judge import Judge
from harmscope.validation.options import Options
from harmscope.validation.run import validate
from harmscope.validation.subject import STATEMENT, kind_of

REPEATED = "HS202"
_MARK = b"\xef\xbb\xbf"
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

    @property
    def said(self) -> str:
        """What was done, in a line."""
        name = shown(self.path.name)
        if self.changes is None:
            return f"{name}: nothing can be mended"
        return (
            f"{name}: {_many(self.count, 'change')} in {_many(self.records, 'record')}, "
            f"{_many(self.dropped, 'repeat')} dropped; all listed in {shown(self.changes.name)}"
        )


class _Lines:
    """A sink that remembers the lines on which something may be mended."""

    def __init__(self) -> None:
        self.faulty = array("Q")
        self.repeated = array("Q")

    def take(self, finding: Finding, waived: str | None) -> None:
        """Remember one finding, waived or not."""
        del waived
        if finding.line is not None and finding.rule in FIXABLE:
            self.faulty.append(finding.line)
        elif finding.line is not None and finding.rule == REPEATED:
            self.repeated.append(finding.line)


def fix_files(paths: Iterable[str], options: Options, jobs: int = 1) -> list[Fixed]:
    """Mend each file on its own. Raises UserError as :func:`fix_file`; files before it stay."""
    return [fix_file(Path(path), options, jobs) for path in paths]


def fix_file(path: Path, options: Options, jobs: int = 1) -> Fixed:
    """Write ``NAME.fixed.jsonl`` (packed as the file is) and ``NAME.changes.csv`` beside ``path``.

    What is not changed is written byte for byte as it stands. Raises UserError for what is no
    single file of JSON Lines, for a damaged one, and where one of the new files is there already.
    """
    name, packed = _parts(path)
    lines = _Lines()
    validate([path], options, tally=Tally(sinks=[lines]), jobs=jobs)
    if not lines.faulty and not lines.repeated:
        return Fixed(path, None)
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    new = path.with_name(f"{stem}.fixed{ending}{packed}")
    listed = path.with_name(f"{stem}.changes.csv")
    for one in (new, listed):
        if one.exists():
            fix = "move it away; nothing is written over a file"
            raise UserError(shown(one.name), "the file is there already", fix)
    with whole(listed) as list_, whole(new) as file, _packer(file, packed) as target:
        run = _Run(target, list_, options)
        run.all(_member(path), set(lines.faulty), set(lines.repeated))
    return Fixed(new, listed, run.records, run.count, run.dropped)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _parts(path: Path) -> tuple[str, str]:
    if str(path) == "-" or not path.is_file():
        raise UserError("--fix", "only files can be mended", "name a file of JSON Lines")
    packed = path.suffix if path.suffix in _ENDINGS else ""
    name = path.name.removesuffix(packed)
    if _is_lines(path):
        return name, packed
    fix = "bring it into JSON Lines first (harmscope import)"
    raise UserError(shown(path.name), "only JSON Lines can be mended", fix)


def _is_lines(path: Path) -> bool:
    try:
        # Only the first is asked for: what has several is an archive, and named otherwise.
        found = members(path)
        first = next(found)
        return first.name == shown(path.name) and first.kind() == "jsonl"
    except StreamFault:
        return False


def _member(path: Path) -> Iterator[Line]:
    try:
        for member in members(path):
            yield from member.lines()
    except StreamFault as fault:
        raise UserError(shown(path.name), fault.message, fault.fix) from None


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
    """One pass over a file."""

    def __init__(self, target: BinaryIO, listed: BinaryIO, options: Options) -> None:
        self._target = target
        self._text = io.TextIOWrapper(listed, "utf-8", newline="", write_through=True)
        self._list = csv.writer(self._text, lineterminator="\r\n")
        self._options = options
        self._judges: dict[str, Judge] = {}
        self.records = self.count = self.dropped = 0

    def all(self, lines: Iterator[Line], faulty: set[int], repeated: set[int]) -> None:
        """Write every line, mended where it can be."""
        self._list.writerow(("line", "pointer", "rule", "change"))
        for line in lines:
            if line.too_long:
                fix = "shorten the line, then mend the file"
                raise UserError("--fix", f"line {line.number} is too long to be carried over", fix)
            if line.number in repeated:
                self.dropped += 1
                self._list.writerow((line.number, "", REPEATED, "identical record dropped"))
            else:
                data = self._mended(line) if line.number in faulty else None
                self._target.write(line.data if data is None else data)
                self._target.write(b"\n" if line.ended else b"")
        self._text.detach()

    def _mended(self, line: Line) -> bytes | None:
        """The line anew, or None where it stays as it is."""
        mark = _MARK if line.number == 1 and line.data.startswith(_MARK) else b""
        row = jsonl.row(line, line.data.removeprefix(mark).removesuffix(b"\r"), 64)
        if not isinstance(row, Row):
            return None
        kind = kind_of(row.data, self._options.kind)
        if kind is None:
            return None
        record, changes = mend(row.data, lambda one: self._faults(kind, one))
        if not changes:
            return None
        self._say(line.number, changes)
        end = b"\r" if line.data.endswith(b"\r") else b""
        return mark + Spool.line(record).removesuffix(b"\n") + end

    def _faults(self, kind: str, record: dict[str, object]) -> list[Fault]:
        if kind not in self._judges:
            context = Context(self._options.clock)
            self._judges[kind] = Judge(kind, None, context, self._options.keeps)
        shape = statement.normal(record) if kind == STATEMENT else record
        return list(self._judges[kind].faults(shape))

    def _say(self, number: int, changes: list[Change]) -> None:
        self.records += 1
        self.count += len(changes)
        for change in changes:
            self._list.writerow((number, change.pointer, change.rule, change.what))
