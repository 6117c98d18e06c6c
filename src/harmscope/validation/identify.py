"""Which kind a row is of, by which id it is known, and how its members are read as attributes."""

import re
from base64 import b64decode
from collections.abc import Collection
from typing import Any, Protocol, cast

from harmscope.formats import json_
from harmscope.model.typed_attributes import Statement
from harmscope.validation.schemas import versions
from harmscope.validation.statement import normal

# Which kind a row is of, and by what id it is told apart.


class InDataset(Protocol):
    """What every record of a data set has."""

    service: str
    supersedes: str | None


Fields = InDataset | Statement
"""A record of which the shape is proved; its kind says which of the types of
``model.typed_attributes`` it has. A statement may hold nothing, null or an empty list where a
member is missing; all three are false."""

STATEMENT = "dsa-sor"
_OF_STATEMENT = frozenset({"decision_ground", "category", "source_type"})
_OURS = re.compile(r"application/vnd\.harmscope\.[a-z]+\+json")
"""Types of payload that our envelopes name."""

_IDS = {
    "notice": "notice_id",
    "incident": "incident_id",
    "exposure": "exposure_id",
    "measure": "measure_id",
}

IN_A_DATASET = frozenset(_IDS)
"""Kinds that stand under a header; documents such as a report stand alone."""


def kind_of(row: dict[str, object], given: str | None) -> str | None:
    """The kind of a row: what it says itself, else what is given or what its members show.

    None where nothing tells, and where a row says a kind that is unknown or not the given one (a
    header may stand before records of any kind).
    """
    said = row.get("record")
    if isinstance(said, str):
        if said not in versions() or said == STATEMENT:
            return None
        return said if given in (None, said) or said == "dataset" else None
    if said is not None:
        return None
    if given is not None:
        return given
    return STATEMENT if row.keys() >= _OF_STATEMENT else None


def signed_record(row: dict[str, object]) -> dict[str, object]:
    """The record in a signed envelope (DSSE) of ours, such as a receipt; any other row as it is.

    The signature is not looked at.
    """
    kind, payload = row.get("payloadType"), row.get("payload")
    if not isinstance(kind, str) or not isinstance(payload, str) or not _OURS.fullmatch(kind):
        return row
    try:
        # DSSE allows either alphabet of base64.
        record = json_.parse(b64decode(payload.replace("-", "+").replace("_", "/"), validate=True))
    except ValueError:
        return row
    return record if isinstance(record, dict) else row


def holds_statements(columns: Collection[str], given: str | None) -> bool:
    """Whether every row of a table with these columns is a statement of reasons."""
    if "record" in columns:
        return False
    return set(columns) >= _OF_STATEMENT if given is None else given == STATEMENT


def otherwise(row: dict[str, object], given: str | None) -> tuple[str, str]:
    """Detail and fix for a row of a kind that is known, but not the one that was ``given``; both
    empty for any other row."""
    if given is None or kind_of(row, None) is None:
        return "", ""
    return "another kind than that of --kind", "give the kind that the records name, or no --kind"


def identity(kind: str, record: dict[str, object]) -> str | None:
    """What a record is known by within its kind: its service and its id, as in a report. None
    where it has no id that is a text."""
    if kind == STATEMENT:
        found, service = record.get("puid", record.get("platform_uid")), record.get("platform_name")
        if not isinstance(found, str):
            return None
        return f"{service if isinstance(service, str) else ''}\0{found}"
    found = record.get(_IDS.get(kind, ""))
    return scoped(record.get("service"), found) if isinstance(found, str) else None


def scoped(service: object, name: str) -> str:
    """An id of a record together with the service that gave it: two services may use one id."""
    return f"{service if isinstance(service, str) else ''}\0{name}"


def identity_of_fields(kind: str, record: Fields) -> str:
    """The id of a record of which the shape is proved, as :func:`identity` gives it."""
    # Not ``cast``: it is called, and this runs for every record.
    seen: Any = record
    if kind == STATEMENT:
        return f"{seen.platform_name or ''}\0{seen.puid}"
    return f"{seen.service}\0{getattr(seen, _IDS[kind])}"


# A record of plain objects, read by attributes as the accept path's structs are.


class View:
    """A mapping whose members are attributes; members that are missing are None."""

    __slots__ = ("_row",)

    def __init__(self, row: dict[str, object]) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return _viewed(self._row.get(name))


NOTHING: Any = View({})
"""A record without members."""


def view(kind: str, row: dict[str, object]) -> Fields:
    """A row as it stands in a file, as the records of its kind are looked at."""
    return cast("Fields", View(normal(row) if kind == STATEMENT else row))


def _viewed(value: object) -> object:
    if isinstance(value, dict):
        return View(value)
    return tuple([_viewed(each) for each in value]) if isinstance(value, list) else value
