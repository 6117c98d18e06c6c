"""Records to Parquet, with a schema that is the union of the records' shapes.

Arrow reads the lines in stretches, first for the shapes and then for the values. What it reads
otherwise than we do, or refuses, is made of Python objects instead, one row after the other.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import BinaryIO

import pyarrow as pa
import pyarrow.json as pa_json
import pyarrow.parquet as pq

from harmscope.errors import UserError
from harmscope.formats.parquet import HEADER_KEY
from harmscope.formats.proof import Prove, attach, metadata
from harmscope.formats.rows import MEBI
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
    schema = _read_schema(spool)
    tables = _read(spool, schema) if schema is not None else None
    if schema is None or tables is None:
        schema = _schema(spool.again())
        tables = (pa.Table.from_pylist(group, schema=schema) for group in _groups(spool.again()))
    if spool.header is not None:
        header = json.dumps(spool.header, ensure_ascii=False)
        schema = schema.with_metadata({HEADER_KEY: header.encode("utf-8")})
    options = {"compression": "zstd", "write_page_checksum": True}
    with pq.ParquetWriter(file, schema, **options) as writer:
        for table in tables:
            writer.write_table(table)
        proven = None if prove is None else prove(spool)
        if proven is not None:
            writer.add_key_value_metadata(metadata(proven))
    if proven is not None:
        with proven.attachment:
            attach(file, proven)


# Stretches of lines, read by Arrow.

_STRETCH = 4 * MEBI
_LONG = re.compile(rb"[\[:,]-?[0-9]{16,}")
"""A whole number that a fraction of 64 bits may not hold."""


class _UnfitError(Exception):
    """Arrow would read it otherwise than we do."""


def _stretches(spool: Spool) -> Iterator[bytes]:
    with spool.body() as body:
        while block := body.read(_STRETCH):
            yield block + body.readline()


def _read_schema(spool: Spool) -> pa.Schema | None:
    """The union of the shapes; None where Arrow does not see it as we do."""
    try:
        found: pa.DataType = pa.struct([])
        for block in _stretches(spool):
            # No row with a member twice can come here: the rows were written by us.
            if b"{}" in block or b":null" in block or b"[null" in block or b",null" in block:
                return None
            found = _merged(found, _plain(pa.struct(list(_seen(block, found)))))
            if _holds(found, pa.types.is_floating) and _LONG.search(block):
                return None
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, _UnfitError):
        return None
    return None if _holds(found, pa.types.is_null) else pa.schema(list(found))


def _seen(block: bytes, known: pa.DataType) -> pa.Schema:
    """The shapes in some lines. Reading is faster where most of them are ``known``."""
    if not _holds(known, pa.types.is_null):
        with suppress(pa.ArrowInvalid):
            return _parsed(block, pa.schema(list(known)), "infer").schema
    return _parsed(block).schema


def _read(spool: Spool, schema: pa.Schema) -> Iterator[pa.Table]:
    """All records as tables. That they fit the schema is known."""
    held: list[pa.Table] = []
    for block in _stretches(spool):
        held.append(_parsed(block, schema, "error"))
        if sum(table.num_rows for table in held) >= _ROW_GROUP:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)


def _parsed(block: bytes, schema: pa.Schema | None = None, others: str = "infer") -> pa.Table:
    how = pa_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior=others)
    whole = pa_json.ReadOptions(use_threads=False, block_size=len(block) + 1)
    return pa_json.read_json(pa.BufferReader(block), read_options=whole, parse_options=how)


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type as we see it: what looks like a time is text."""
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(one.name, _plain(one.type)) for one in kind])
    if pa.types.is_list(kind):
        return pa.list_(_plain(kind.value_type))
    if pa.types.is_temporal(kind):
        return pa.string()
    if kind not in (*_SCALARS.values(), pa.null()):
        raise _UnfitError
    return kind


def _merged(one: pa.DataType, other: pa.DataType) -> pa.DataType:
    if one == other or pa.types.is_null(other):
        return one
    if pa.types.is_null(one):
        return other
    if pa.types.is_struct(one) and pa.types.is_struct(other):
        members = {field.name: field.type for field in one}
        for field in other:
            seen = members.get(field.name)
            members[field.name] = field.type if seen is None else _merged(seen, field.type)
        return pa.struct(list(members.items()))
    if pa.types.is_list(one) and pa.types.is_list(other):
        return pa.list_(_merged(one.value_type, other.value_type))
    if {one, other} == {pa.int64(), pa.float64()}:
        return pa.float64()
    raise _UnfitError


def _holds(kind: pa.DataType, asked: Callable[[pa.DataType], bool]) -> bool:
    inner = [kind.field(place).type for place in range(kind.num_fields)]
    return asked(kind) or any(_holds(one, asked) for one in inner)


# Rows of Python objects.


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
    if type(None) in node.scalars:
        raise UserError(_WHERE, "a member without a value has no form in Parquet", _FIX)
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
