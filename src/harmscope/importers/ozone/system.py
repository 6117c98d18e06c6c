"""What the Ozone importer reads, cannot know, and decides by itself."""

from harmscope.importers.log_system import LogSystem
from harmscope.importers.ozone.codes import SCHEME
from harmscope.importers.ozone.events import translate_event
from harmscope.importers.ozone.reports import translate_report

SYSTEM = LogSystem(
    name="ozone",
    title="Bluesky Ozone",
    schemes=(SCHEME,),
    reads=(
        "pages of tools.ozone.moderation.queryEvents, or one event a line",
        "pages of tools.ozone.report.queryReports, or one report a line",
    ),
    columns={
        "events": frozenset({"id", "event", "subject", "createdAt"}),
        "reports": frozenset({"id", "eventId", "reportType", "status", "createdAt"}),
    },
    pages={"events": "events", "reports": "reports"},
    translate={"events": translate_event, "reports": translate_report},
    lists=frozenset({"events", "reports"}),
    capabilities=(
        "visibility_restrictions",
        "labelling",
        "account_restrictions",
        "user_flags",
        "internal_complaints",
        "automated_detection",
        "automated_decision",
    ),
    not_recorded=(
        ("language", "Ozone's events do not say in what language the content is"),
        ("reach", "Ozone does not record views or copies"),
        ("orders", "Ozone has no event for orders of authorities"),
    ),
    choices=(
        (
            "Which flags count as notices under law?",
            "None: every report is a user flag. Ozone does not tell Article 16 notices apart.",
        ),
        (
            "What is one measure?",
            "One takedown, label or email event, with all the labels that it sets.",
        ),
        (
            "How is an appeal resolved?",
            "Granted where the decision was reversed, denied where it was only closed.",
        ),
        (
            "Which decisions are automated?",
            "Those whose modTool is not named ozone-ui/…, or whose meta says isAutomated; without "
            "a modTool nothing is said.",
        ),
        (
            "What is a label that a labeler defined itself?",
            "Content labelled. Labels that start with an exclamation mark do what Ozone says.",
        ),
    ),
)
