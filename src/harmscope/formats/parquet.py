"""Parquet, read in a child process because the file is not trusted; its rows come in frames.

A frame packs rows column by column, each distinct value once. The process that opens the table
packs them, and any other one can unpack them: they hold nothing but plain values, and reading them
runs nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import msgspec

from harmscope.formats import sandbox
from harmscope.formats.member import Member
from harmscope.formats.rows import Row, RowFault, row_fault

if TYPE_CHECKING:
    import numpy as np

# Frames.


class Column(msgspec.Struct, array_like=True, frozen=True):
    """The values of a column; with ``places`` the distinct ones, and two bytes a row (little
    endian) that say which of them it has."""

    values: list[object]
    places: bytes | None = None

    def cells(self) -> Sequence[object]:
        """A value for each row."""
        if self.places is None:
            return self.values
        width = 2 * len(self.places) // 2
        return [self.values[place] for place in memoryview(self.places[:width]).cast("H")]

    def at(self, row: int) -> object:
        """The value of a row."""
        if self.places is None:
            return self.values[row]
        return self.values[int.from_bytes(self.places[2 * row : 2 * row + 2], "little")]

    def codes(self) -> "np.ndarray":
        """Which of the distinct values each row has."""
        import numpy as np

        assert self.places is not None
        return np.frombuffer(self.places, "<u2", len(self.places) // 2)


class Table(msgspec.Struct, array_like=True, frozen=True):
    """Columns of the same length, and the faults of rows by their place."""

    columns: list[Column]
    faults: dict[int, str] = {}


MOST_PLACES = 65_536
"""Distinct values that a column can tell apart by place."""

_DECODER = msgspec.msgpack.Decoder(Table)


def packed(table: Table) -> bytes:
    """The bytes of a table."""
    return msgspec.msgpack.encode(table)


@dataclass(frozen=True, slots=True)
class Frame:
    """``count`` packed rows; ``first`` is the number of the first one."""

    first: int
    count: int
    names: tuple[str, ...]
    data: bytes

    def table(self) -> Table:
        """The columns, in the order of their names."""
        return _DECODER.decode(self.data)

    def row(self, table: Table, nulls: frozenset[str], number: int) -> Row | RowFault:
        """One of the rows that :meth:`rows` gives, counted from 0, of the unpacked table."""
        if number in table.faults:
            return row_fault(table.faults[number], self.first + number, 0)
        data = {}
        for name, column in zip(self.names, table.columns, strict=True):
            value = column.at(number)
            if value is not None:
                data[name] = value
        data |= dict.fromkeys(nulls.intersection(self.names) - data.keys())
        return Row(self.first + number, 0, data)

    def rows(self, nulls: frozenset[str] = frozenset()) -> Iterator[Row | RowFault]:
        """The rows. Null is an absent member, but in the columns ``nulls``, where it stays.

        Equal lists of a column are one list: they must not be changed.
        """
        table = self.table()
        columns: list[Sequence[object]] = [column.cells() for column in table.columns]
        rows = zip(*columns, strict=True) if columns else repeat((), self.count)
        for number, cells in enumerate(rows):
            if number in table.faults:
                yield row_fault(table.faults[number], self.first + number, 0)
                continue
            data = {n: v for n, v in zip(self.names, cells, strict=True) if v is not None}
            for name in nulls & set(self.names) - data.keys() if nulls else ():
                data[name] = None
            yield Row(self.first + number, 0, data)


# Reading.

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
    reader = "harmscope.formats.parquet_child"
    for said, data in sandbox.answers(member, reader, meanwhile=_prepare):
        names = tuple(said.get("names", names))
        yield from sandbox.rows(said)
        if data:
            yield Frame(number, said["count"], names, data)
            number += said["count"]


def _prepare() -> None:
    """Load what judging frames takes, while the child that reads them starts."""
    import numpy as np  # noqa: F401
