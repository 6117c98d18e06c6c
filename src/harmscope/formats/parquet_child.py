"""The child process of :mod:`harmscope.formats.parquet`. Run as a module, never imported."""

import json
import os
import sys
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from harmscope.formats.child import ChildFault, answer, serve
from harmscope.formats.columns import table
from harmscope.formats.frames import packed
from harmscope.formats.limits import MEBI
from harmscope.formats.parquet import HEADER_KEY

_BYTES = 4 * MEBI
_LEAST, _MOST = 64, 1024
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
    for batch in file.iter_batches(batch_size=_rows(file.metadata), use_threads=False):
        answer(packed(table(batch)), count=batch.num_rows)


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
