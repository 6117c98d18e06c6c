"""Rows of a stretch of CSV, of which the header is known: as :mod:`harmscope.formats.csv_` reads
them, many times faster where nothing is wrong."""

import csv
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice

from harmscope.formats.csv_ import Layout, keyed, records
from harmscope.formats.limits import Limits
from harmscope.formats.lines import split
from harmscope.formats.rows import Row, RowFault, row_fault
from harmscope.formats.stretches import Stretch, Tail

_PROBED = 64
"""Line feeds of a window after which a row is looked for."""

Found = Iterator[Row | RowFault]
Cells = tuple[int, int, list[str], bytes]
"""Line, offset, cells and raw bytes of a row."""


def row_start(layout: Layout) -> Callable[[bytes], int]:
    """Finds where in some bytes a row starts: after a line feed with two whole rows behind it.

    It may be wrong inside of a quoted cell. The process that reads the stretch before it sees
    that, since its last row then has no end.
    """
    width = len(layout.header)

    def start(window: bytes) -> int:
        lines = BytesIO(window).readlines()
        if lines and not lines[-1].endswith(b"\n"):
            lines.pop()
        at = 0
        for number, line in enumerate(lines[:_PROBED], 1):
            at += len(line)
            text = (each.decode("latin-1") for each in islice(lines, number, None))
            rows = csv.reader(text, delimiter=layout.delimiter, strict=True)
            try:
                widths = [len(cells) for cells in islice(rows, 2)]
            except csv.Error:
                continue
            if widths == [width, width]:
                return at
        return 0

    return start


class StretchRows:
    """The rows of a stretch, in order; to be taken once.

    After that, ``whole`` is false where the stretch ends inside of a quoted cell. The row that it
    cuts is not given then, unless nothing follows the stretch.
    """

    def __init__(self, stretch: Stretch, layout: Layout, limits: Limits) -> None:
        self.whole = True
        self._stretch = stretch
        self._layout = layout
        self._limits = limits

    def __iter__(self) -> Found:
        header = self._layout.header
        for row in self.cells():
            if isinstance(row, tuple):
                number, offset, cells, raw = row
                yield Row(number, offset, dict(zip(header, cells, strict=True)), raw)
            else:
                yield row

    def cells(self) -> Iterator[Cells | Row | RowFault]:
        """The rows as cells where nothing is wrong; from the first fault on, as they come."""
        data, number, offset = self._stretch.content(), self._stretch.number, self._stretch.offset
        if not _is_plain(data, self._limits):
            yield from self._slowly(data, number, offset)
            return
        width = len(self._layout.header)
        csv.field_size_limit(self._limits.line)
        lines = BytesIO(data).readlines()
        text = map(bytes.decode, lines)
        parser = csv.reader(text, delimiter=self._layout.delimiter, strict=True)
        done, most = 0, self._limits.row_lines
        try:
            for cells in parser:
                raw = lines[done]
                taken = parser.line_num
                if taken > done + 1:
                    if taken > done + most:
                        break
                    raw = b"".join(lines[done:taken])
                if len(cells) == width:
                    bare = raw.removesuffix(b"\n").removesuffix(b"\r")
                    yield number + done, offset, cells, bare
                elif cells:
                    yield row_fault("ragged_row", number + done, offset)
                done, offset = taken, offset + len(raw)
        except csv.Error:
            pass
        if done < len(lines):
            # From the first row with a fault on, the reader of whole files decides.
            yield from self._slowly(b"".join(lines[done:]), number + done, offset)

    def _slowly(self, data: bytes, number: int, offset: int) -> Found:
        lines = split([data], self._limits.line, number, offset)
        # What a stretch cuts may go on; where nothing follows, the end of the content decides.
        found = records(lines, self._layout.delimiter, self._limits, open_=not self._stretch.last)
        self.whole = yield from keyed(found, self._layout.header)


def tail_rows(tail: Tail, layout: Layout, limits: Limits) -> Found:
    """The rows of the rest of a file."""
    lines = split(tail.chunks, limits.line, tail.number, tail.offset)
    yield from keyed(records(lines, layout.delimiter, limits), layout.header)


def _is_plain(data: bytes, limits: Limits) -> bool:
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
