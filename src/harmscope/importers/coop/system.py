"""What the Coop importer reads, cannot know, and decides by itself."""

from harmscope.errors import UserError
from harmscope.importers.coop.codes import SCHEME
from harmscope.importers.coop.executions import translate_execution
from harmscope.importers.coop.recent import skip_skip, translate_recent
from harmscope.importers.coop.reports import translate_appeal, translate_report
from harmscope.importers.log_system import LogSystem
from harmscope.importers.scribe import Scribe


def _finish(scribe: Scribe) -> None:
    """Raises UserError where one decision may stand in the input twice."""
    if scribe.seen["executions"] and scribe.seen["recent"]:
        raise UserError(
            "the sources",
            "they hold ACTION_EXECUTIONS and recent decisions; a reviewer's decision is in both",
            "import the one or the other",
        )


SYSTEM = LogSystem(
    name="coop",
    title="ROOST Coop",
    schemes=(SCHEME,),
    reads=(
        "the warehouse tables ACTION_EXECUTIONS, REPORTS and APPEALS as CSV, JSON or Parquet",
        "the CSV of recent decisions, and that of skips",
    ),
    columns={
        "executions": frozenset({"action_id", "action_name", "correlation_id", "ts"}),
        "reports": frozenset({"request_id", "reported_at", "reported_item_id"}),
        "appeals": frozenset({"appeal_id", "appealed_at", "actioned_item_id"}),
        "recent": frozenset({"Decisions", "Policies", "Reviewer", "Decision Time"}),
        "skips": frozenset({"Reviewer", "Queue", "Decision Time", "Link"}),
    },
    pages={},
    translate={
        "executions": translate_execution,
        "reports": translate_report,
        "appeals": translate_appeal,
        "recent": translate_recent,
        "skips": skip_skip,
    },
    finish=_finish,
    capabilities=(
        "visibility_restrictions",
        "account_restrictions",
        "user_flags",
        "internal_complaints",
        "automated_detection",
        "automated_decision",
    ),
    not_recorded=(
        ("reversals", "Only actions that the mapping file calls a reversal are known as such"),
        ("language", "The warehouse does not hold the language of items"),
        ("reach", "Coop does not record views"),
        ("orders", "Coop has no record of orders of authorities"),
    ),
    choices=(
        (
            "What does an action do?",
            "What the mapping file says of its name. Other actions count as visibility.other.",
        ),
        (
            "What is one measure?",
            "One action on one item; in the list of recent decisions one decision of a reviewer.",
        ),
        ("Are actions counted that failed?", "No."),
        (
            "Which decisions are automated?",
            "Those that rules took. Reviewers' and manual ones are not; of actions that came "
            "through the API nothing is said.",
        ),
        ("Which flags count as notices under law?", "None: every report is a user flag."),
        (
            "What came of an appeal?",
            "Granted where an action mapped as reversal followed; the others stay pending.",
        ),
    ),
)
