"""Writes the flat tables as Parquet, a batch at a time, so that memory stays flat."""

from pathlib import Path
from types import TracebackType
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from harmscope.metrics.tables import TABLES

_BATCH: Final = 20_000
_TYPES: Final = {
    "int64": pa.int64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.int32(),
}


class TableWriter:
    """Writes rows of one table to ``<folder>/<name>.parquet``; an empty table is written too."""

    def __init__(self, folder: Path, name: str, schema: dict[str, str]) -> None:
        self._kinds = list(schema.values())
        self._schema = pa.schema(
            [
                (column, pa.date32() if kind == "date" else _TYPES[kind])
                for column, kind in schema.items()
            ]
        )
        self._rows: list[tuple[object, ...]] = []
        self._file = pq.ParquetWriter(folder / f"{name}.parquet", self._schema, compression="zstd")

    def add(self, row: tuple[object, ...]) -> None:
        """Take one row, in the order of the columns; days are whole numbers since 1970-01-01."""
        self._rows.append(row)
        if len(self._rows) >= _BATCH:
            self._flush()

    def close(self) -> None:
        """Write what is left and finish the file."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True) if self._rows else [() for _ in self._kinds]
        arrays = [
            _array(list(values), kind) for values, kind in zip(columns, self._kinds, strict=True)
        ]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []


class TablesWriter:
    """All flat tables of one run in one folder; use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._writers = {name: TableWriter(folder, name, schema) for name, schema in TABLES.items()}

    def __enter__(self) -> "TablesWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer in self._writers.values():
            writer.close()

    def add(self, name: str, row: tuple[object, ...]) -> None:
        """Take one row of the table ``name``."""
        self._writers[name].add(row)


def _array(values: list[object], kind: str) -> pa.Array:
    array = pa.array(values, type=_TYPES[kind])
    return array.cast(pa.date32()) if kind == "date" else array
