"""The byte range of each record in its file, and how a repaired record is written there."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from harmscope.formats import Member, Row, json_
from harmscope.formats.csv_ import Layout, layout, text_rows
from harmscope.formats.json_ import read_document as read_array
from harmscope.formats.member import Kind
from harmscope.formats.records import LISTS, record_rows
from harmscope.formats.spool import Spool
from harmscope.validation.repairs import Change, value_at

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
