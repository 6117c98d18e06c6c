"""HS101 to HS119: days that exist and mean something."""

from harmscope.demands import NotAfterClock, NotSentinel, RealDate
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

RULES = (
    Rule(
        "HS101",
        "date_not_real",
        "error",
        "record",
        ("dataset", "notice", "incident", "exposure", "submission"),
        "A date is a day of the calendar",
        "30 February has the right form, and every reader makes another day of it",
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
        "A time is not one that systems write where they know none",
        "Days such as 1970-01-01 and 2000-01-01 stand for unknown and turn every delay into years",
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
        "Nothing that has happened lies after the day of the run",
        "A future date is a mistake of clock, zone or year",
        "correct the time; the day of the run is given by --clock",
        "the official DSA API lets dates up to 2038 in",
        demand=NotAfterClock(PAST),
    ),
)
