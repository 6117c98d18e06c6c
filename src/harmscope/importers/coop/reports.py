"""Rows of ``REPORTS`` become notices or detections, rows of ``APPEALS`` appeals."""

from harmscope.importers.coop.codes import told
from harmscope.importers.coop.executions import kind_of, subject_of
from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe


def translate_report(entry: Entry, scribe: Scribe) -> None:
    """One report. Raises BadRow."""
    id_, at = entry.need("request_id"), scribe.time(entry, "reported_at")
    subject = subject_of(entry, "reported_item")
    policy = [{"id": entry.text("policy_id")}] if entry.has("policy_id") else []
    harms = told(policy, entry, scribe, "policy_id")
    by_rule = entry.text("reporter_kind").lower() == "rule"
    case: dict[str, object] = {
        "subject_kind": kind_of(entry, "reported_item"),
        "detection": {"source": "own_initiative", "automated": True}
        if by_rule
        else {"source": "user_flag", "method": "report", "automated": False},
    }
    case |= {"harms": harms} if harms else {}
    if by_rule:
        scribe.event(entry, "detection", id_, at, subject, case=case)
        return
    members: dict[str, object] = {"kind": "user_flag"} | scribe.text(entry, "reported_for_reason")
    if entry.has("reporter_user_id"):
        members["reporter_key"] = scribe.account(entry.text("reporter_user_id"))
    scribe.event(entry, "notice", id_, at, subject, members=members, case=case)


def translate_appeal(entry: Entry, scribe: Scribe) -> None:
    """One appeal. What came of it never reaches the warehouse. Raises BadRow."""
    at, subject = scribe.time(entry, "appealed_at"), subject_of(entry, "actioned_item")
    scribe.event(entry, "appeal", entry.need("appeal_id"), at, subject)
