"""Members into shares, by format."""

from collections.abc import Iterator

from harmscope.formats import Member, StreamFault, csv_, parquet
from harmscope.formats.csv_rows import row_start
from harmscope.formats.frames import Frame
from harmscope.formats.records import LISTS, record_rows
from harmscope.formats.stretches import Cutting, Origin, Tail, line_start, stretches
from harmscope.validation.shares import (
    CsvRest,
    CsvShare,
    FrameShare,
    LineRest,
    LineShare,
    Rest,
    RowRest,
    RowShare,
    Share,
)

_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def shares(member: Member, size: int) -> Iterator[Share | Rest]:
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


def _lines(member: Member, size: int) -> Iterator[Share | Rest]:
    if member.head(2).startswith(_WIDE):
        raise StreamFault("wrong_encoding", member.name)
    skipped = 0
    if member.head(len(_MARK)) == _MARK:
        member.notes.append("a byte order mark stands at the start")
        skipped = len(_MARK)
    origin = _origin(member)
    how = Cutting(line_start, member.limits.line, size)
    for found in stretches(_from(member.chunks(), skipped), (1, skipped), how, origin):
        if isinstance(found, Tail):
            yield LineRest(member.name, found, member.limits)
        else:
            yield LineShare(member.name, found, member.limits)
    _check(origin)


def _csv(member: Member, layout: csv_.Layout, size: int) -> Iterator[Share | Rest]:
    origin = _origin(member)
    how = Cutting(row_start(layout), member.limits.line, size)
    chunks = _from(member.chunks(), layout.offset)
    for found in stretches(chunks, (layout.number, layout.offset), how, origin):
        if isinstance(found, Tail):
            yield CsvRest(member.name, found, layout, member.limits)
        else:
            yield CsvShare(member.name, found, layout, member.limits)
    _check(origin)


def _parquet(member: Member) -> Iterator[Share | Rest]:
    for found in parquet.frames(member):
        if isinstance(found, Frame):
            yield FrameShare(member.name, found, LISTS)
        else:
            yield RowShare(member.name, (found,))


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
