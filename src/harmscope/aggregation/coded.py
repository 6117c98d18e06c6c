"""Rows of flat tables as Arrow columns, in which each distinct row of codes is kept once."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_TYPES: Final = {
    "int64": pa.int64(),
    "string": pa.dictionary(pa.int32(), pa.string()),
    "text": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}

Numbers = "np.ndarray[Any, np.dtype[np.int32]]"


def schema_of(columns: Mapping[str, str]) -> pa.Schema:
    """The Arrow schema of a table, given by the kinds of its columns."""
    return pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()])


def array_of(values: Sequence[object], kind: str) -> pa.Array:
    """A column of values; days are whole numbers since 1970-01-01."""
    if kind == "date":
        return pa.array(values, type=pa.int32()).cast(pa.date32())
    return pa.array(values, type=_TYPES[kind])


_FEW: Final = 256
"""Distinct values of a column up to which a part carries all of them."""


class Coded:
    """Distinct rows of some columns: each is kept once and known by its number."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._kinds = dict(columns)
        self._values: list[list[object]] = [[] for _ in columns]
        self._places: list[dict[object, int]] = [{} for _ in columns]
        self._codes = np.empty((_FEW, len(columns)), dtype=np.int32)
        self._arrays: dict[int, pa.Array] = {}
        self.count = 0

    def number(self, row: Sequence[object]) -> int:
        """Keep a row, one value a column, and give its number."""
        if self.count == len(self._codes):
            self._codes = np.resize(self._codes, (2 * self.count, len(self._kinds)))
        for column, value in enumerate(row):
            self._codes[self.count, column] = -1 if value is None else self._place(column, value)
        self.count += 1
        return self.count - 1

    def _place(self, column: int, value: object) -> int:
        places = self._places[column]
        place = places.get(value)
        if place is None:
            place = places[value] = len(places)
            self._values[column].append(value)
            self._arrays.pop(column, None)
        return place

    def arrays(self, numbers: Sequence[int] | np.ndarray) -> Iterator[tuple[str, pa.Array]]:
        """Each column, by name, with the values of the rows of these numbers."""
        block = self._codes[np.asarray(numbers, dtype=np.int32)]
        for column, (name, kind) in enumerate(self._kinds.items()):
            codes = np.ascontiguousarray(block[:, column])
            yield name, self._column(column, kind, codes)

    def _column(self, column: int, kind: str, codes: np.ndarray) -> pa.Array:
        values = self._arrays.get(column)
        if values is None:
            plain = pa.string() if kind == "string" else _TYPES[kind]
            values = self._arrays[column] = pa.array(self._values[column], type=plain)
        if kind == "string" and len(values) > _FEW:
            used, codes = np.unique(codes, return_inverse=True)
            codes = codes.astype(np.int32)
            if len(used) and used[0] < 0:
                used, codes = used[1:], codes - 1
            values = values.take(pa.array(used))
        places = pa.array(codes, mask=codes < 0)
        if kind == "string":
            return pa.DictionaryArray.from_arrays(places, values)
        return values.take(places)


def shifted(batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
    """Rows of which the records are numbered from ``first`` on instead of from 0."""
    place = batch.schema.get_field_index("seq")
    numbers = pc.add(batch.column(place), pa.scalar(first, pa.int64()))
    return batch.set_column(place, "seq", numbers)


# Parts of tables to Parquet.

_GROUP: Final = 100_000
_FEW_VALUES: Final = ("string", "date")
"""Kinds of columns in which values repeat."""


class TableWriter:
    """Writes parts of one table to a file; an empty table is written too."""

    def __init__(self, path: Path, columns: Mapping[str, str]) -> None:
        self._schema = schema_of(columns)
        self._parts: list[pa.RecordBatch] = []
        self._rows = 0
        self._file = pq.ParquetWriter(
            path,
            self._schema,
            # They are read many times and soon thrown away: quick to read matters more than small.
            compression="snappy",
            use_dictionary=[name for name, kind in columns.items() if kind in _FEW_VALUES],
            column_encoding={
                name: "DELTA_BINARY_PACKED" for name, kind in columns.items() if kind == "int64"
            },
            write_statistics=False,
            store_schema=False,
        )

    def add(self, part: pa.RecordBatch) -> None:
        """Take some rows."""
        self._parts.append(part)
        self._rows += part.num_rows
        if self._rows >= _GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left and finish the file."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        table = pa.Table.from_batches(self._parts, schema=self._schema)
        self._file.write_table(table.unify_dictionaries())
        self._parts, self._rows = [], 0
