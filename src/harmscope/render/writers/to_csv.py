"""Tables as CSV after RFC 4180: comma, CRLF, UTF-8; no cell of text starts a formula."""

import csv
import io
from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import BinaryIO

from harmscope.render.safe_text import guarded
from harmscope.render.table import Cell, Column, Table, plain


class CsvRows(AbstractContextManager["CsvRows"]):
    """Writes rows under their columns while they come. Leaves ``file`` open."""

    def __init__(self, file: BinaryIO, columns: Sequence[Column]) -> None:
        self._text = io.TextIOWrapper(file, "utf-8", newline="", write_through=False)
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow([guarded(column.name) for column in columns])

    def add(self, cells: Sequence[Cell]) -> None:
        """Write one row."""
        self._writer.writerow([_cell(cell) for cell in cells])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._text.flush()
        self._text.detach()


def write(tables: Sequence[Table], file: BinaryIO) -> None:
    """Write the first table; limits stand in columns of their own."""
    table = tables[0].flat()
    with CsvRows(file, table.columns) as rows:
        for row in table.rows:
            rows.add(row)


def table_csv(table: Table) -> str:
    """One table as CSV text."""
    out = io.BytesIO()
    write([table], out)
    return out.getvalue().decode("utf-8")


def _cell(cell: Cell) -> str:
    value = plain(cell)
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else str(value)
