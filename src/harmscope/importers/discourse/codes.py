"""Discourse's codes: numbers in the database and the API, names elsewhere."""

from harmscope.importers.entry import BadRow, Entry
from harmscope.importers.scribe import Scribe

SCHEME = "discourse@2026"
SYSTEM_USER = "-1"
QUEUE = "needs_approval"
ILLEGAL = "illegal"
PRIVATE = "notify_user"
QUEUE_DECIDED = "decided posts of the queue"
"""What is counted of the queue, to tell at the end whether the staff log repeats it."""

_FLAGS = {
    "3": "off_topic",
    "4": "inappropriate",
    "6": PRIVATE,
    "7": "notify_moderators",
    "8": "spam",
    "9": QUEUE,
    "10": ILLEGAL,
}
_STATES = {"0": "pending", "1": "agreed", "2": "disagreed", "3": "ignored"}


def flag(entry: Entry, scribe: Scribe) -> dict[str, str]:
    """The type of a flag as a native code. A flag that the site added is "something else"."""
    column = "reviewable_score_type" if entry.has("reviewable_score_type") else "score_type_id"
    written = entry.text(column) or entry.sub("score_type").text("id")
    code = _FLAGS.get(written, written)
    return scribe.code(entry, column, SCHEME, code, other="notify_moderators")


def state(entry: Entry) -> str:
    """What became of a flag: pending, agreed, disagreed or ignored. Raises BadRow."""
    written = entry.need("status")
    found = _STATES.get(written, written)
    if found not in _STATES.values():
        raise BadRow("status")
    return found
