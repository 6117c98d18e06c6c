"""HS101 to HS129: days that exist and mean something, in the order in which things happen."""

from harmscope.demands import (
    Equals,
    Every,
    ForbiddenIf,
    InSequence,
    NotAfterClock,
    NotLonger,
    NotSentinel,
    Ordered,
    RealDate,
    RequiredIf,
    Within,
)
from harmscope.rules.rule import Rule

DECIDED = "decisions.*.decided_at"
APPLIED = "decisions.*.applied_at"

PAST = (
    "received_at",
    "acknowledged_at",
    "decided_at",
    "removed_at",
    "fulfilled_at",
    "notified_at",
    "content.created_at",
    "detection.detected_at",
    DECIDED,
    APPLIED,
    "decisions.*.notified_at",
    "appeals.*.filed_at",
    "appeals.*.decided_at",
    "appeals.*.notified_at",
    "referrals.*.sent_at",
    "source.filed_at",
)
"""Paths of times at which something has happened."""

EVERY = (*PAST, "decisions.*.actions.*.ends_at", "period.start", "period.end")

SENTINELS = (
    "0001-01-01",
    "1900-01-01",
    "1969-12-31",
    "1970-01-01",
    "2000-01-01",
    "2038-01-01",
    "2038-01-19",
    "9999-12-31",
)
"""Days that systems write where they know none."""


INCIDENT, NOTICE = ("incident",), ("notice",)
DATABASE = "statistics of the DSA Transparency Database"
TERMINATED = ("monetary.terminated", "service.partly_terminated", "service.terminated")
SUSPENDED = ("monetary.suspended", "service.partly_suspended", "service.suspended")
TEN_YEARS = 3653


RULES = (
    Rule(
        "HS101",
        "date_not_real",
        "error",
        "record",
        ("dataset", "notice", "incident", "exposure", "submission"),
        "A date is not a day of the calendar",
        "30 February looks like a date, and each reader turns it into a different day",
        "correct the date; where only the day is known, write YYYY-MM-DD",
        "RFC 3339, section 5.7",
        demand=RealDate(EVERY),
    ),
    Rule(
        "HS112",
        "sentinel_date",
        "warning",
        "record",
        ("notice", "incident"),
        "A placeholder is given for an unknown time",
        "Placeholders such as 1970-01-01 and 2000-01-01 make every delay years long",
        "leave the member out where the time is not known",
        "statistics of the DSA Transparency Database: 690 of 798 days of one platform",
        demand=NotSentinel(PAST, SENTINELS),
    ),
    Rule(
        "HS113",
        "date_in_future",
        "error",
        "record",
        ("notice", "incident"),
        "A past event is dated after the day of the run",
        "A future date is a mistake of clock, zone or year",
        "correct the time; the day of the run is given by --clock",
        "the official DSA API lets dates up to 2038 in",
        demand=NotAfterClock(PAST),
    ),
    Rule(
        "HS102",
        "decision_before_content",
        "error",
        "record",
        INCIDENT,
        "A decision is dated before the content that it is about",
        "The delay from content to decision becomes negative",
        "correct content.created_at or the time of the decision",
        f"{DATABASE}: 1,432,469 rows",
        demand=Every(
            (Ordered("content.created_at", DECIDED), Ordered("content.created_at", APPLIED))
        ),
    ),
    Rule(
        "HS103",
        "filed_before_decision",
        "error",
        "record",
        INCIDENT,
        "A record is filed before the decision that it is about",
        "The delay from decision to filing becomes negative",
        "correct source.filed_at or the time of the decision",
        f"{DATABASE}: 1,000,046 rows",
        demand=Every((Ordered(DECIDED, "source.filed_at"), Ordered(APPLIED, "source.filed_at"))),
    ),
    Rule(
        "HS104",
        "applied_before_decided",
        "warning",
        "record",
        INCIDENT,
        "A decision takes effect before it is taken",
        "Either the times are swapped, or an earlier decision is missing",
        "correct the times, or record the first decision too",
        demand=Within("decisions.*", Ordered("decided_at", "applied_at")),
    ),
    Rule(
        "HS105",
        "notified_before_decided",
        "error",
        "record",
        ("incident", "notice"),
        "A notification is dated before its decision",
        "The delay from decision to notification becomes negative",
        "correct notified_at or decided_at",
        demand=Every(
            (
                Within("decisions.*", Ordered("decided_at", "notified_at")),
                Within("appeals.*", Ordered("decided_at", "notified_at")),
                Ordered("decided_at", "notified_at"),
            )
        ),
    ),
    Rule(
        "HS106",
        "end_before_start",
        "error",
        "record",
        INCIDENT,
        "A restriction ends before it starts",
        "Its duration becomes negative",
        "correct ends_at or the time of the decision",
        f"{DATABASE}: 12 rows",
        demand=Every(
            (
                Within("decisions.*", Ordered("decided_at", "actions.*.ends_at")),
                Within("decisions.*", Ordered("applied_at", "actions.*.ends_at")),
            )
        ),
    ),
    Rule(
        "HS107",
        "terminated_with_end_date",
        "error",
        "record",
        INCIDENT,
        "A termination has an end date",
        "A restriction with an end is a suspension, which is counted separately",
        "remove ends_at, or record a suspension",
        f"{DATABASE}: 42 rows",
        demand=Within(
            "decisions.*.actions.*",
            ForbiddenIf("ends_at", Equals("kind", (*TERMINATED, "account.terminated"))),
        ),
    ),
    Rule(
        "HS109",
        "duration_extreme",
        "warning",
        "record",
        INCIDENT,
        "A restriction lasts longer than ten years",
        "Such an end date mostly means no end, or its year is wrong",
        "leave ends_at out where there is no planned end",
        f"{DATABASE}: up to 14 years",
        demand=Every(
            (
                Within("decisions.*", NotLonger("decided_at", "actions.*.ends_at", TEN_YEARS)),
                Within("decisions.*", NotLonger("applied_at", "actions.*.ends_at", TEN_YEARS)),
            )
        ),
    ),
    Rule(
        "HS110",
        "detected_before_content",
        "error",
        "record",
        INCIDENT,
        "Something is detected before it is made",
        "The delay from content to detection becomes negative",
        "correct content.created_at or detection.detected_at",
        demand=Ordered("content.created_at", "detection.detected_at"),
    ),
    Rule(
        "HS111",
        "decided_before_detected",
        "warning",
        "record",
        INCIDENT,
        "A decision comes before what first brought the case up",
        "Either the times are swapped, or the case was detected earlier",
        "correct detection.detected_at or the time of the decision",
        demand=Ordered("detection.detected_at", DECIDED),
    ),
    Rule(
        "HS115",
        "answer_before_notice",
        "error",
        "record",
        NOTICE,
        "A notice is answered before it was received",
        "Every clock of the notice starts at received_at and would run backwards",
        "correct received_at or the later time",
        demand=Every(
            tuple(
                Ordered("received_at", f"{step}_at")
                for step in ("acknowledged", "decided", "removed", "fulfilled", "notified")
            )
        ),
    ),
    Rule(
        "HS118",
        "appeal_decided_before_filed",
        "error",
        "record",
        INCIDENT,
        "An appeal is decided before it is filed",
        "The median time of appeals becomes wrong",
        "correct filed_at or decided_at of the appeal",
        demand=Within("appeals.*", Ordered("filed_at", "decided_at")),
    ),
    Rule(
        "HS120",
        "decisions_out_of_order",
        "warning",
        "record",
        INCIDENT,
        "Decisions are not in the order in which they were taken",
        "The last decision is taken as the one in force",
        "sort the decisions by time",
        demand=InSequence(DECIDED),
    ),
    Rule(
        "HS121",
        "period_ends_before_start",
        "error",
        "record",
        ("dataset", "exposure", "submission"),
        "A period ends before it starts",
        "No record can lie in it",
        "swap or correct period.start and period.end",
        demand=Ordered("period.start", "period.end"),
    ),
    Rule(
        "HS122",
        "suspension_without_end",
        "info",
        "record",
        INCIDENT,
        "A suspension has no end date",
        "Without one it counts as indefinite",
        "give ends_at where an end is planned",
        f"{DATABASE}: 98.1 % of suspended accounts",
        demand=Within(
            "decisions.*.actions.*",
            RequiredIf(Equals("kind", (*SUSPENDED, "account.suspended")), "ends_at"),
        ),
    ),
)
