"""Kept records in large numbers: the records of one kept file many times, each time with other
ids, and the flat tables that they give."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from harmscope.aggregation.flat_file import FlatFile, FlatWriter
from harmscope.aggregation.kept import SETTING
from harmscope.aggregation.parts import KEYS, Part
from harmscope.formats.proof import Proof, Proven, attach, metadata, proof_of


def repeated(source: Path, target: Path, times: int, first: int = 0) -> None:
    """Write the kept incidents of ``source`` so many times; copies are numbered from ``first``."""
    proof = proof_of(source)
    if proof is None or not proof.holds():
        raise AssertionError("the proof of the source does not hold")
    part = target.with_suffix(".part")
    with proof.file, part.open("w+b") as file, TemporaryFile() as tables:
        proven = Proven(proof.said, tables)
        writer = FlatWriter(tables)
        for number in range(first, first + times):
            for one in _parts(proof, number):
                writer.add(one)
        writer.done()
        _records(source, file, range(first, first + times), proven)
        attach(file, proven)
    part.replace(target)


def _parts(proof: Proof, number: int) -> Iterator[Part]:
    for one in FlatFile(proof.file, proof.start, proof.size).parts(SETTING):
        tables = {name: _renamed(name, batch, number) for name, batch in one.tables.items()}
        yield replace(one, tables=tables)


def _renamed(name: str, batch: pa.RecordBatch, number: int) -> pa.RecordBatch:
    if name != KEYS:
        return batch
    for column in ("id", "digest", "supersedes"):
        place = batch.schema.get_field_index(column)
        batch = batch.set_column(place, column, _marked(batch.column(column), number))
    return batch


def _marked(texts: pa.Array, number: int) -> pa.Array:
    return pc.binary_join_element_wise(texts, f"{number:04x}", "")


def _records(source: Path, file: object, numbers: range, proven: Proven) -> None:
    read = pq.ParquetFile(source)
    schema = read.schema_arrow
    place = schema.get_field_index("incident_id")
    options = {"compression": "zstd", "write_page_checksum": True}
    with pq.ParquetWriter(file, schema, **options) as written:
        for number in numbers:
            for group in range(read.num_row_groups):
                table = read.read_row_group(group)
                ids = pa.chunked_array([_marked(one, number) for one in table[place].chunks])
                written.write_table(table.set_column(place, schema.field(place), ids))
        written.add_key_value_metadata(metadata(proven))
