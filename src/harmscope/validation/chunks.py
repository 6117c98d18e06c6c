"""Cuts a member into chunks: rows that one process examines at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import NamedTuple, Protocol, Self, runtime_checkable

from harmscope.formats import Member, Row, RowFault, StreamFault, csv_, parquet
from harmscope.formats.csv_ import Layout
from harmscope.formats.csv_columns import CellColumn, columns_of
from harmscope.formats.parquet import Frame
from harmscope.formats.records import LISTS, bound, record_rows, unwrapped
from harmscope.formats.rows import MEBI, Limits
from harmscope.formats.split import (
    Block,
    Cells,
    Cutting,
    Origin,
    Stretch,
    StretchRows,
    Tail,
    blocks_of,
    line_start,
    row_start,
    stretches,
    tail_rows,
)
from harmscope.validation.examine import ChunkResult, Examiner, StatementTable
from harmscope.validation.identify import holds_statements
from harmscope.validation.statement import LIGHT_OMITS, requests

# What is examined at a time, in one process or in several: some rows of one member.

ROWS_A_RESULT = 2000
SIZES = 2
"""How many times larger chunks of CSV are: of more rows, more share their values."""

LEAST = MEBI // 4
"""Bytes of a stretch of CSV from which on it is worth loading the reader of columns."""

LEAST_ROWS = 32
"""Rows of Parquet from which on it is worth judging columns."""

_IDS = {"puid", "platform_uid"}


class Examined(NamedTuple):
    """The outcome of a chunk. ``whole`` is false where its last row goes on behind it; ``alone``
    says whether the examiner has to examine what follows, too."""

    part: ChunkResult
    whole: bool
    alone: bool


@runtime_checkable
class Chunk(Protocol):
    """Some rows, which any process can examine."""

    def examine(self, examiner: Examiner) -> Examined:
        """Judge the rows."""

    def joined(self, following: Self) -> "Chunk":
        """This chunk and the one behind it, as one."""


class Rest(Protocol):
    """The rest of a member, which one process must read to its end."""

    def parts(self, examiner: Examiner) -> Iterator[ChunkResult]:
        """Judge the rows."""


@dataclass(frozen=True, slots=True)
class LineChunk:
    """Some lines of JSON Lines."""

    name: str
    stretch: Stretch
    limits: Limits

    def examine(self, examiner: Examiner) -> Examined:
        """Judge the rows."""
        stretch, data = self.stretch, self.stretch.content()
        ended = not stretch.last or data.endswith(b"\n")
        block = Block(stretch.number, stretch.offset, data, ended)
        part = examiner.block(self.name, block, self.limits)
        return Examined(part, True, examiner.alone)

    def joined(self, following: Self) -> Self:
        """This chunk and the one behind it, as one."""
        return replace(self, stretch=self.stretch.joined(following.stretch))


@dataclass(frozen=True, slots=True)
class LineRest:
    """Lines of which one is too long to be held."""

    name: str
    tail: Tail
    limits: Limits

    def parts(self, examiner: Examiner) -> Iterator[ChunkResult]:
        """Judge the rows."""
        tail = self.tail
        at = (tail.number, tail.offset)
        for block in blocks_of(tail.chunks, self.limits.line, at=at):
            yield examiner.block(self.name, block, self.limits)


@dataclass(frozen=True, slots=True)
class CsvChunk:
    """Some rows of CSV."""

    name: str
    stretch: Stretch
    layout: Layout
    limits: Limits

    def examine(self, examiner: Examiner) -> Examined:
        """Judge the rows."""
        as_requests = holds_statements(self.layout.header, examiner.given)
        if as_requests and examiner.takes_columns and self.stretch.length >= LEAST:
            part = self._by_columns(examiner)
            if part is not None:
                return Examined(part, True, examiner.alone)
        rows = StretchRows(self.stretch, self.layout, self.limits)
        if as_requests:
            part = self._statements(list(rows.cells()), examiner)
        else:
            part = result_of(self.name, _nested(iter(rows), self.layout), examiner)
        return Examined(part, rows.whole, examiner.alone)

    def joined(self, following: Self) -> Self:
        """This chunk and the one behind it, as one."""
        return replace(self, stretch=self.stretch.joined(following.stretch))

    def _by_columns(self, examiner: Examiner) -> ChunkResult | None:
        """Judge the rows by their columns; None where they are not proved to be regular."""
        header, stretch = self.layout.header, self.stretch
        at = (stretch.number, stretch.offset)
        table = columns_of(stretch.content(), at, self.layout, self.limits, examiner.differing)
        if table is None:
            return None
        columns = list(zip(header, table.columns, strict=True))
        if not _are_requests(columns):
            return None

        def row(number: int) -> Row:
            cells = {name: column.at(number) for name, column in columns}
            return Row(int(table.lines[number]), int(table.offsets[number]), cells)

        part = ChunkResult(self.name)
        examiner.statements(part, StatementTable(table.lines, table.offsets, columns, row, ()))
        return part

    def _statements(self, rows: list[Cells | Row | RowFault], examiner: Examiner) -> ChunkResult:
        header = self.layout.header
        good = [row[2] for row in rows if isinstance(row, tuple)]
        columns = dict(zip(header, zip(*good, strict=True), strict=True)) if good else {}
        if "null" in columns.get("platform_name", ()) or columns.keys() >= _IDS:
            # Then cells name the row otherwise than the request does.
            return result_of(self.name, map(self._row, rows), examiner)
        by_row = iter(requests(columns, len(good)))
        part = ChunkResult(self.name)
        for row in rows:
            if isinstance(row, tuple):
                number, offset, cells, _ = row
                at = (number, offset)
                examiner.request(part, next(by_row), at, partial(_keyed, header, cells))
            else:
                examiner.row(part, row)
        part.statistics.settle()
        return part

    def _row(self, row: Cells | Row | RowFault) -> Row | RowFault:
        if not isinstance(row, tuple):
            return row
        number, offset, cells, _ = row
        return Row(number, offset, _keyed(self.layout.header, cells))


@dataclass(frozen=True, slots=True)
class CsvRest:
    """Rows of CSV of which no end was found in many bytes."""

    name: str
    tail: Tail
    layout: Layout
    limits: Limits

    def parts(self, examiner: Examiner) -> Iterator[ChunkResult]:
        """Judge the rows."""
        rows = _nested(tail_rows(self.tail, self.layout, self.limits), self.layout)
        yield from results_of(self.name, rows, examiner)


@dataclass(frozen=True, slots=True)
class RowChunk:
    """Rows that were read."""

    name: str
    rows: tuple[Row | RowFault, ...]

    def examine(self, examiner: Examiner) -> Examined:
        """Judge the rows."""
        return Examined(result_of(self.name, iter(self.rows), examiner), True, examiner.alone)

    def joined(self, following: Self) -> Self:
        """This chunk and the one behind it, as one."""
        return replace(self, rows=self.rows + following.rows)


@dataclass(frozen=True, slots=True)
class RowRest:
    """Rows that only one process can read."""

    name: str
    rows: Iterator[Row | RowFault]

    def parts(self, examiner: Examiner) -> Iterator[ChunkResult]:
        """Judge the rows."""
        yield from results_of(self.name, self.rows, examiner)


@dataclass(frozen=True, slots=True)
class FrameChunk:
    """Some rows of Parquet."""

    name: str
    frame: Frame
    lists: frozenset[str]

    def examine(self, examiner: Examiner) -> Examined:
        """Judge the rows."""
        names = set(self.frame.names)
        as_requests = holds_statements(names, examiner.given) and not names & self.lists
        part = None
        if as_requests and examiner.takes_columns and self.frame.count >= LEAST_ROWS:
            part = self._by_columns(examiner)
        if part is None:
            part = result_of(self.name, self._rows(), examiner)
        return Examined(part, True, examiner.alone)

    def _by_columns(self, examiner: Examiner) -> ChunkResult | None:
        """Judge the rows by their columns; None where cells name a row otherwise than a request."""
        import numpy as np

        frame, table = self.frame, self.frame.table()
        columns = [
            (name, CellColumn(each.values, None if each.places is None else each.codes()))
            for name, each in zip(frame.names, table.columns, strict=True)
        ]
        if not _are_requests(columns):
            return None
        nulls = self._kept_nulls()
        part = ChunkResult(self.name)
        lines = np.arange(frame.first, frame.first + frame.count)
        rows = StatementTable(
            lines, np.zeros_like(lines), columns, partial(frame.row, table, nulls), table.faults
        )
        examiner.statements(part, rows)
        return part

    def joined(self, following: Self) -> Chunk:
        """This chunk and the one behind it, as one."""
        return RowChunk(self.name, (*self._rows(), *following._rows()))

    def _rows(self) -> Iterator[Row | RowFault]:
        rows = self.frame.rows(self._kept_nulls())
        if self.lists.intersection(self.frame.names):
            rows = unwrapped(rows, self.lists)
        return bound(rows, only_dotted=True)

    def _kept_nulls(self) -> frozenset[str]:
        # Only a column that is not there at all makes a dump a light one.
        names = self.frame.names
        return LIGHT_OMITS if "uuid" in names and "record" not in names else frozenset()


def results_of(
    name: str, rows: Iterator[Row | RowFault], examiner: Examiner
) -> Iterator[ChunkResult]:
    """All rows, judged. Raises StreamFault after the part before it."""
    part = ChunkResult(name)
    try:
        for number, row in enumerate(rows, 1):
            examiner.row(part, row)
            if number % ROWS_A_RESULT == 0:
                yield part
                part = ChunkResult(name)
    except StreamFault:
        yield part
        raise
    yield part


def result_of(name: str, rows: Iterator[Row | RowFault], examiner: Examiner) -> ChunkResult:
    """All rows, judged."""
    part, judge = ChunkResult(name), examiner.row
    for row in rows:
        judge(part, row)
    part.statistics.settle()
    return part


def _nested(rows: Iterator[Row | RowFault], layout: Layout) -> Iterator[Row | RowFault]:
    return bound(rows, only_dotted=False) if "record" in layout.header else rows


def _are_requests(columns: list[tuple[str, CellColumn]]) -> bool:
    """Whether the cells name every row as the request does that it stands for."""
    if {name for name, _ in columns} >= _IDS:
        return False
    return not any(name == "platform_name" and "null" in cells.values for name, cells in columns)


def behind(chunk: Chunk, rest: Rest) -> Rest:
    """The rest of a member from the start of ``chunk`` on, which ends inside of a row."""
    if isinstance(chunk, CsvChunk) and isinstance(rest, CsvRest):
        stretch = chunk.stretch
        chunks = chain([stretch.content()], rest.tail.chunks)
        return replace(rest, tail=Tail(stretch.number, stretch.offset, chunks))
    return rest


def _keyed(header: tuple[str, ...], cells: list[str]) -> dict[str, object]:
    return dict(zip(header, cells, strict=True))


# Members into chunks, by format.

_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def chunks(member: Member, size: int) -> Iterator[Chunk | Rest]:
    """What there is to examine, in the order of the member; ``size`` in bytes, about.

    Where only one process can read a member, all of it is a rest. Raises StreamFault after the
    good part, and UserError where the file changes on the way.
    """
    kind = member.kind()
    if kind == "jsonl":
        yield from _lines(member, size)
    elif kind == "csv" and (layout := csv_.layout(member)) is not None:
        yield from _csv(member, layout, size)
    elif kind == "parquet":
        yield from _parquet(member)
    else:
        yield RowRest(member.name, record_rows(member))


def _lines(member: Member, size: int) -> Iterator[Chunk | Rest]:
    if member.head(2).startswith(_WIDE):
        raise StreamFault("wrong_encoding", member.name)
    skipped = 0
    if member.head(len(_MARK)) == _MARK:
        member.notes.append("there is a byte order mark at the start")
        skipped = len(_MARK)
    origin = _origin(member)
    how = Cutting(line_start, member.limits.line, size)
    for found in stretches(_from(member.chunks(), skipped), (1, skipped), how, origin):
        if isinstance(found, Tail):
            yield LineRest(member.name, found, member.limits)
        else:
            yield LineChunk(member.name, found, member.limits)
    _check(origin)


def _csv(member: Member, layout: csv_.Layout, size: int) -> Iterator[Chunk | Rest]:
    origin = _origin(member)
    how = Cutting(row_start(layout), member.limits.line, SIZES * size)
    chunks = _from(member.chunks(), layout.offset)
    for found in stretches(chunks, (layout.number, layout.offset), how, origin):
        if isinstance(found, Tail):
            yield CsvRest(member.name, found, layout, member.limits)
        else:
            yield CsvChunk(member.name, found, layout, member.limits)
    _check(origin)


def _parquet(member: Member) -> Iterator[Chunk | Rest]:
    for found in parquet.frames(member):
        if isinstance(found, Frame):
            yield FrameChunk(member.name, found, LISTS)
        else:
            yield RowChunk(member.name, (found,))


def _from(chunks: Iterator[bytes], skipped: int) -> Iterator[bytes]:
    """Chunks without their first bytes."""
    for chunk in chunks:
        if skipped < len(chunk):
            yield chunk[skipped:] if skipped else chunk
        skipped = max(0, skipped - len(chunk))


def _origin(member: Member) -> Origin | None:
    return None if member.path is None else Origin.of(member.name, member.path)


def _check(origin: Origin | None) -> None:
    if origin is not None:
        origin.check()
