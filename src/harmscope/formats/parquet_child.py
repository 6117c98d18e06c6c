"""The child process of :mod:`harmscope.formats.parquet`: Arrow columns to plain values, each
distinct one converted once. Run as a module, never imported.
"""

import json
import os
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from harmscope.formats.parquet import HEADER_KEY, MOST_PLACES, Column, Table, packed
from harmscope.formats.rows import MEBI, BadCell, plain
from harmscope.formats.sandbox import ChildFault, answer, serve

# Columns.

_NAME = 60
"""Characters of a column's name, or of a type's, in a fault."""

Cells = tuple[list[object], "np.ndarray | None"]
"""Values and, where they are the distinct ones, which of them each row has."""


def table(batch: pa.RecordBatch) -> Table:
    """The rows of a batch. A value that JSON has no form for spoils its row alone."""
    columns, faults = [], dict[int, str]()
    for name, given in zip(batch.schema.names, batch.columns, strict=True):
        try:
            array = _stored(given)
            values, places = _cells(array)
        except (pa.ArrowNotImplementedError, pa.ArrowInvalid, TypeError):
            raise ChildFault("unreadable_column", _named(name, given.type)) from None
        bad = _converted(values, array.type)
        if bad:
            which = range(len(values)) if places is None else places.tolist()
            for row, place in enumerate(which):
                if place in bad:
                    faults.setdefault(row, bad[place])
        columns.append(Column(values, None if places is None else _bytes(places)))
    return Table(columns, faults)


def _named(name: str, kind: pa.DataType) -> str:
    """A column and its type, for people; the type's own parameters may be the writer's words."""
    shown = "".join(char for char in name if char.isprintable())[:_NAME]
    return f"column {shown}, type {str(kind).partition('[')[0].partition('<')[0][:_NAME]}"


def _stored(array: pa.Array) -> pa.Array:
    """The array without extension types, at any depth: JSON is its text, a UUID its digits."""
    kind = array.type
    if isinstance(array, pa.ExtensionArray):
        return _of_extension(array)
    if pa.types.is_string_view(kind) or pa.types.is_binary_view(kind):
        return array.cast(pa.large_string() if pa.types.is_string_view(kind) else pa.large_binary())
    if pa.types.is_run_end_encoded(kind):
        return _stored(pa.compute.run_end_decode(array))
    if not _has_extension(kind):
        return array
    if _is_list(kind):
        nulls = array.is_null()
        return type(array).from_arrays(array.offsets, _stored(array.values), mask=nulls)
    if pa.types.is_struct(kind):
        members = [_stored(member) for member in array.flatten()]
        names = [field.name for field in kind]
        return pa.StructArray.from_arrays(members, names, mask=array.is_null())
    raise TypeError(str(kind))


def _of_extension(array: pa.ExtensionArray) -> pa.Array:
    name = array.type.extension_name
    if name == "arrow.uuid":
        return pa.array([None if each is None else str(each) for each in array.to_pylist()])
    return array.storage.cast(pa.bool_()) if name == "arrow.bool8" else _stored(array.storage)


def _has_extension(kind: pa.DataType) -> bool:
    fields = [kind.field(index).type for index in range(kind.num_fields)]
    return isinstance(kind, pa.BaseExtensionType) or any(map(_has_extension, fields))


def _cells(array: pa.Array) -> Cells:
    if array.null_count == len(array):
        return [None], np.zeros(len(array), dtype=np.uint16)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if _is_list(array.type) and not pa.types.is_nested(array.type.value_type):
        return _lists(array)
    if pa.types.is_nested(array.type):
        return array.to_pylist(), None
    encoded = array.dictionary_encode(null_encoding="encode")
    if 2 * len(encoded.dictionary) > len(array) or len(encoded.dictionary) > MOST_PLACES:
        return array.to_pylist(), None
    return encoded.dictionary.to_pylist(), _places(encoded)


def _nulls(array: pa.Array) -> list[int]:
    """Rows without a value."""
    if not array.null_count:
        return []
    return [row for row, null in enumerate(array.is_null().to_pylist()) if null]


def _numbers(buffer: pa.Buffer, kind: type, start: int, count: int) -> "np.ndarray":
    # The library's own way to arrays loads pandas, which takes time and memory.
    return np.frombuffer(buffer, kind)[start : start + count]


def _places(encoded: pa.DictionaryArray) -> "np.ndarray":
    indices = encoded.indices
    return _numbers(indices.buffers()[1], np.int32, indices.offset, len(indices))


def _lists(array: pa.ListArray) -> Cells:
    """Lists are told apart by the places of their items among the distinct items."""
    kind = np.int64 if pa.types.is_large_list(array.type) else np.int32
    bounds = _numbers(array.buffers()[1], kind, array.offset, len(array) + 1)
    items = array.values.slice(bounds[0], bounds[-1] - bounds[0])
    if pa.types.is_dictionary(items.type):
        items = items.dictionary_decode()
    encoded = items.dictionary_encode(null_encoding="encode")
    distinct = np.array([*encoded.dictionary.to_pylist(), None], dtype=object)
    places = _places(encoded)
    data = places.tobytes()
    ends = ((bounds - bounds[0]) * places.itemsize).tolist()
    keys: list[bytes | None] = [data[start:end] for start, end in pairwise(ends)]
    for row in _nulls(array):
        keys[row] = None
    known = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    values: list[object] = [
        None if key is None else distinct[np.frombuffer(key, places.dtype)].tolist()
        for key in known
    ]
    which = np.fromiter(map(known.__getitem__, keys), dtype=np.int64, count=len(keys))
    if len(values) > MOST_PLACES:
        return [values[place] for place in which.tolist()], None
    return values, which


def _converted(values: list[object], kind: pa.DataType) -> dict[int, str]:
    """Bring values into the form of JSON, where they stand; gives faults by place."""
    bad: dict[int, str] = {}
    if _is_text(kind):
        return bad
    if _is_list(kind) and _is_text(kind.value_type):
        for place, value in enumerate(values):
            if isinstance(value, list) and None in value:
                values[place] = [item for item in value if item is not None]
        return bad
    for place, value in enumerate(values):
        if value is not None:
            try:
                values[place] = plain(value)
            except BadCell as fault:
                values[place], bad[place] = None, str(fault)
    return bad


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _bytes(places: np.ndarray) -> bytes:
    return places.astype("<u2").tobytes()


# The process.

_BYTES = 4 * MEBI
_LEAST, _MOST = 64, 2048
_TOGETHER = 100_000
_ROWS, _ROWS_A_BYTE = 200_000, 2
"""Rows that any file may hold, and rows for each of its bytes beyond that: a record needs some."""


def main() -> None:
    """Read the file on standard input."""
    pa.set_memory_pool(pa.system_memory_pool())
    pa.set_cpu_count(1)
    serve(_read, "bad_parquet")


def _read(columns: int, nesting: int) -> None:
    file = _open(sys.stdin.buffer)
    if file.metadata.num_columns > columns:
        raise ChildFault("too_many_columns")
    if file.metadata.num_rows > max(_ROWS, _ROWS_A_BYTE * os.fstat(0).st_size):
        raise ChildFault("bomb")
    _check(pa.struct(list(file.schema_arrow)), nesting)
    metadata = file.schema_arrow.metadata or {}
    if HEADER_KEY in metadata:
        answer(rows=[[0, json.loads(metadata[HEADER_KEY])]])
    answer(names=file.schema_arrow.names)
    rows = _rows(file.metadata)
    for groups in together(file.metadata):
        for batch in file.iter_batches(rows, row_groups=groups, use_threads=False):
            answer(packed(table(batch)), count=batch.num_rows)


def together(metadata: pq.FileMetaData) -> Iterator[list[int]]:
    """The row groups that are read in one go, by number: in a pass over all of a large file the
    library keeps something of each until the end, and runs out of memory."""
    groups, rows = list[int](), 0
    for number in range(metadata.num_row_groups):
        groups.append(number)
        rows += metadata.row_group(number).num_rows
        if rows >= _TOGETHER:
            yield groups
            groups, rows = [], 0
    if groups:
        yield groups


def _rows(metadata: pq.FileMetaData) -> int:
    """Rows that are read at a time."""
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    size = sum(int(group.total_byte_size) for group in groups)
    return max(_LEAST, min(_MOST, _BYTES * int(metadata.num_rows) // max(size, 1)))


def _open(source: BinaryIO) -> pq.ParquetFile:
    return pq.ParquetFile(source, page_checksum_verification=True, coerce_int96_timestamp_unit="us")


def _check(kind: pa.DataType, left: int) -> None:
    """Refuse types nested too deeply and structs that name a member twice."""
    if left == 0:
        raise ChildFault("too_deep")
    fields = [kind.field(index) for index in range(kind.num_fields)]
    if pa.types.is_struct(kind) and len({field.name for field in fields}) < len(fields):
        raise ChildFault("duplicate_columns")
    for field in fields:
        _check(field.type, left - 1)


if __name__ == "__main__":
    main()
