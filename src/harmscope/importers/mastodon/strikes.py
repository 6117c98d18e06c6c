"""A strike becomes a decision; where it was overruled, a reversal as well."""

from harmscope.importers.entry import Entry
from harmscope.importers.mastodon.accounts import account_id, origin, target
from harmscope.importers.mastodon.codes import action
from harmscope.importers.scribe import Scribe

_KINDS = {
    "none": "account.warned",
    "disable": "account.suspended",
    "mark_statuses_as_sensitive": "visibility.labelled",
    "delete_statuses": "visibility.removed",
    "sensitive": "visibility.labelled",
    "silence": "visibility.demoted",
    "suspend": "account.suspended",
}
_ON_POSTS = {"mark_statuses_as_sensitive", "delete_statuses"}
"""Only these act on the posts that a strike names; the others name them as evidence."""


def translate_strike(entry: Entry, scribe: Scribe) -> None:
    """One strike. Raises BadRow."""
    id_, at, subject = entry.need("id"), scribe.time(entry, "created_at"), target(entry)
    name, version = action(entry), entry.text("updated_at")
    posts = entry.items("status_ids") if name in _ON_POSTS else []
    members: dict[str, object] = {"actions": [{"kind": _KINDS[name]}]}
    members |= {"item_count": len(posts)} if posts else {}
    # Mastodon has no strikes by machine: where a moderator stands, a person decided.
    members |= {"automation": "none"} if account_id(entry, "account") else {}
    case = {"subject_kind": "content" if name in _ON_POSTS else "account"} | origin(entry)
    scribe.event(entry, "decision", id_, at, subject, members=members, case=case, version=version)
    scribe.seen["strikes"] += 1
    if overruled := scribe.time_or_none(entry, "overruled_at"):
        scribe.event(
            entry, "reversal", id_, overruled, subject,
            part="overruled", target=("account_warnings", id_), version=version,
        )  # fmt: skip
