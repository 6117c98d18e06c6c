"""What the Mastodon importer reads, cannot know, and decides by itself."""

from harmscope.errors import UserError
from harmscope.importers.log_system import LogSystem
from harmscope.importers.mastodon.appeals import translate_appeal
from harmscope.importers.mastodon.codes import SCHEME
from harmscope.importers.mastodon.flags import explode_wrapped, translate_flag
from harmscope.importers.mastodon.reports import drop_closings, explode_webhook, translate_report
from harmscope.importers.mastodon.strikes import translate_strike
from harmscope.importers.scribe import Scribe


def _finish(scribe: Scribe) -> None:
    """Raises UserError where one report may stand in the input twice."""
    if scribe.seen["flags"] and scribe.seen["reports"]:
        raise UserError(
            "the sources",
            "they hold Flag activities and reports; a report from another server is both",
            "import the one or the other",
        )
    drop_closings(scribe)


SYSTEM = LogSystem(
    name="mastodon",
    title="Mastodon",
    schemes=(SCHEME,),
    reads=(
        "reports of GET /api/v1/admin/reports, or webhooks report.created and report.updated",
        "the tables reports, account_warnings and appeals as CSV or JSON",
        "ActivityPub Flag activities with received_at or published, as Mastodon, Lemmy, mbin send",
    ),
    columns={
        "appeals": frozenset({"id", "account_warning_id", "account_id", "created_at"}),
        "webhooks": frozenset({"event", "object", "created_at"}),
        "reports": frozenset({"id", "category", "created_at"}),
        "account_warnings": frozenset({"id", "action", "created_at"}),
        "wrapped_flags": frozenset({"activity", "received_at"}),
        "flags": frozenset({"id", "type", "actor", "object"}),
    },
    pages={
        "reports": "reports",
        "account_warnings": "account_warnings",
        "appeals": "appeals",
    },
    translate={
        "reports": translate_report,
        "account_warnings": translate_strike,
        "appeals": translate_appeal,
        "flags": translate_flag,
    },
    explode={"webhooks": explode_webhook, "wrapped_flags": explode_wrapped},
    finish=_finish,
    capabilities=(
        "visibility_restrictions",
        "demotion",
        "labelling",
        "account_restrictions",
        "user_flags",
        "legal_notices",
        "internal_complaints",
    ),
    not_recorded=(
        ("detection", "Mastodon records reports by people; nothing detects by itself"),
        ("language", "Reports and strikes do not say in what language the posts are"),
        ("reach", "Mastodon does not record views"),
        ("orders", "Mastodon has no record of orders of authorities"),
    ),
    choices=(
        (
            "Which flags count as notices under law?",
            "Reports of the category legal. All others are user flags.",
        ),
        (
            "What is one measure?",
            "One strike, with item_count posts where it marks or deletes posts. Posts that other "
            "strikes name are evidence and not counted.",
        ),
        (
            "What does a resolved report mean?",
            "That it was closed. It was acted on where a strike on the account followed; where the "
            "input holds no strikes, it is left pending, with a finding.",
        ),
        ("Which reports does a strike answer?", "All that are open on the account."),
        (
            "Are accounts of other servers counted?",
            "Yes, with origin remote where the API says so; tables do not say.",
        ),
        (
            "When is a strike reversed?",
            "When it was overruled. Deleted posts do not come back by that.",
        ),
    ),
)
