"""A row of ``commentActions``: a flag of a reader is a notice, one of Coral a detection."""

from harmscope.importers.coral.codes import (
    DETECTED,
    DSA_REPORTS,
    METHODS,
    OF_COMMENT,
    OTHER_FLAG,
    SCHEME,
    comment,
)
from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe

ILLEGAL = "illegal"
_COUNTED_THERE = "report of illegal content, counted as its DSA report"


def translate_action(entry: Entry, scribe: Scribe) -> None:
    """One action of a reader or of Coral on a comment. Raises BadRow."""
    kind = entry.need("actionType")
    if kind == "ILLEGAL":
        _illegal(entry, scribe)
    elif kind == "FLAG":
        _flag(entry, scribe)
    else:
        scribe.skip("reaction of a reader")


def drop_illegal(scribe: Scribe) -> None:
    """An action whose DSA report is in the input is its mirror, and is not counted again."""
    if not (scribe.seen[DSA_REPORTS] and scribe.seen[ILLEGAL]):
        return
    mirrors = scribe.journal.drop_mirrors(f"commentActions#{ILLEGAL}", DSA_REPORTS)
    if mirrors:
        scribe.skip(_COUNTED_THERE, mirrors)


def _flag(entry: Entry, scribe: Scribe) -> None:
    reason = entry.text("reason")
    native = scribe.code(entry, "reason", SCHEME, reason, other=OTHER_FLAG)
    id_, at = entry.need("id"), scribe.time(entry, "createdAt")
    case: dict[str, object] = {**OF_COMMENT, "native": [native]}
    subject = comment(entry.need("commentID"))
    if reason.startswith(DETECTED):
        method = METHODS.get(reason, "other")
        case["detection"] = {"source": "own_initiative", "method": method, "automated": True}
        scribe.event(entry, "detection", id_, at, subject, case=case)
        return
    case["detection"] = {"source": "user_flag", "method": "report", "automated": False}
    members: dict[str, object] = {"kind": "user_flag"} | _reporter(entry, scribe)
    members |= scribe.text(entry, "additionalDetails")
    scribe.event(entry, "notice", id_, at, subject, members=members, case=case)


def _illegal(entry: Entry, scribe: Scribe) -> None:
    id_, at = entry.need("id"), scribe.time(entry, "createdAt")
    case: dict[str, object] = {
        **OF_COMMENT,
        "detection": {"source": "legal_notice", "method": "report", "automated": False},
    }
    scribe.seen[ILLEGAL] += 1
    scribe.event(
        entry, "notice", id_, at, comment(entry.need("commentID")),
        part=ILLEGAL, members={"kind": "legal_notice"} | _reporter(entry, scribe), case=case,
    )  # fmt: skip


def _reporter(entry: Entry, scribe: Scribe) -> dict[str, object]:
    """The reader's pseudonym; none for an anonymous one."""
    return {"reporter_key": scribe.account(entry.text("userID"))} if entry.has("userID") else {}
