"""Discourse's log of staff actions: what was done to posts, topics and accounts, and undone."""

import re
from dataclasses import dataclass

from harmscope.importers.log.entry import Entry
from harmscope.importers.log.event_writer import EventWriter
from harmscope.importers.log.events import CaseMembers
from harmscope.model.typed import Decision
from harmscope.rules.import_ import ADRIFT, UNMAPPED_CODE

SYSTEM_USER = "-1"
QUEUE_DECIDED = "decided posts of the queue"
"""What is counted of the queue, to tell at the end whether the staff log repeats it."""

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
