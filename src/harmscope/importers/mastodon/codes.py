"""Mastodon's codes: names in the API, numbers in the database."""

from harmscope.importers.entry import BadRow, Entry
from harmscope.importers.scribe import Scribe

SCHEME = "mastodon@4"

_CATEGORIES = {"0": "other", "1000": "spam", "1500": "legal", "2000": "violation"}
_ACTIONS = {
    "0": "none",
    "1000": "disable",
    "1250": "mark_statuses_as_sensitive",
    "1500": "delete_statuses",
    "2000": "sensitive",
    "3000": "silence",
    "4000": "suspend",
}


def category(entry: Entry, scribe: Scribe) -> dict[str, str]:
    """The category of a report as a native code."""
    written = entry.text("category") or "other"
    code = _CATEGORIES.get(written, written)
    return scribe.code(entry, "category", SCHEME, code, other="other")


def action(entry: Entry) -> str:
    """The name of a strike's action. Raises BadRow."""
    written = entry.need("action")
    name = _ACTIONS.get(written, written)
    if name not in _ACTIONS.values():
        raise BadRow("action")
    return name
