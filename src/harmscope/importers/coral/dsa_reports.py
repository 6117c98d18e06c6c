"""A DSA report becomes a notice under law. Reports of one submission are one notice."""

from harmscope.importers.coral.codes import DSA_REPORTS, OF_COMMENT, comment
from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe

_CLOSED = ("COMPLETED", "VOID")


def translate_report(entry: Entry, scribe: Scribe) -> None:
    """One DSA report on one comment. Raises BadRow."""
    id_, at = entry.need("id"), scribe.time(entry, "createdAt")
    subject, version = comment(entry.need("commentID")), _version(entry, scribe)
    members: dict[str, object] = {"kind": "legal_notice"}
    members |= scribe.text(entry, "lawBrokenDescription")
    if entry.has("userID"):
        members["reporter_key"] = scribe.account(entry.text("userID"))
    case: dict[str, object] = {
        **OF_COMMENT,
        "detection": {"source": "legal_notice", "method": "report", "automated": False},
    }
    scribe.seen[DSA_REPORTS] += 1
    scribe.event(
        entry, "notice", id_, at, subject,
        members=members, case=case, merge=entry.text("submissionID"), version=version,
    )  # fmt: skip
    closed = _closed_at(entry, scribe)
    if closed:
        illegal = entry.sub("decision").text("legality") == "ILLEGAL"
        scribe.event(
            entry, "decision", id_, closed, subject,
            part="closed", case=dict(OF_COMMENT), answers=((DSA_REPORTS, id_),),
            agreed=illegal, version=version,
        )  # fmt: skip


def _history(entry: Entry) -> list[Entry]:
    return list(entry.inner("history", entry.table))


def _closed_at(entry: Entry, scribe: Scribe) -> str:
    """When the decision was made, or the report voided; empty while it is open."""
    if entry.text("status") not in _CLOSED:
        return ""
    for kind in ("DECISION_MADE", "STATUS_CHANGED"):
        times = [
            scribe.time(one, "createdAt") for one in _history(entry) if one.text("type") == kind
        ]
        if times:
            return max(times)
    return ""


def _version(entry: Entry, scribe: Scribe) -> str:
    """The last change, to tell a newer export of the report from an older one."""
    return max((scribe.time(one, "createdAt") for one in _history(entry)), default="")
