"""A stretch of CSV as columns, each distinct text once, read by a vectorised reader.

Only what is proved to be regular is read so: the bytes, the quotes and the ends of rows are looked
at before, and the reader must find the same number of rows. Anything else is for the careful reader
of :mod:`harmscope.formats.split`, so that the outcome never depends on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from harmscope.formats.csv_ import Layout
from harmscope.formats.quotes import swallows
from harmscope.formats.rows import Limits

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_QUOTE, _FEED, _RETURN = 34, 10, 13
_MARK = b"\xef\xbb\xbf"
_PIECE = 2**16
_FEW = 600
"""Rows, three times over, that do not show whether the cells of a column repeat."""


class CellColumn(NamedTuple):
    """The cells of a column: one for each row, or, with ``codes``, the distinct ones and which of
    them each row has."""

    values: Sequence[object]
    codes: "np.ndarray | None" = None

    def at(self, row: int) -> object:
        """The cell of a row."""
        return self.values[row if self.codes is None else self.codes[row]]


@dataclass(frozen=True, slots=True)
class CsvColumns:
    """Rows by their columns, in the order of the header; ``lines`` and ``offsets`` are where each
    row starts."""

    lines: "np.ndarray"
    offsets: "np.ndarray"
    columns: tuple[CellColumn, ...]


def columns_of(
    data: bytes, at: tuple[int, int], layout: Layout, limits: Limits, differing: set[str]
) -> CsvColumns | None:
    """All rows of some bytes, which start with a row at the line and the offset ``at``; None where
    they are not proved to be what the careful reader would find.

    ``differing`` remembers the columns of which nearly every cell is another one; it has no say in
    what is found.
    """
    if not data or len(layout.header) < 2 or not is_plain(data, limits) or data.startswith(_MARK):
        return None
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    found = _places(data, layout, limits)
    if found is None:
        return None
    lines, offsets = found
    arrays = _read(data, layout, differing)
    if arrays is None or any(len(array) != len(lines) for array in arrays):
        return None
    columns = tuple(map(_cells, arrays))
    for name, cells in zip(layout.header, columns, strict=True):
        if cells.codes is not None and 4 * len(cells.values) > 3 * len(lines) > _FEW:
            differing.add(name)
    return CsvColumns(lines + at[0], offsets + at[1], columns)


def is_plain(data: bytes, limits: Limits) -> bool:
    """Whether no line can be refused for what it is: then only quotes and widths matter."""
    if len(data) > limits.line or b"\0" in data:
        return False
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _places(data: bytes, layout: Layout, limits: Limits) -> "tuple[np.ndarray, np.ndarray] | None":
    """Line and offset of every row, from 0; None where a quote stands where none may, or a row
    that goes over several lines is not surely one."""
    import numpy as np

    held = np.frombuffer(data, np.uint8)
    quotes = _all_of(held, _QUOTE)
    if not _are_around_cells(held, quotes, ord(layout.delimiter)):
        return None
    feeds = _all_of(held, _FEED)
    # A line feed ends a row where all quotes before it are in pairs.
    last = np.flatnonzero(np.searchsorted(quotes, feeds) % 2 == 0)
    ends = feeds[last]
    starts = np.concatenate(([0], ends + 1))
    lines = np.concatenate(([0], last + 1))
    ends = np.append(ends, len(data))
    lengths = ends - starts
    is_row = (lengths > 1) | ((lengths == 1) & (held[np.minimum(starts, len(data) - 1)] != _RETURN))
    taken = np.diff(np.append(lines, len(feeds) + 1))
    for row in np.flatnonzero(is_row & (taken > 1)).tolist():
        inside = [line.decode() for line in BytesIO(data[starts[row] : ends[row] + 1])]
        width = len(layout.header)
        if len(inside) > limits.row_lines or swallows(inside, width, layout.delimiter, width):
            return None
    return lines[is_row], starts[is_row]


def _are_around_cells(held: "np.ndarray", quotes: "np.ndarray", delimiter: int) -> bool:
    """Whether each quote opens a cell, ends it, or is one of two inside of a quoted cell."""
    import numpy as np

    if quotes.size % 2:
        return False
    if not quotes.size:
        return True
    opening, closing = quotes[::2], quotes[1::2]
    # Two quotes in a row inside of a quoted cell close and open it: nearly all, and they are fine.
    apart = np.flatnonzero(opening[1:] - closing[:-1] != 1)
    opening = opening[np.append(0, apart + 1)]
    closing = closing[np.append(apart, closing.size - 1)]
    before = held[opening - 1]
    opens = (before == delimiter) | (before == _FEED)
    after = held[np.minimum(closing + 1, len(held) - 1)]
    ends = (after == delimiter) | (after == _FEED) | (after == _RETURN)
    opens[0] |= opening[0] == 0
    ends[-1] |= closing[-1] == len(held) - 1
    return bool(opens.all() and ends.all())


def _all_of(held: "np.ndarray", byte: int) -> "np.ndarray":
    """Where a byte stands. Looked for in short pieces: memory that is used again stays in the
    cache."""
    import numpy as np

    starts = range(0, len(held), _PIECE)
    found = [np.flatnonzero(held[start : start + _PIECE] == byte) + start for start in starts]
    return np.concatenate(found)


def _read(data: bytes, layout: Layout, differing: set[str]) -> "list[pa.Array] | None":
    """The columns as text; None where a row has another number of cells."""
    import pyarrow as pa
    from pyarrow import csv

    reading = csv.ReadOptions(
        use_threads=False, block_size=len(data) + 1, column_names=list(layout.header)
    )
    parsing = csv.ParseOptions(delimiter=layout.delimiter, newlines_in_values=True)
    text, distinct = pa.string(), pa.dictionary(pa.int32(), pa.string())
    # The bytes are known to be UTF-8, and every cell is taken as it stands.
    converting = csv.ConvertOptions(
        check_utf8=False,
        column_types={name: text if name in differing else distinct for name in layout.header},
        null_values=[],
        strings_can_be_null=False,
    )
    try:
        table = csv.read_csv(pa.BufferReader(data), reading, parsing, converting)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    if any(column.num_chunks != 1 or column.null_count for column in table.columns):
        return None
    return [column.chunk(0) for column in table.columns]


def _cells(array: "pa.Array") -> CellColumn:
    import numpy as np

    if not hasattr(array, "dictionary"):
        return CellColumn(array.to_pylist())
    indices = array.indices
    codes = np.frombuffer(indices.buffers()[1], np.int32)[indices.offset :][: len(indices)]
    return CellColumn(array.dictionary.to_pylist(), codes)
