"""Coral: MongoDB's collections of moderation actions, flags, DSA reports and users."""

from harmscope.importers.log.entry import Entry
from harmscope.importers.log.event_writer import EventWriter, with_own
from harmscope.importers.log.events import CaseMembers, restriction
from harmscope.importers.log.system import LogSystem
from harmscope.model.typed import Action, Decision, Notice
from harmscope.rules.import_ import UNMAPPED_CODE

# Coral's codes.

SCHEME = "coral@2026"
OTHER_FLAG = "COMMENT_REPORTED_OTHER"
OTHER_REJECTION = "OTHER"
ILLEGAL_CONTENT = "ILLEGAL_CONTENT"
DETECTED = "COMMENT_DETECTED_"

METHODS = {
    "COMMENT_DETECTED_TOXIC": "classifier",
    "COMMENT_DETECTED_SPAM": "classifier",
    "COMMENT_DETECTED_LINKS": "keyword",
    "COMMENT_DETECTED_BANNED_WORD": "keyword",
    "COMMENT_DETECTED_SUSPECT_WORD": "keyword",
    "COMMENT_DETECTED_RECENT_HISTORY": "behaviour",
    "COMMENT_DETECTED_PREMOD_USER": "behaviour",
    "COMMENT_DETECTED_NEW_COMMENTER": "behaviour",
    "COMMENT_DETECTED_REPEAT_POST": "behaviour",
}
"""How Coral detects, by the reason of its own flags."""

OF_COMMENT: CaseMembers = {"subject_kind": "content", "content": {"medium": ["text"]}}
"""What is known of every comment."""

OF_DSA: Notice = {"kind": "legal_notice", "jurisdictions": ["EU"]}
"""What is known of every report under the Digital Services Act."""


DSA_REPORTS = "dsaReports"
"""The collection of reports under law; rejections name one of them in ``reportID``."""


def comment(id_: str) -> str:
    """The name of a comment as a subject."""
    return f"comment {id_}"


# A row of ``commentActions``: a flag of a reader is a notice, one of Coral a detection.

ILLEGAL = "illegal"
_COUNTED_THERE = "report of illegal content, counted as its DSA report"


def translate_action(entry: Entry, writer: EventWriter) -> None:
    """One action of a reader or of Coral on a comment. Raises BadRow."""
    kind = entry.need("actionType")
    if kind == "ILLEGAL":
        _illegal(entry, writer)
    elif kind == "FLAG":
        _flag(entry, writer)
    else:
        known = kind in ("REACTION", "DONT_AGREE")
        if not known:
            writer.finding(UNMAPPED_CODE, entry, "actionType")
        writer.skip("reaction of a reader" if known else "action of a kind that is not known")


def drop_illegal(writer: EventWriter) -> None:
    """An action whose DSA report is in the input is its mirror, and is not counted again."""
    if not (writer.counters[DSA_REPORTS] and writer.counters[ILLEGAL]):
        return
    mirrors = writer.store.drop_mirrors(f"commentActions#{ILLEGAL}", DSA_REPORTS)
    if mirrors:
        writer.skip(_COUNTED_THERE, mirrors)


def _flag(entry: Entry, writer: EventWriter) -> None:
    reason = entry.text("reason")
    native = writer.code(entry, "reason", SCHEME, reason, other=OTHER_FLAG)
    id_, at = entry.need("id"), writer.time(entry, "createdAt")
    case: CaseMembers = {**OF_COMMENT, "native": with_own(native, reason)}
    subject = comment(entry.need("commentID"))
    if reason.startswith(DETECTED):
        method = METHODS.get(reason, "other")
        case["detection"] = {"source": "own_initiative", "method": method, "automated": True}
        writer.write(entry, "detection", id_, at, subject, case=case)
        return
    case["detection"] = {"source": "user_flag", "method": "report", "automated": False}
    members: Notice = {"kind": "user_flag"} | _reporter(entry, writer)
    members |= writer.text(entry, "additionalDetails")
    writer.write(entry, "notice", id_, at, subject, notice=members, case=case)


def _illegal(entry: Entry, writer: EventWriter) -> None:
    id_, at = entry.need("id"), writer.time(entry, "createdAt")
    case: CaseMembers = {
        **OF_COMMENT,
        "detection": {"source": "legal_notice", "method": "report", "automated": False},
    }
    writer.counters[ILLEGAL] += 1
    writer.write(
        entry, "notice", id_, at, comment(entry.need("commentID")),
        part=ILLEGAL, notice=OF_DSA | _reporter(entry, writer), case=case,
    )  # fmt: skip


def _reporter(entry: Entry, writer: EventWriter) -> Notice:
    """The reader's pseudonym; none for an anonymous one."""
    return {"reporter_key": writer.account(entry.text("userID"))} if entry.has("userID") else {}


# A DSA report becomes a notice under law. Reports of one submission are one notice.

_CLOSED = ("COMPLETED", "VOID")
_OPEN = ("AWAITING_REVIEW", "UNDER_REVIEW")


def translate_report(entry: Entry, writer: EventWriter) -> None:
    """One DSA report on one comment. Raises BadRow."""
    id_, at = entry.need("id"), writer.time(entry, "createdAt")
    subject, version = comment(entry.need("commentID")), _version(entry, writer)
    members = OF_DSA | writer.text(entry, "lawBrokenDescription")
    if entry.has("userID"):
        members["reporter_key"] = writer.account(entry.text("userID"))
    case: CaseMembers = {
        **OF_COMMENT,
        "detection": {"source": "legal_notice", "method": "report", "automated": False},
    }
    writer.counters[DSA_REPORTS] += 1
    writer.write(
        entry, "notice", id_, at, subject,
        notice=members, case=case, merge=entry.text("submissionID"), version=version,
        closing="" if entry.text("status") in _OPEN else None,
    )  # fmt: skip
    if entry.text("status") not in (*_OPEN, *_CLOSED):
        writer.finding(UNMAPPED_CODE, entry, "status")
    closed = _closed_at(entry, writer)
    if closed:
        illegal = entry.sub("decision").text("legality") == "ILLEGAL"
        writer.write(
            entry, "decision", id_, closed, subject,
            part="closed", case=OF_COMMENT, answers=((DSA_REPORTS, id_),),
            agreed=illegal, version=version,
        )  # fmt: skip


def _history(entry: Entry) -> list[Entry]:
    return list(entry.inner("history", entry.table))


def _closed_at(entry: Entry, writer: EventWriter) -> str:
    """When the decision was made, or the report voided; empty while it is open."""
    if entry.text("status") not in _CLOSED:
        return ""
    for kind in ("DECISION_MADE", "STATUS_CHANGED"):
        times = [
            writer.time(one, "createdAt") for one in _history(entry) if one.text("type") == kind
        ]
        if times:
            return max(times)
    return ""


def _version(entry: Entry, writer: EventWriter) -> str:
    """The last change, to tell a newer export of the report from an older one."""
    return max((writer.time(one, "createdAt") for one in _history(entry)), default="")


# A row of ``commentModerationActions``: a rejection is a decision, an approval a closing.
#
# An approval of a rejected comment takes the rejection back.


def translate_moderation(entry: Entry, writer: EventWriter) -> None:
    """One action of a moderator or of Coral. Raises BadRow."""
    status = entry.need("status")
    if status not in ("APPROVED", "REJECTED"):
        known = status in ("NONE", "PREMOD", "SYSTEM_WITHHELD")
        if not known:
            writer.finding(UNMAPPED_CODE, entry, "status")
        writer.skip("comment held for review, not decided" if known else "status that is not known")
        return
    id_, at = entry.need("id"), writer.time(entry, "createdAt")
    subject = comment(entry.need("commentID"))
    # Without a moderator it was Coral, or one whose account was deleted: then nothing is said.
    members: Decision = {"automation": "none"} if entry.has("moderatorID") else {}
    nobody = "" if entry.has("moderatorID") else _NOBODY
    reason = entry.inside("rejectionReason")
    if nobody and reason.text("detailedExplanation").casefold().startswith(_DELETED):
        writer.keep(at, _DELETED, id_, entry)
        return
    case = OF_COMMENT.copy()
    names = (DSA_REPORTS, entry.text("reportID")) if entry.has("reportID") else None
    if status == "REJECTED":
        members |= {"actions": [{"kind": "visibility.removed"}]}
        _reason(reason, writer, members, case)
    writer.write(
        entry, "decision", id_, at, subject,
        decision=members, case=case, names=names, lifts=status == "APPROVED", version=nobody,
    )  # fmt: skip


_NOBODY = "nobody"
"""Version of what no moderator did, to find it again."""
_DELETED = "user account was deleted"
"""How the reason starts that Coral gives when an account is deleted."""
_PART = "part of the deletion of an account, counted as one decision"


def finish(writer: EventWriter) -> None:
    """What only all rows can tell. A deletion of an account rejects or approves each of its
    comments at one moment: that is one decision, on the account."""
    drop_illegal(writer)
    done: set[str] = set()
    for at, _, id_, entry in sorted(writer.kept, key=lambda one: (one[0], one[2])):
        if at in done:
            writer.skip(_PART)
            continue
        done.add(at)
        dropped = writer.store.drop_at("commentModerationActions", _NOBODY, at)
        if dropped:
            writer.skip(_PART, dropped)
        writer.write(
            entry, "decision", id_, at, f"account deleted {at}",
            decision={"actions": [{"kind": "account.terminated"}]},
            case={"subject_kind": "account"},
        )  # fmt: skip


def _reason(reason: Entry, writer: EventWriter, members: Decision, case: CaseMembers) -> None:
    code = reason.text("code")
    if not code:
        return
    native = writer.code(reason, "code", SCHEME, code, other=OTHER_REJECTION)
    case["native"] = with_own(native, code)
    if native["code"] == code:  # what a code stands on that is not in the list is not known
        members["ground"] = "law" if code == ILLEGAL_CONTENT else "terms"
    if code == ILLEGAL_CONTENT:
        case["facets"] = {"legality": "illegal"}
        if writer.task.keep_text and (ground := reason.text("legalGrounds")[:500]):
            members["legal_basis"] = ground


# The history in a user's status: suspensions, bans, warnings, comments held before showing.

_TABLES = {
    "suspension": "suspensions",
    "ban": "bans",
    "warning": "warnings",
    "premod": "premoderations",
}


def explode_user(entry: Entry) -> list[Entry]:
    """The rows of a user's history; the user alone where there is none."""
    if entry.text("status") and not entry.part("status"):
        return [entry.other("")]
    status = entry.inside("status")
    rows = []
    for name, table in _TABLES.items():
        for row in status.sub(name).inner("history", table):
            data = row.data | {"userID": entry.text("id")}
            rows.append(row.other(table, data))
    return rows or [entry.other("idle_users", {})]


def skip_user(entry: Entry, writer: EventWriter) -> None:
    """A user on whom nothing was imposed."""
    writer.skip("user without a measure")


def translate_suspension(entry: Entry, writer: EventWriter) -> None:
    """One suspension, and its end where it was lifted early. Raises BadRow."""
    span = entry.sub("from")
    at = writer.time(
        span if span.has("start") else entry, "start" if span.has("start") else "createdAt"
    )
    end = writer.planned(span, "finish")
    _decision(entry, writer, at, restriction("account.suspended", end), "suspension")
    if entry.has("modifiedAt"):
        lifted = writer.time(entry, "modifiedAt")
        writer.write(
            entry, "reversal", _id(entry), lifted, _subject(entry),
            part="lifted", target=("suspensions", _id(entry)),
        )  # fmt: skip


def translate_ban(entry: Entry, writer: EventWriter) -> None:
    """One ban set or lifted. A ban from some sites alone restricts the account. Raises BadRow."""
    kind = "account.restricted" if entry.items("siteIDs") else "account.terminated"
    _switch(entry, writer, kind, "ban")


def translate_premoderation(entry: Entry, writer: EventWriter) -> None:
    """Comments held before showing: set or lifted. Raises BadRow."""
    _switch(entry, writer, "account.restricted", "premod")


def translate_warning(entry: Entry, writer: EventWriter) -> None:
    """One warning. Raises BadRow."""
    if not entry.flag("active"):
        writer.skip("acknowledgement of a warning")
        return
    _decision(
        entry, writer, writer.time(entry, "createdAt"), restriction("account.warned"), "warning"
    )


def _switch(entry: Entry, writer: EventWriter, kind: str, mark: str) -> None:
    at = writer.time(entry, "createdAt")
    if entry.flag("active"):
        _decision(entry, writer, at, restriction(kind), mark)
    else:
        writer.write(entry, "reversal", _id(entry), at, _subject(entry), marks=(mark,))


def _decision(entry: Entry, writer: EventWriter, at: str, action: Action, mark: str) -> None:
    members: Decision = {"actions": [action]}
    members |= {"automation": "none"} if entry.has("createdBy") else {}
    case: CaseMembers = {"subject_kind": "account"}
    subject = _subject(entry)
    writer.write(
        entry, "decision", _id(entry), at, subject, decision=members, case=case, marks=(mark,)
    )


def _subject(entry: Entry) -> str:
    return f"user {entry.need('userID')}"


def _id(entry: Entry) -> str:
    """Id of a row of the history; old rows have none."""
    return entry.text("id") or f"{entry.need('userID')} {entry.need('createdAt')}"


SYSTEM = LogSystem(
    name="coral",
    title="Coral",
    schemes=(SCHEME,),
    reads=(
        "MongoDB exports (JSON, Extended JSON) of commentActions, commentModerationActions, "
        "dsaReports and users",
    ),
    columns={
        "dsaReports": frozenset({"id", "submissionID", "commentID", "status", "createdAt"}),
        "commentActions": frozenset({"id", "actionType", "commentID"}),
        "commentModerationActions": tuple(
            frozenset({"id", "commentID", "status", "createdAt", own})
            for own in ("moderatorID", "commentRevisionID", "rejectionReason")
        ),
        "users": frozenset({"id", "status", "role"}),
    },
    pages={},
    translate={
        "commentActions": translate_action,
        "commentModerationActions": translate_moderation,
        "dsaReports": translate_report,
        "suspensions": translate_suspension,
        "bans": translate_ban,
        "warnings": translate_warning,
        "premoderations": translate_premoderation,
        "idle_users": skip_user,
    },
    explode={"users": explode_user},
    finish=finish,
    capabilities=(
        "visibility_restrictions",
        "account_restrictions",
        "user_flags",
        "legal_notices",
        "automated_detection",
        "automated_decision",
    ),
    not_recorded=(
        ("appeals", "Coral keeps no appeals"),
        ("language", "Coral does not record the language of comments"),
        ("reach", "Coral does not record views"),
        ("orders", "Coral has no record of orders of authorities"),
    ),
    choices=(
        (
            "Which flags count as notices under law?",
            "DSA reports. Comments reported in one submission are one notice. Flags of illegal "
            "content count where no DSA report of the same reader on the comment is in the input.",
        ),
        ("What is one measure?", "One rejection of a comment, or one entry of a user's history."),
        (
            "What is an approval?",
            "The end of a rejection that stands; else the closing of what was flagged. Approvals "
            "of comments that nobody flagged are left out.",
        ),
        (
            "Which decisions are automated?",
            "Nothing is said where no moderator is named: it was Coral, or a deleted account.",
        ),
        (
            "On which ground was a comment rejected?",
            "Law for ILLEGAL_CONTENT, terms for the other codes of the list, else not said.",
        ),
        (
            "Which DSA reports does a rejection or approval answer?",
            "The one that it names in reportID. Where no action of the case names a report, "
            "all that are open on the comment.",
        ),
        ("What is a void report?", "Closed without action."),
        (
            "What is the deletion of an account?",
            "One decision that ends the account; the rejections and approvals of its comments at "
            "that moment are part of it and reverse nothing.",
        ),
    ),
)
