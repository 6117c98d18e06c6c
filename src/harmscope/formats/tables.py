"""Any member to rows: the reader is chosen by the content."""

from collections.abc import Callable, Iterator

from harmscope.formats import csv_, json_array, jsonl, parquet, spreadsheet, toml_
from harmscope.formats.kinds import Kind
from harmscope.formats.member import Member
from harmscope.formats.rows import Row, RowFault, StreamFault, row_fault

_READERS: dict[Kind, Callable[[Member], Iterator[Row | RowFault]]] = {
    "jsonl": jsonl.read,
    "requests": jsonl.read,
    "csv": csv_.read,
    "toml": toml_.read,
    "parquet": parquet.read,
    "xlsx": spreadsheet.read,
    "ods": spreadsheet.read,
}


def rows(member: Member, lists: frozenset[str] = frozenset()) -> Iterator[Row | RowFault]:
    """Rows of a member in the order of the file, whatever format it has.

    ``lists`` names the members under which a JSON document may wrap its records. Raises
    StreamFault like the readers, ``empty_file`` and ``unknown_kind`` included.
    """
    kind = member.kind()
    if kind == "json":
        return json_array.read(member, lists)
    reader = _READERS.get(kind)
    if reader is None:
        raise StreamFault("empty_file" if kind == "empty" else "unknown_kind", member.name)
    return unwrapped(reader(member), lists) if lists else reader(member)


def unwrapped(found: Iterator[Row | RowFault], lists: frozenset[str]) -> Iterator[Row | RowFault]:
    """The records in rows that wrap a list of them, as JSON Lines of API requests do."""
    for row in found:
        wrapped = [name for name in lists if isinstance(row, Row) and name in row.data]
        inner = row.data[wrapped[0]] if isinstance(row, Row) and wrapped else None
        if isinstance(row, RowFault) or not isinstance(inner, list):
            yield row
            continue
        for item in inner:
            if isinstance(item, dict):
                yield Row(row.line, row.offset, item)
            else:
                yield row_fault("not_an_object", row.line, row.offset)
