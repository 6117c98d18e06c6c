"""A row of ``commentModerationActions``: a rejection is a decision, an approval a closing.

An approval of a rejected comment takes the rejection back.
"""

from harmscope.importers.coral.codes import (
    DSA_REPORTS,
    ILLEGAL_CONTENT,
    OF_COMMENT,
    OTHER_REJECTION,
    SCHEME,
    comment,
)
from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe


def translate_moderation(entry: Entry, scribe: Scribe) -> None:
    """One action of a moderator or of Coral. Raises BadRow."""
    status = entry.need("status")
    if status not in ("APPROVED", "REJECTED"):
        scribe.skip("comment held for review, not decided")
        return
    id_, at = entry.need("id"), scribe.time(entry, "createdAt")
    subject = comment(entry.need("commentID"))
    # Without a moderator it was Coral, or one whose account was deleted: then nothing is said.
    members: dict[str, object] = {"automation": "none"} if entry.has("moderatorID") else {}
    case: dict[str, object] = dict(OF_COMMENT)
    names = (DSA_REPORTS, entry.text("reportID")) if entry.has("reportID") else None
    if status == "REJECTED":
        members |= {"actions": [{"kind": "visibility.removed"}]}
        _reason(entry.sub("rejectionReason"), scribe, members, case)
    scribe.event(
        entry, "decision", id_, at, subject,
        members=members, case=case, names=names, lifts=status == "APPROVED",
    )  # fmt: skip


def _reason(
    reason: Entry, scribe: Scribe, members: dict[str, object], case: dict[str, object]
) -> None:
    code = reason.text("code")
    if not code:
        return
    case["native"] = [scribe.code(reason, "code", SCHEME, code, other=OTHER_REJECTION)]
    members["ground"] = "law" if code == ILLEGAL_CONTENT else "terms"
    if code == ILLEGAL_CONTENT:
        case["facets"] = {"legality": "illegal"}
        if scribe.task.keep_text and (ground := reason.text("legalGrounds")[:500]):
            members["legal_basis"] = ground
