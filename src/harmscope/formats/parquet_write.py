"""Records to Parquet, with a schema that is the union of the records' shapes."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from harmscope.errors import UserError
from harmscope.formats.parquet import HEADER_KEY
from harmscope.formats.proof import Prove, attach, metadata
from harmscope.formats.spool import Spool

_ROW_GROUP = 20_000
_WHERE = "writing Parquet"
_FIX = "write JSON Lines instead"
_SCALARS: dict[type, pa.DataType] = {
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    str: pa.string(),
}


def write(file: BinaryIO, spool: Spool, prove: Prove | None = None) -> None:
    """Write all records of the spool; its header goes into the file's metadata, and so does what
    ``prove`` says of them. The file can be read, too.

    Raises UserError for records whose shapes do not fit one table.
    """
    schema = _schema(spool.again())
    if spool.header is not None:
        header = json.dumps(spool.header, ensure_ascii=False)
        schema = schema.with_metadata({HEADER_KEY: header.encode("utf-8")})
    options = {"compression": "zstd", "write_page_checksum": True}
    with pq.ParquetWriter(file, schema, **options) as writer:
        for group in _groups(spool.again()):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
        proven = None if prove is None else prove(spool)
        if proven is not None:
            writer.add_key_value_metadata(metadata(proven))
    if proven is not None:
        with proven.attachment:
            attach(file, proven)


def _groups(records: Iterable[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    source = iter(records)
    while group := list(islice(source, _ROW_GROUP)):
        yield group


def _schema(records: Iterable[dict[str, object]]) -> pa.Schema:
    shape: _Shape = {}
    for record in records:
        _merge(shape, record)
    return pa.schema(list(_struct(shape)))


_Shape = dict[str, "_Node"]


class _Node:
    """What was seen in one place: scalar types, members, or items of a list."""

    def __init__(self) -> None:
        self.scalars: set[type] = set()
        self.members: _Shape | None = None
        self.items: _Node | None = None


def _merge(shape: _Shape, members: dict[str, object]) -> None:
    for name, value in members.items():
        _see(shape.setdefault(name, _Node()), value)


def _see(node: _Node, value: object) -> None:
    if isinstance(value, dict):
        node.members = {} if node.members is None else node.members
        _merge(node.members, value)
        if not value:
            raise UserError(_WHERE, "an empty object has no form in Parquet", _FIX)
    elif isinstance(value, list):
        node.items = node.items or _Node()
        for item in value:
            _see(node.items, item)
    else:
        node.scalars.add(type(value))


def _type(node: _Node) -> pa.DataType:
    seen = [node.members is not None, node.items is not None, bool(node.scalars)]
    if sum(seen) != 1 or (len(node.scalars) > 1 and node.scalars != {int, float}):
        raise UserError(_WHERE, "a member has values of several types", _FIX)
    if node.members is not None:
        return pa.struct(list(_struct(node.members)))
    if node.items is not None:
        return pa.list_(_type(node.items))
    return _SCALARS[float if len(node.scalars) > 1 else next(iter(node.scalars))]


def _struct(shape: _Shape) -> Iterator[pa.Field]:
    for name, node in shape.items():
        yield pa.field(name, _type(node))
