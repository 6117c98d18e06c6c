"""Every finding as Parquet, written in groups of rows while the run goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from harmscope.findings import Finding
from harmscope.render.findings_csv import COLUMNS

GROUP = 50_000
"""Rows that are held in memory before they are written."""

_WHOLE = frozenset({"line", "offset"})
SCHEMA = pa.schema(
    [
        pa.field(name, pa.int64() if name in _WHOLE else pa.string(), name in {*_WHOLE, "waived"})
        for name in COLUMNS
    ]
)
"""The columns of the CSV; unknown places and the reason of no waiver are null."""


class ParquetSink:
    """Collects findings into groups of rows."""

    def __init__(self, writer: pq.ParquetWriter) -> None:
        self._writer = writer
        self._rows: list[dict[str, object]] = []

    def take(self, finding: Finding, waived: str | None) -> None:
        """Take one finding."""
        row: dict[str, object] = {name: getattr(finding, name) for name in COLUMNS[:-1]}
        self._rows.append(row | {"waived": waived})
        if len(self._rows) >= GROUP:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=SCHEMA))
            self._rows = []


@contextmanager
def findings_parquet(file: BinaryIO) -> Iterator[ParquetSink]:
    """A sink that has written everything to ``file`` when the block ends."""
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        sink = ParquetSink(writer)
        yield sink
        sink.flush()
