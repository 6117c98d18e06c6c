"""Any member to rows: the reader is chosen by the content."""

from collections.abc import Callable, Iterator

from harmscope.formats import csv_, json_array, jsonl, parquet
from harmscope.formats.kinds import Kind
from harmscope.formats.member import Member
from harmscope.formats.rows import Row, RowFault, StreamFault

_READERS: dict[Kind, Callable[[Member], Iterator[Row | RowFault]]] = {
    "jsonl": jsonl.read,
    "csv": csv_.read,
    "parquet": parquet.read,
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
    return reader(member)
