"""Identifiers of records: those of the source where they say nothing about a person."""

import re

from harmscope.importers.join.event import Ref
from harmscope.importers.pseudonyms import Pseudonyms

_MUTE = re.compile(
    r"[0-9]{1,20}"  # a database's counter
    r"|[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{64}"  # ObjectId, UUID without dashes, digest
    r"|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"  # UUID
)


def record_id(ref: Ref, pseudonyms: Pseudonyms) -> str:
    """``table-id`` where the id is a counter, a UUID or a digest, else its keyed hash.

    Ids of other shapes can hold a handle, an address or text, so they do not leave the house.
    """
    table, id_ = ref
    mute = id_ if _MUTE.fullmatch(id_) else pseudonyms.of(f"row {table}", id_)
    return f"{table.replace('#', '.')}-{mute}"


def case_id(ref: Ref, pseudonyms: Pseudonyms) -> str:
    """Identifier of the case that the row opened."""
    return f"case-{record_id(ref, pseudonyms)}"
