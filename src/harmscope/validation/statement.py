"""Rows of the DSA Transparency Database, as its API takes them and as its dumps hold them.

A dump row is brought into the request's shape, so that one schema and one set of rules judge both:
lists are JSON text in its cells, days carry midnight, and an empty cell is a missing member.
"""

import json

SERVER = frozenset({"uuid", "id", "permalink", "self"})
"""Members that the server adds and that say nothing about the statement."""

LISTS = frozenset(
    {
        "decision_visibility",
        "category_addition",
        "category_specification",
        "content_type",
        "territorial_scope",
    }
)
DATES = frozenset(
    {
        "end_date_visibility_restriction",
        "end_date_monetary_restriction",
        "end_date_service_restriction",
        "end_date_account_restriction",
        "content_date",
        "application_date",
        "created_at",
    }
)
LIGHT_OMITS = frozenset(
    {
        "illegal_content_explanation",
        "incompatible_content_explanation",
        "territorial_scope",
        "decision_facts",
    }
)
"""Columns that the light dumps leave out."""

_MIDNIGHT = (" 00:00:00", "T00:00:00Z", "T00:00:00")
_EMPTY: tuple[object, ...] = (None, "", "null", [])


def normal(row: dict[str, object]) -> dict[str, object]:
    """A row in the shape of a request. Values of the wrong type stay, so that they are judged.

    The API takes the text ``null`` for no value, and so does this.
    """
    record: dict[str, object] = {}
    for name, cell in row.items():
        value = _value(name, cell)
        if name not in SERVER and value not in _EMPTY:
            record["puid" if name == "platform_uid" else name] = value
    return record


def pointer(place: str, row: dict[str, object]) -> str:
    """A pointer into the request's shape as one into the row as it stands in the file."""
    return "/platform_uid" if place == "/puid" and "puid" not in row else place


def excused(place: str, row: dict[str, object]) -> bool:
    """Whether a member is missing only because the file is a light dump without its column."""
    name = place.removeprefix("/")
    return name in LIGHT_OMITS and name not in row and "uuid" in row


def _value(name: str, cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    if name in LISTS:
        return _list(cell)
    if name == "created_at":
        return cell[:10]
    if name in DATES:
        for midnight in _MIDNIGHT:
            cell = cell.removesuffix(midnight)
    return cell


def _list(cell: str) -> object:
    if not cell.startswith("["):
        return cell
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell
