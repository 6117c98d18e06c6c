"""Tables as Parquet: equal rows give equal bytes; what is missing is null."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from types import TracebackType
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from harmscope.render.safe_text import clean
from harmscope.render.table import Cell, Column, Missing, Table, Type, plain

GROUP: Final = 50_000
"""Rows that are held in memory before they are written."""

_TYPES: Final[dict[Type, pa.DataType]] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "day": pa.date32(),
}


class ParquetRows(AbstractContextManager["ParquetRows"]):
    """Writes rows in groups while they come. Leaves ``file`` open."""

    def __init__(self, file: BinaryIO, columns: Sequence[Column]) -> None:
        self._schema = pa.schema(
            [pa.field(clean(one.name), _TYPES[one.type], not one.required) for one in columns]
        )
        self._types = [one.type for one in columns]
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[list[object]] = []

    def add(self, cells: Sequence[Cell]) -> None:
        """Take one row."""
        typed = zip(cells, self._types, strict=True)
        self._rows.append([_cell(cell, type_) for cell, type_ in typed])
        if len(self._rows) >= GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            arrays = [
                pa.array(values, field.type)
                for values, field in zip(zip(*self._rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
            self._rows = []

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._flush()
        self._writer.close()


def write(tables: Sequence[Table], file: BinaryIO) -> None:
    """Write the first table; limits stand in columns of their own."""
    table = tables[0].flat()
    with ParquetRows(file, table.columns) as rows:
        for row in table.rows:
            rows.add(row)


def _cell(cell: Cell, type_: Type) -> object:
    """The cell as the type of its column; a column of numbers has no place for words."""
    value = plain(cell)
    if value is None or isinstance(cell, Missing):
        return None
    if type_ == "text":
        return clean(value) if isinstance(value, str) else str(value)
    if type_ == "day":
        return value if isinstance(value, date) else None
    return None if isinstance(value, (str, date)) else value
