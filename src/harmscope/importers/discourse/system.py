"""What the Discourse importer reads, cannot know, and decides by itself."""

from harmscope.importers.discourse.codes import SCHEME
from harmscope.importers.discourse.reviewables import explode_page, translate_reviewable
from harmscope.importers.discourse.scores import translate_score
from harmscope.importers.discourse.staff_log import drop_queue, translate_action
from harmscope.importers.log_system import LogSystem

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
        "reviewable_scores": frozenset({"id", "reviewable_id", "status", "created_at"}),
        "user_histories": frozenset({"action", "acting_user_id", "created_at"}),
        "staff_actions": frozenset({"action", "staff_user", "subject", "created_at"}),
        "reviewables": frozenset({"id", "type", "status"}),
    },
    pages={},
    translate={
        "reviewables": translate_reviewable,
        "reviewable_scores": translate_score,
        "user_histories": translate_action,
        "staff_actions": translate_action,
    },
    explode={"review_pages": explode_page},
    finish=drop_queue,
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
    ),
)
