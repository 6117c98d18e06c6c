"""One row of ``queryReports``: the report once more, and whether it was closed.

It carries the id of its event, so a report that is in both exports is one notice.
"""

from harmscope.importers.entry import Entry
from harmscope.importers.ozone.codes import is_appeal, reported
from harmscope.importers.ozone.subjects import subject_of
from harmscope.importers.scribe import Scribe

_VERSION = "0"


def translate_report(entry: Entry, scribe: Scribe) -> None:
    """One report. Raises BadRow."""
    event = Entry("events", entry.data, entry.file, entry.line, entry.offset, entry.pointer)
    id_, at, subject = entry.need("eventId"), scribe.time(entry, "createdAt"), subject_of(entry)
    if is_appeal(entry.text("reportType")):
        scribe.event(
            event, "appeal", id_, at, subject.name, group=subject.account, version=_VERSION
        )
        return
    case: dict[str, object] = {"subject_kind": subject.kind}
    case |= reported(entry, scribe, "reportType")
    if entry.data.get("isAutomated") is True:
        case["detection"] = {"source": "own_initiative", "automated": True}
        scribe.event(
            event, "detection", id_, at, subject.name,
            group=subject.account, case=case, version=_VERSION,
        )  # fmt: skip
        return
    members: dict[str, object] = {"kind": "user_flag"} | scribe.text(entry, "comment")
    if entry.has("reportedBy"):
        members["reporter_key"] = scribe.account(entry.text("reportedBy"))
    scribe.event(
        event, "notice", id_, at, subject.name,
        group=subject.account, members=members, case=case, version=_VERSION,
    )  # fmt: skip
    if entry.text("status") == "closed" and entry.has("updatedAt"):
        scribe.event(
            entry, "decision", entry.need("id"), scribe.time(entry, "updatedAt"), subject.name,
            group=subject.account, case={"subject_kind": subject.kind},
            answers=(("events", id_),), version=_VERSION,
            agreed=bool(entry.items("actionEventIds")),
        )  # fmt: skip
