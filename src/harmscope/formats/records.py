"""Any member to rows, and rows to records: the reader is chosen by the content, and a table is
bound to nested records by its dotted column names.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from harmscope.formats import csv_, json_, parquet, spreadsheet, toml_, xml_
from harmscope.formats.dotted import BadColumns, Binding, types_of
from harmscope.formats.member import Kind, Member
from harmscope.formats.rows import Row, RowFault, StreamFault, row_fault
from harmscope.resources import data_path

# Any member to rows: the reader is chosen by the content.

_READERS: dict[Kind, Callable[[Member], Iterator[Row | RowFault]]] = {
    "jsonl": json_.read_lines,
    "requests": json_.read_lines,
    "csv": csv_.read,
    "toml": toml_.read,
    "xml": xml_.read,
    "parquet": parquet.read,
    "xlsx": spreadsheet.read,
    "ods": spreadsheet.read,
}


def rows(
    member: Member, lists: frozenset[str] = frozenset(), pages: frozenset[str] = frozenset()
) -> Iterator[Row | RowFault]:
    """Rows of a member in the order of the file, whatever format it has.

    ``lists`` names the members under which a JSON document may wrap its records, ``pages`` those
    under which an object that is one row holds others. Raises StreamFault like the readers,
    ``empty_file`` and ``unknown_kind`` included.
    """
    kind = member.kind()
    if kind == "json":
        return json_.read_document(member, lists, pages)
    if kind in ("jsonl", "requests") and lists | pages:
        return unwrapped(json_.read_lines(member, lists, pages), lists)
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


# Rows that stand for records: a table is bound to nested records by its dotted column names.

LISTS = frozenset({"records", "statements"})
"""Members of a JSON document under which records may lie."""

TEXT_TABLES = frozenset({"csv", "xlsx", "ods"})
_KIND = re.compile(r"[a-z][a-z-]{0,30}")
_VERSION = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}")


def record_rows(member: Member, lists: frozenset[str] = LISTS) -> Iterator[Row | RowFault]:
    """Rows of a member as :func:`harmscope.formats.records.rows` gives them, nested where a table
    names its columns by dotted paths (``decisions.0.decided_at``).

    A row is bound where its column ``record`` names a published kind; any other table, and one
    whose column names contradict each other, comes as it stands.
    """
    kind = member.kind()
    found = rows(member, lists)
    return bound(found, kind == "parquet") if kind in TEXT_TABLES | {"parquet"} else found


def bound(found: Iterable[Row | RowFault], only_dotted: bool) -> Iterator[Row | RowFault]:
    """Rows of a table, nested; with ``only_dotted`` those of tables without dotted columns stay
    as they stand."""
    for row in found:
        if isinstance(row, RowFault) or not _is_flat(row, only_dotted):
            yield row
            continue
        binding = _binding(str(row.data["record"]), str(row.data.get("version")), tuple(row.data))
        if binding is None:
            yield row
        else:
            yield Row(row.line, row.offset, binding.nest(row.data), row.raw)


def _is_flat(row: Row, only_dotted: bool) -> bool:
    # Parquet has nested columns of its own, and those need no binding.
    return "record" in row.data and not (only_dotted and not any("." in name for name in row.data))


@lru_cache(maxsize=256)
def _binding(kind: str, version: str, columns: tuple[str, ...]) -> Binding | None:
    if not (_KIND.fullmatch(kind) and _VERSION.fullmatch(version)):
        return None
    schema = data_path("schemas", kind, f"{version}.schema.json")
    if not schema.is_file():
        return None
    try:
        return Binding(columns, types_of(json.loads(schema.read_text(encoding="utf-8"))))
    except BadColumns:
        return None
