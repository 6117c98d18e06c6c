"""Parquet, read in a child process: the file is not trusted."""

from collections.abc import Iterator

from harmscope.formats import child
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
    return child.read(member, "harmscope.formats.parquet_child")
