"""A flag (a score of a reviewable) becomes a notice or a detection, and its review a closing.

Agreed says that staff agreed with the flag, not what they did: that stands in the staff log, if
anywhere. Where the log has nothing, the notice counts as acted on, with a finding.
"""

from harmscope.importers.discourse.codes import (
    ILLEGAL,
    PRIVATE,
    QUEUE,
    QUEUE_DECIDED,
    SYSTEM_USER,
    flag,
    state,
)
from harmscope.importers.discourse.reviewables import USER, alias
from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe

_BY_STAFF = "queued_by_staff"
"""End of the reason of a flag by which staff sent an item to the queue: no user asked for it."""


def translate_score(entry: Entry, scribe: Scribe) -> None:
    """One flag. Raises BadRow."""
    native = flag(entry, scribe)
    if native["code"] == PRIVATE:
        scribe.skip("private message to the author")
        return
    id_, at = entry.need("id"), scribe.time(entry, "created_at")
    subject = alias(entry.text("reviewable_id")) if entry.has("reviewable_id") else f"score {id_}"
    is_user = entry.text("reviewable_type") == USER
    case: dict[str, object] = {
        "subject_kind": "account" if is_user else "content",
        "native": [native],
    }
    version = entry.text("updated_at") or entry.text("reviewed_at")
    by_staff = entry.text("reason").endswith(_BY_STAFF)
    queued = native["code"] == QUEUE
    asked = not (by_staff or queued or entry.text("user_id") == SYSTEM_USER)
    if not asked:
        case["detection"] = {"source": "own_initiative", "automated": not by_staff}
        scribe.event(entry, "detection", id_, at, subject, case=case, version=version)
    else:
        kind = "legal_notice" if native["code"] == ILLEGAL else "user_flag"
        case["detection"] = {"source": kind, "method": "report", "automated": False}
        members: dict[str, object] = {"kind": kind}
        if entry.has("user_id"):
            members["reporter_key"] = scribe.account(entry.text("user_id"))
        scribe.event(entry, "notice", id_, at, subject, members=members, case=case, version=version)
    _review(entry, scribe, subject, queued=queued, asked=asked)


def _review(entry: Entry, scribe: Scribe, subject: str, *, queued: bool, asked: bool) -> None:
    """The closing of a flag; of a detection, which asks nothing, that of its case."""
    outcome = state(entry)
    if outcome == "pending" or not entry.has("reviewed_at"):
        return
    id_, at = entry.need("id"), scribe.time(entry, "reviewed_at")
    is_user = entry.text("reviewable_type") == USER
    case: dict[str, object] = {"subject_kind": "account" if is_user else "content"}
    version = entry.text("updated_at") or entry.text("reviewed_at")
    members: dict[str, object] = {}
    if entry.has("reviewed_by_id"):
        human = entry.text("reviewed_by_id") != SYSTEM_USER
        members["automation"] = "none" if human else "full"
    if queued and not is_user:
        scribe.seen[QUEUE_DECIDED] += 1
    if queued and outcome == "disagreed":
        kind = "account.terminated" if is_user else "visibility.removed"
        members["actions"] = [{"kind": kind}]
    scribe.event(
        entry, "decision", id_, at, subject,
        part="reviewed", members=members, case=case, version=version,
        answers=(("reviewable_scores", id_),) if asked else (),
        agreed=outcome == "agreed" and not queued,
    )  # fmt: skip
