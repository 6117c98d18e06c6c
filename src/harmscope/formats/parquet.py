"""Parquet, read in a child process: the file is not trusted."""

from collections.abc import Iterator

from harmscope.formats import child
from harmscope.formats.frames import Frame
from harmscope.formats.member import Member
from harmscope.formats.rows import Row, RowFault

HEADER_KEY = b"harmscope.header"
"""File metadata under which our own Parquet keeps the header record, as JSON."""


def read(member: Member) -> Iterator[Row | RowFault]:
    """Rows as objects, numbered from 1; a header in the file's metadata comes first as row 0.

    Null is an absent member. Dates, times and decimals become text (ISO 8601; a time without zone
    stays without). Raises StreamFault: ``bad_parquet``, ``too_many_columns``,
    ``duplicate_columns``, ``too_deep``, ``reader_stopped``.
    """
    for found in frames(member):
        if isinstance(found, Frame):
            yield from found.rows()
        else:
            yield found


def frames(member: Member) -> Iterator[Frame | Row | RowFault]:
    """The rows in frames, which other processes can unpack; the header stands by itself."""
    names: tuple[str, ...] = ()
    number = 1
    for said, data in child.answers(member, "harmscope.formats.parquet_child"):
        names = tuple(said.get("names", names))
        yield from child.rows(said)
        if data:
            yield Frame(number, said["count"], names, data)
            number += said["count"]
