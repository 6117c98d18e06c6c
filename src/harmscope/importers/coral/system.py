"""What the Coral importer reads, cannot know, and decides by itself."""

from harmscope.importers.coral.codes import SCHEME
from harmscope.importers.coral.dsa_reports import translate_report
from harmscope.importers.coral.flags import drop_illegal, translate_action
from harmscope.importers.coral.moderation import translate_moderation
from harmscope.importers.coral.users import (
    explode_user,
    skip_user,
    translate_ban,
    translate_premoderation,
    translate_suspension,
    translate_warning,
)
from harmscope.importers.log_system import LogSystem

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
        "commentModerationActions": frozenset({"id", "commentID", "status", "createdAt"}),
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
    finish=drop_illegal,
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
            "Law for ILLEGAL_CONTENT, terms for the other codes, not said without a code.",
        ),
        (
            "Which DSA reports does a rejection or approval answer?",
            "The one that it names in reportID. Where no action of the case names a report, "
            "all that are open on the comment.",
        ),
        ("What is a void report?", "Closed without action."),
    ),
)
