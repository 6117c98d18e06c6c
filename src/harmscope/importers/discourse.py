"""Discourse: the review queue, its flags, and the log of staff actions."""

from harmscope.importers.discourse_staff import (
    QUEUE_DECIDED,
    SYSTEM_USER,
    finish,
    translate_action,
)
from harmscope.importers.log.entry import Entry
from harmscope.importers.log.event_writer import EventWriter, with_own
from harmscope.importers.log.events import CaseMembers
from harmscope.importers.log.system import LogSystem
from harmscope.model.typed import Decision, Native, Notice
from harmscope.rules.import_ import UNMAPPED_CODE

# Discourse's codes: numbers in the database and the API, names elsewhere.

SCHEME = "discourse@2026"
QUEUE = "needs_approval"
ILLEGAL = "illegal"
PRIVATE = "notify_user"

_FLAGS = {
    "3": "off_topic",
    "4": "inappropriate",
    "6": PRIVATE,
    "7": "notify_moderators",
    "8": "spam",
    "9": QUEUE,
    "10": ILLEGAL,
}
_STATES = {"0": "pending", "1": "agreed", "2": "disagreed", "3": "ignored"}


def flag(entry: Entry, writer: EventWriter) -> list[Native]:
    """The type of a flag as native codes. A flag that the site added is "something else", and a
    code of its own."""
    column = "reviewable_score_type" if entry.has("reviewable_score_type") else "score_type_id"
    written = entry.text(column) or entry.sub("score_type").text("id")
    code = _FLAGS.get(written, written)
    native = writer.code(entry, column, SCHEME, code, other="notify_moderators")
    return with_own(native, f"flag-{code}" if code.isdigit() else code)


def state(entry: Entry, writer: EventWriter) -> str:
    """What became of a flag: pending, agreed, disagreed or ignored; pending, with a finding, where
    the list does not have it. Raises BadRow where there is none."""
    written = entry.need("status")
    found = _STATES.get(written, written)
    if found not in _STATES.values():
        writer.finding(UNMAPPED_CODE, entry, "status")
        return "pending"
    return found


# A reviewable says what its flags are about; the flags themselves are rows of their own.

USER = "ReviewableUser"
_BY_TYPE = {
    "ReviewableFlaggedPost": ("Post", "post_id"),
    "ReviewablePost": ("Post", "post_id"),
    "ReviewableAkismetPost": ("Post", "post_id"),
    USER: ("User", "user_id"),
}


def translate_reviewable(entry: Entry, writer: EventWriter) -> None:
    """One item of the review queue. Raises BadRow."""
    subject = _target(entry)
    for score in entry.items("reviewable_score_ids"):
        writer.link(f"score {score}", subject)
    writer.link(alias(entry.need("id")), subject)


def alias(id_: str) -> str:
    """The name under which flags know a reviewable."""
    return f"reviewable {id_}"


def explode_page(entry: Entry) -> list[Entry]:
    """The rows of a page of ``/review.json``; each flag learns the type of its reviewable."""
    reviewables = list(entry.inner("reviewables", "reviewables"))
    types = {
        score: one.text("type")
        for one in reviewables
        for score in one.items("reviewable_score_ids")
    }
    scores = []
    for one in entry.inner("reviewable_scores", "reviewable_scores"):
        data = one.data | {"reviewable_type": types.get(one.text("id"), "")}
        scores.append(one.other(one.table, data))
    return [*reviewables, *scores]


def _target(entry: Entry) -> str:
    kind, id_ = entry.text("target_type"), entry.text("target_id")
    if not id_:
        kind, column = _BY_TYPE.get(entry.text("type"), ("", ""))
        id_ = entry.text(column) if column else ""
    return f"{kind} {id_}" if kind and id_ else alias(entry.need("id"))


# A flag (a score of a reviewable) becomes a notice or a detection, and its review a closing.
#
# Agreed says that staff agreed with the flag, not what they did: that stands in the staff log, if
# anywhere. Where the log has nothing, the notice counts as acted on, with a finding.

_BY_STAFF = "queued_by_staff"
"""End of the reason of a flag by which staff sent an item to the queue: no user asked for it."""


def translate_score(entry: Entry, writer: EventWriter) -> None:
    """One flag. Raises BadRow."""
    natives = flag(entry, writer)
    native = natives[0]
    if native["code"] == PRIVATE:
        writer.skip("private message to the author")
        return
    id_, at = entry.need("id"), writer.time(entry, "created_at")
    subject = alias(entry.text("reviewable_id")) if entry.has("reviewable_id") else f"score {id_}"
    is_user = entry.text("reviewable_type") == USER
    case: CaseMembers = {
        "subject_kind": "account" if is_user else "content",
        "native": natives,
    }
    version = entry.text("updated_at") or entry.text("reviewed_at")
    by_staff = entry.text("reason").endswith(_BY_STAFF)
    queued = native["code"] == QUEUE
    asked = not (by_staff or queued or entry.text("user_id") == SYSTEM_USER)
    if not asked:
        case["detection"] = {"source": "own_initiative", "automated": not by_staff}
        writer.write(entry, "detection", id_, at, subject, case=case, version=version)
    else:
        kind = "legal_notice" if native["code"] == ILLEGAL else "user_flag"
        case["detection"] = {"source": kind, "method": "report", "automated": False}
        members: Notice = {"kind": kind}
        if entry.has("user_id"):
            members["reporter_key"] = writer.account(entry.text("user_id"))
        status = entry.text("status")
        is_open = _STATES.get(status, status) == "pending"
        writer.write(
            entry, "notice", id_, at, subject,
            notice=members, case=case, version=version, closing="" if is_open else None,
        )  # fmt: skip
    _review(entry, writer, subject, queued=queued, asked=asked)


def _review(entry: Entry, writer: EventWriter, subject: str, *, queued: bool, asked: bool) -> None:
    """The closing of a flag; of a detection, which asks nothing, that of its case."""
    outcome = state(entry, writer)
    if outcome == "pending" or not entry.has("reviewed_at"):
        return
    id_, at = entry.need("id"), writer.time(entry, "reviewed_at")
    is_user = entry.text("reviewable_type") == USER
    case: CaseMembers = {"subject_kind": "account" if is_user else "content"}
    version = entry.text("updated_at") or entry.text("reviewed_at")
    members: Decision = {}
    if entry.has("reviewed_by_id"):
        human = entry.text("reviewed_by_id") != SYSTEM_USER
        members["automation"] = "none" if human else "full"
    if queued and not is_user:
        writer.counters[QUEUE_DECIDED] += 1
    if queued and outcome == "disagreed":
        kind = "account.terminated" if is_user else "visibility.removed"
        members["actions"] = [{"kind": kind}]
    writer.write(
        entry, "decision", id_, at, subject,
        part="reviewed", decision=members, case=case, version=version,
        answers=(("reviewable_scores", id_),) if asked else (),
        agreed=outcome == "agreed" and not queued,
    )  # fmt: skip


SYSTEM = LogSystem(
    name="discourse",
    title="Discourse",
    schemes=(SCHEME,),
    reads=(
        "pages of /review.json",
        "the tables reviewables, reviewable_scores and user_histories as CSV or JSON",
        "the CSV of staff actions",
    ),
    columns={
        "review_pages": frozenset({"reviewables", "reviewable_scores"}),
        "reviewable_scores": tuple(
            frozenset({"id", "user_id", "status", "created_at", kind})
            for kind in ("reviewable_score_type", "score_type_id", "score_type")
        ),
        "user_histories": frozenset({"action", "acting_user_id", "created_at"}),
        "staff_actions": frozenset({"action", "staff_user", "subject", "created_at"}),
        "reviewables": tuple(
            frozenset({"id", "type", "status", one})
            for one in ("target_type", "created_by_id", "reviewable_score_ids")
        ),
    },
    pages={},
    translate={
        "reviewables": translate_reviewable,
        "reviewable_scores": translate_score,
        "user_histories": translate_action,
        "staff_actions": translate_action,
    },
    explode={"review_pages": explode_page},
    finish=finish,
    capabilities=(
        "visibility_restrictions",
        "account_restrictions",
        "user_flags",
        "legal_notices",
        "automated_detection",
    ),
    not_recorded=(
        ("appeals", "Discourse records no appeals"),
        ("language", "Discourse does not record the language of posts"),
        ("reach", "The review queue does not hold views"),
        ("orders", "Discourse has no record of orders of authorities"),
    ),
    choices=(
        (
            "Which flags count as notices under law?",
            "Flags of the type illegal. All others are user flags.",
        ),
        (
            "What is one notice?",
            "One flag of one person. Flags of the system, items held in the queue, and what staff "
            "sent there, are detections.",
        ),
        (
            "What does an agreed flag mean?",
            "That something was done. What it was is taken from the staff log; hiding a post is "
            "not logged there, so such a notice is acted on, with a finding and no decision.",
        ),
        (
            "What does the queue decide?",
            "Approved means published, so nothing was done; rejected means removed before anybody "
            "saw it, or, for a new user, the account ended. The staff log repeats this for posts: "
            "its rows count where no decided post of the queue is in the input.",
        ),
        ("What is one measure?", "One row of the staff log, or one rejected item of the queue."),
        ("On which ground was decided?", "Not said: the staff log does not name a rule or a law."),
        (
            "What does a restoration undo whose row names nothing?",
            "The latest deletion of its kind in the CSV of staff actions that still stands.",
        ),
    ),
)
