"""A ``Flag`` activity, as Mastodon, Lemmy and mbin send it, becomes a notice.

Mastodon gives a list of account and posts and the words in ``content``; Lemmy one address and the
words in ``summary``; mbin both members. The activity has no time, and the sender is the instance,
not the person: the time of receipt has to stand beside it, as ``received_at`` or ``published``.
"""

from harmscope.importers.entry import Entry
from harmscope.importers.mastodon.codes import SCHEME
from harmscope.importers.scribe import Scribe


def translate_flag(entry: Entry, scribe: Scribe) -> None:
    """One activity. Raises BadRow."""
    if entry.text("type") != "Flag":
        scribe.skip("activity that is no Flag")
        return
    at = scribe.time(entry, "received_at" if entry.has("received_at") else "published")
    addresses = entry.items("object") or [entry.need("object")]
    posts = len(addresses) - 1
    members: dict[str, object] = {"kind": "user_flag"}
    members |= {"item_count": posts} if posts else {}
    members |= scribe.text(entry, "content") or scribe.text(entry, "summary")
    case: dict[str, object] = {
        "subject_kind": "content" if posts else "other",
        "native": [scribe.code(entry, "type", SCHEME, "other", other="other")],
        "detection": {"source": "user_flag", "method": "report", "automated": False},
    }
    scribe.seen["flags"] += 1
    scribe.event(
        entry, "notice", entry.need("id"), at, f"address {min(addresses)}",
        members=members, case=case,
    )  # fmt: skip


def explode_wrapped(entry: Entry) -> list[Entry]:
    """The activity that lies beside its time of receipt."""
    data = entry.part("activity") | {"received_at": entry.text("received_at")}
    pointer = f"{entry.pointer}/activity"
    return [Entry("flags", data, entry.file, entry.line, entry.offset, pointer)]
