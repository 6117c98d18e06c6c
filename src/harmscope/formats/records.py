"""Rows that stand for records: a table is bound to nested records by its dotted column names."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from harmscope.formats.dotted import BadColumns, Binding
from harmscope.formats.dotted_types import types_of
from harmscope.formats.member import Member
from harmscope.formats.rows import Row, RowFault
from harmscope.formats.tables import rows
from harmscope.resources import data_path

LISTS = frozenset({"records", "statements"})
"""Members of a JSON document under which records may lie."""

TEXT_TABLES = frozenset({"csv", "xlsx", "ods"})
_KIND = re.compile(r"[a-z][a-z-]{0,30}")
_VERSION = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}")


def record_rows(member: Member, lists: frozenset[str] = LISTS) -> Iterator[Row | RowFault]:
    """Rows of a member as :func:`harmscope.formats.tables.rows` gives them, nested where a table
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
