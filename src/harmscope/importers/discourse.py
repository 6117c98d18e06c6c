"""Discourse: the review queue, its flags, and the log of staff actions."""

import re
from dataclasses import dataclass

from harmscope.importers.log.entry import Entry
from harmscope.importers.log.event_writer import EventWriter, with_own
from harmscope.importers.log.events import CaseMembers
from harmscope.importers.log.system import LogSystem
from harmscope.model.typed import Decision, Native, Notice
from harmscope.rules.import_ import ADRIFT, UNMAPPED_CODE

# Discourse's codes: numbers in the database and the API, names elsewhere.

SCHEME = "discourse@2026"
SYSTEM_USER = "-1"
QUEUE = "needs_approval"
ILLEGAL = "illegal"
PRIVATE = "notify_user"
QUEUE_DECIDED = "decided posts of the queue"
"""What is counted of the queue, to tell at the end whether the staff log repeats it."""

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


# A row of the log of staff actions becomes a decision or a reversal.
#
# The table ``user_histories`` has numbers and ids; the CSV that staff can download has names and
# none. Numbers 60 to 63 are old rows that Discourse rewrote in place: they mean what they meant.


@dataclass(frozen=True, slots=True)
class _StaffAction:
    """What an action does to what: ``mark`` is put in force, or lifted by a reversal."""

    target: str
    kind: str
    mark: str
    reverses: bool = False


_REMOVED = _StaffAction("Post", "visibility.removed", "removed")
_TOPIC = _StaffAction("Topic", "visibility.removed", "removed")
_SUSPENDED = _StaffAction("User", "account.suspended", "suspended")
_SILENCED = _StaffAction("User", "account.restricted", "silenced")
_DELETED = _StaffAction("User", "account.terminated", "deleted")
_UNSUSPENDED = _StaffAction("User", "", "suspended", reverses=True)
_UNSILENCED = _StaffAction("User", "", "silenced", reverses=True)
_RECOVERED = _StaffAction("Topic", "", "removed", reverses=True)
_RECOVERED_POST = _StaffAction("Post", "", "removed", reverses=True)

_STAFF_ACTIONS = {
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
    "126": _RECOVERED_POST,
    "delete_user": _DELETED,
    "suspend_user": _SUSPENDED,
    "unsuspend_user": _UNSUSPENDED,
    "delete_post": _REMOVED,
    "delete_topic": _TOPIC,
    "silence_user": _SILENCED,
    "unsilence_user": _UNSILENCED,
    "recover_topic": _RECOVERED,
    "recover_post": _RECOVERED_POST,
    "block_user": _SILENCED,
    "unblock_user": _UNSILENCED,
    "removed_silence_user": _SILENCED,
    "removed_suspend_user": _SUSPENDED,
    "removed_unsilence_user": _UNSILENCED,
    "removed_unsuspend_user": _UNSUSPENDED,
    "delete_post_permanently": _REMOVED,
    "delete_topic_permanently": _TOPIC,
}
_QUEUE: dict[str, Decision] = {
    "56": {},
    "64": {"actions": [{"kind": "visibility.removed"}]},
}
_QUEUE |= {"post_approved": _QUEUE["56"], "post_rejected": _QUEUE["64"]}
"""Decisions of the review queue that the log repeats, and what they did."""
_NO_MODERATION = {
    *("change_trust_level", "change_site_setting", "change_theme", "delete_theme"),
    *("checked_for_custom_avatar", "notified_about_avatar", "notified_about_sequential_replies"),
    *("notified_about_dominating_topic", "facebook_no_email", "grant_badge", "revoke_badge"),
    *("auto_trust_level_change", "check_email", "impersonate", "roll_up", "change_username"),
    *("anonymize_user", "reviewed_post", "change_category_settings", "delete_category"),
    *("create_category", "change_site_text", "grant_admin", "revoke_admin", "grant_moderation"),
    *("revoke_moderation", "backup_create", "backup_operation", "rate_limited_like"),
    *("revoke_email", "deactivate_user", "wizard_step", "lock_trust_level"),
    *("unlock_trust_level", "activate_user", "change_readonly_mode", "backup_download"),
    *("backup_destroy", "notified_about_get_a_room", "change_name", "post_locked"),
    *("post_unlocked", "check_personal_message", "disabled_second_factor", "post_edit"),
    *("topic_published", "create_badge", "change_badge", "delete_badge", "merge_user"),
    *("entity_export", "change_password", "topic_timestamps_changed", "approve_user"),
    *("web_hook_create", "web_hook_update", "web_hook_destroy", "web_hook_deactivate"),
    *("embeddable_host_create", "embeddable_host_update", "embeddable_host_destroy"),
    *("change_theme_setting", "disable_theme_component", "enable_theme_component"),
    *("api_key_create", "api_key_update", "api_key_destroy", "revoke_title", "change_title"),
    *("override_upload_secure_status", "page_published", "page_unpublished", "add_email"),
    *("update_email", "destroy_email", "topic_closed", "topic_opened", "topic_archived"),
    *("topic_unarchived", "post_staff_note_create", "post_staff_note_destroy"),
    *("watched_word_create", "watched_word_destroy", "delete_group"),
    *("permanently_delete_post_revisions", "create_public_sidebar_section"),
    *("update_public_sidebar_section", "destroy_public_sidebar_section", "reset_bounce_score"),
    *("create_watched_word_group", "update_watched_word_group", "delete_watched_word_group"),
    *("redirected_to_required_fields", "filled_in_required_fields", "topic_slow_mode_set"),
    *("topic_slow_mode_removed", "custom_emoji_create", "custom_emoji_destroy"),
    *("tag_group_create", "tag_group_destroy", "tag_group_change"),
    *("delete_associated_accounts", "toggle_flag", "delete_flag", "update_flag", "create_flag"),
    *("update_directory_columns", "deleted_unused_tags", "renamed_tag", "deleted_tag"),
    *("chat_channel_status_change", "chat_auto_remove_membership"),
    *map(str, (*range(2, 10), *range(12, 17), *range(19, 22), *range(24, 30))),
    *map(str, (*range(32, 55), *range(57, 60), *range(65, 114), *range(116, 120))),
}
"""Actions of staff that restrict nobody and nothing, by name and by number. Any other one that is
not read here is a finding."""

_OF_QUEUE = "queue"
_COUNTED_THERE = "decision of the review queue, counted there"
_ID = re.compile(r"id: ([0-9]{1,19})(?![0-9])")
_COLUMNS = {"Post": "post_id", "Topic": "topic_id", "User": "target_user_id"}


def translate_action(entry: Entry, writer: EventWriter) -> None:
    """One action of staff. Raises BadRow."""
    name = entry.need("action").strip().lower().replace(" ", "_")
    if name in _QUEUE:
        _queued(entry, writer, _QUEUE[name])
        return
    action = _STAFF_ACTIONS.get(name)
    if action is None:
        known = name in _NO_MODERATION
        if not known:
            writer.finding(UNMAPPED_CODE, entry, "action")
        writer.skip(f"staff action that is {'no moderation' if known else 'not known'}")
        return
    id_ = entry.text("id") or writer.row_id(entry)
    at, subject = writer.time(entry, "created_at"), _subject(entry, action)
    members = _automation(entry)
    if not subject and action.reverses:
        writer.keep(at, action.target, id_, entry)
        return
    if entry.table == "staff_actions" and action.mark == "removed":
        writer.standing.append((at, action.target, subject or id_, action.reverses))
    subject = subject or f"{action.target} of row {id_}"
    if action.reverses:
        writer.write(entry, "reversal", id_, at, subject, decision=members, marks=(action.mark,))
        return
    members["actions"] = [{"kind": action.kind}]
    case: CaseMembers = {"subject_kind": "account" if action.target == "User" else "content"}
    writer.task.hole("content_decisions", _HIDDEN)
    writer.write(
        entry, "decision", id_, at, subject, decision=members, case=case, marks=(action.mark,)
    )


_HIDDEN = "Posts that were hidden, by flags or by staff, are not in the log of staff actions"


def drop_queue(writer: EventWriter) -> None:
    """Where the queue's decisions are in the input, the log's copies of them are not counted."""
    if not writer.counters[QUEUE_DECIDED]:
        return
    for table in ("user_histories", "staff_actions"):
        copies = writer.counters[f"{table}#{_OF_QUEUE}"]
        if copies:
            writer.store.drop(f"{table}#{_OF_QUEUE}")
            writer.skip(_COUNTED_THERE, copies)


def finish(writer: EventWriter) -> None:
    """What only all rows can tell. Raises nothing."""
    drop_queue(writer)
    writer.store.retell("reviewable_scores#reviewed", "User ", "account", "account.terminated")
    writer.store.retell("reviewable_scores", "User ", "account", "account.terminated")
    _restore(writer)


def _restore(writer: EventWriter) -> None:
    """A restoration whose row names nothing undoes the latest deletion of its kind that stands."""
    writer.standing.sort()
    for at, target, id_, entry in sorted(writer.kept, key=lambda one: (one[0], one[2])):
        found = ""
        for when, kind, subject, reverses in writer.standing:
            if when > at or kind != target:
                continue
            found = subject if not reverses else "" if found == subject else found
        if not found:
            writer.finding(ADRIFT, entry, "action")
            writer.skip("reversal of a decision that is not in the input")
            continue
        writer.standing.append((at, target, found, True))
        writer.standing.sort()
        writer.write(
            entry, "reversal", id_, at, found, decision=_automation(entry), marks=("removed",)
        )


def _queued(entry: Entry, writer: EventWriter, outcome: Decision) -> None:
    """A decision of the queue. It stands by itself: a rejected post has no id in the log."""
    id_ = entry.text("id") or writer.row_id(entry)
    at = writer.time(entry, "created_at")
    writer.counters[f"{entry.table}#{_OF_QUEUE}"] += 1
    writer.write(
        entry, "decision", id_, at, f"queue {entry.table} {id_}",
        part=_OF_QUEUE, decision=_automation(entry) | outcome, case={"subject_kind": "content"},
        opens=True,
    )  # fmt: skip


def _automation(entry: Entry) -> Decision:
    actor = entry.text("acting_user_id")
    return {"automation": "full" if actor == SYSTEM_USER else "none"} if actor else {}


def _subject(entry: Entry, action: _StaffAction) -> str:
    """What was acted on; empty where the row does not say. A deleted account has no column: its id
    stands in ``details``, as do those of posts and topics in the CSV, which names accounts in
    ``subject``."""
    id_ = entry.text(_COLUMNS[action.target])
    if not id_ and (named := _ID.match(entry.text("details").lstrip())):
        id_ = named[1]
    if id_:
        return f"{action.target} {id_}"
    name = entry.text("subject").strip()
    return f"{action.target} named {name}" if name else ""


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
