"""A row of the log of staff actions becomes a decision or a reversal.

The table ``user_histories`` has numbers and ids; the CSV that staff can download has names and
none. Numbers 60 to 63 are old rows that Discourse rewrote in place: they mean what they meant.
"""

from dataclasses import dataclass

from harmscope.importers.discourse.codes import QUEUE_DECIDED, SYSTEM_USER
from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe


@dataclass(frozen=True, slots=True)
class _Deed:
    """What an action does to what: ``mark`` is put in force, or lifted by a reversal."""

    target: str
    kind: str
    mark: str
    reverses: bool = False


_REMOVED = _Deed("Post", "visibility.removed", "removed")
_TOPIC = _Deed("Topic", "visibility.removed", "removed")
_SUSPENDED = _Deed("User", "account.suspended", "suspended")
_SILENCED = _Deed("User", "account.restricted", "silenced")
_DELETED = _Deed("User", "account.terminated", "deleted")
_UNSUSPENDED = _Deed("User", "", "suspended", reverses=True)
_UNSILENCED = _Deed("User", "", "silenced", reverses=True)
_RECOVERED = _Deed("Topic", "", "removed", reverses=True)

_DEEDS = {
    "1": _DELETED,
    "10": _SUSPENDED,
    "11": _UNSUSPENDED,
    "17": _REMOVED,
    "18": _TOPIC,
    "30": _SILENCED,
    "31": _UNSILENCED,
    "55": _RECOVERED,
    "60": _SILENCED,
    "61": _SUSPENDED,
    "62": _UNSILENCED,
    "63": _UNSUSPENDED,
    "114": _REMOVED,
    "115": _TOPIC,
    "delete_user": _DELETED,
    "suspend_user": _SUSPENDED,
    "unsuspend_user": _UNSUSPENDED,
    "delete_post": _REMOVED,
    "delete_topic": _TOPIC,
    "silence_user": _SILENCED,
    "unsilence_user": _UNSILENCED,
    "recover_topic": _RECOVERED,
    "removed_silence_user": _SILENCED,
    "removed_suspend_user": _SUSPENDED,
    "removed_unsilence_user": _UNSILENCED,
    "removed_unsuspend_user": _UNSUSPENDED,
    "delete_post_permanently": _REMOVED,
    "delete_topic_permanently": _TOPIC,
}
_QUEUE: dict[str, dict[str, object]] = {
    "56": {},
    "64": {"actions": [{"kind": "visibility.removed"}]},
}
_QUEUE |= {"post_approved": _QUEUE["56"], "post_rejected": _QUEUE["64"]}
"""Decisions of the review queue that the log repeats, and what they did."""
_OF_QUEUE = "queue"
_COUNTED_THERE = "decision of the review queue, counted there"
_COLUMNS = {"Post": "post_id", "Topic": "topic_id", "User": "target_user_id"}


def translate_action(entry: Entry, scribe: Scribe) -> None:
    """One action of staff. Raises BadRow."""
    name = entry.need("action").strip().lower().replace(" ", "_")
    if name in _QUEUE:
        _queued(entry, scribe, _QUEUE[name])
        return
    deed = _DEEDS.get(name)
    if deed is None:
        scribe.skip("staff action that is no moderation")
        return
    id_ = entry.text("id") or entry.digest
    at, subject = scribe.time(entry, "created_at"), _subject(entry, deed)
    members = _automation(entry)
    if deed.reverses:
        scribe.event(entry, "reversal", id_, at, subject, members=members, marks=(deed.mark,))
        return
    members["actions"] = [{"kind": deed.kind}]
    case: dict[str, object] = {"subject_kind": "account" if deed.target == "User" else "content"}
    scribe.event(
        entry, "decision", id_, at, subject, members=members, case=case, marks=(deed.mark,)
    )


def drop_queue(scribe: Scribe) -> None:
    """Where the queue's decisions are in the input, the log's copies of them are not counted."""
    if not scribe.seen[QUEUE_DECIDED]:
        return
    for table in ("user_histories", "staff_actions"):
        copies = scribe.seen[f"{table}#{_OF_QUEUE}"]
        if copies:
            scribe.journal.drop(f"{table}#{_OF_QUEUE}")
            scribe.skip(_COUNTED_THERE, copies)


def _queued(entry: Entry, scribe: Scribe, outcome: dict[str, object]) -> None:
    """A decision of the queue. It stands by itself: a rejected post has no id in the log."""
    id_ = entry.text("id") or entry.digest
    at = scribe.time(entry, "created_at")
    scribe.seen[f"{entry.table}#{_OF_QUEUE}"] += 1
    scribe.event(
        entry, "decision", id_, at, f"queue {entry.table} {id_}",
        part=_OF_QUEUE, members=_automation(entry) | outcome, case={"subject_kind": "content"},
        opens=True,
    )  # fmt: skip


def _automation(entry: Entry) -> dict[str, object]:
    actor = entry.text("acting_user_id")
    return {"automation": "full" if actor == SYSTEM_USER else "none"} if actor else {}


def _subject(entry: Entry, deed: _Deed) -> str:
    """What was acted on; the downloadable CSV only names it, in ``subject``. Raises BadRow."""
    id_ = entry.text(_COLUMNS[deed.target])
    return f"{deed.target} {id_}" if id_ else f"{deed.target} named {entry.need('subject')}"
