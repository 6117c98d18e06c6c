"""What Ozone's events do, in the terms of the model."""

from datetime import datetime, timedelta

from harmscope.importers.entry import Entry
from harmscope.importers.ozone.subjects import Subject
from harmscope.importers.times import from_datetime, shown

_SYSTEM_LABELS = {
    "!hide": "visibility.disabled",
    "!takedown": "visibility.removed",
    "!suspend": "account.suspended",
    "!warn": "visibility.labelled",
}
_SIGNED_OUT = "!no-unauthenticated"


def takedown(subject: Subject, ends_at: str) -> dict[str, object]:
    """The action of a takedown: of an account for a time, for good, or of content."""
    if not subject.is_account:
        kind = "visibility.removed"
    else:
        kind = "account.suspended" if ends_at else "account.terminated"
    action: dict[str, object] = {"kind": kind}
    return action | ({"ends_at": shown(ends_at)} if ends_at else {})


def labels(values: list[str], ends_at: str) -> tuple[list[dict[str, object]], bool]:
    """The distinct actions of labels, and whether every one is known or a labeler's own."""
    end = {"ends_at": shown(ends_at)} if ends_at else {}
    found: list[dict[str, object]] = []
    known = True
    for value in values:
        action: dict[str, object] = {"kind": _SYSTEM_LABELS.get(value, "visibility.labelled")}
        if value == _SIGNED_OUT:
            action = {"kind": "visibility.other", "other": "hidden from visitors not signed in"}
        elif value.startswith("!") and value not in _SYSTEM_LABELS:
            action, known = {"kind": "visibility.other", "other": "system label"}, False
        if action | end not in found:
            found.append(action | end)
    return found, known


def ends_at(at: str, event: Entry) -> str:
    """When a measure ends, from ``durationInHours`` of the event; empty where it has none."""
    hours = event.data.get("durationInHours")
    if isinstance(hours, bool) or not isinstance(hours, int) or hours <= 0:
        return ""
    try:
        return from_datetime(datetime.fromisoformat(at) + timedelta(hours=hours))
    except OverflowError:
        return ""
