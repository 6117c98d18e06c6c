"""RC001 to RC099: what does not add up in a pool, or in a report at intake."""

from typing import Final

from harmscope.findings import FindingKind, Severity

POOLING: Final = "the checks of a pool, registry/pooling.toml"
ASK: Final = "ask the sender which of the two is right, and for a correction"


def _doubt(  # noqa: PLR0917 - a table, read by column
    code: str, slug: str, severity: Severity, what: str, why: str, fix: str
) -> FindingKind:
    return FindingKind(code, slug, severity, "pool", ("pool",), what, why, fix, POOLING)


DOUBTS: Final = (
    _doubt(
        "RC001",
        "shared_records",
        "warning",
        "Two services submitted records with the same content",
        "The same cases would be counted twice",
        "ask both senders which of them took the decisions",
    ),
    _doubt(
        "RC002",
        "part_of_period",
        "warning",
        "The submissions of a service cover some days of the period only",
        "Counts of the service are too low for the period",
        "ask the sender for the days that are missing",
    ),
    _doubt(
        "RC003",
        "reaches_beyond",
        "warning",
        "A submission reaches beyond the period and is left out",
        "Counts of the service are missing from the pool",
        "pool the period that the submission covers, or ask for it in parts",
    ),
    _doubt(
        "RC004",
        "absent",
        "warning",
        "A registered service has no submission for the period",
        "The pool says nothing of this service",
        "ask the sender for its submission",
    ),
    _doubt(
        "RC005",
        "period_gap",
        "warning",
        "Some days between two submissions of a service are in neither",
        "What happened on these days is in no period",
        "ask the sender for the days that are missing",
    ),
    _doubt(
        "RC006",
        "sum_fails",
        "error",
        "Parts do not add up to their total",
        "One of the numbers is wrong",
        ASK,
    ),
    _doubt(
        "RC007",
        "parts_fall_short",
        "error",
        "The figures of a split do not reach the total",
        "Cases are missing from the split",
        ASK,
    ),
    _doubt(
        "RC008",
        "forward_unclear",
        "error",
        "A report of an older version cannot be converted without a guess",
        "None of its figures is pooled",
        "ask the sender for a report of the newest version",
    ),
    _doubt(
        "RC009",
        "contested",
        "error",
        "The sender's report gives two different figures for one thing",
        "Neither is taken, so the figure is missing from the pool",
        ASK,
    ),
    _doubt(
        "RC010",
        "inexact",
        "info",
        "The sender's report rounds or estimates a figure",
        "Such figures are not pooled",
        "ask the sender for the exact figure, or for records",
    ),
    _doubt(
        "RC011",
        "much_unknown",
        "warning",
        "More than a fifth of a count is of unknown category",
        "Comparing categories would mislead",
        "ask the sender how it assigns categories",
    ),
    _doubt(
        "RC012",
        "report_differs",
        "error",
        "The sender's report says something else than its records",
        "One of the two is wrong",
        ASK,
    ),
    _doubt(
        "RC013",
        "jump",
        "info",
        "A figure changed by a large factor since the previous period",
        "Mostly something changed in the counting",
        "ask the sender what changed",
    ),
    _doubt(
        "RC014",
        "share_flipped",
        "warning",
        "A share changed from p to 1 - p since the previous period",
        "Mostly a flag changed its meaning",
        "ask the sender what the flag means in both periods",
    ),
    _doubt(
        "RC015",
        "counted_twice",
        "warning",
        "Two authorities report one service for the same days",
        "The same cases may be in both; lower limits count the service once, upper limits twice",
        "ask both authorities whether they count the same cases, and reject one where they do",
    ),
    _doubt(
        "RC016",
        "not_pooled",
        "warning",
        "A publication has figures on a metric that is not known here",
        "These figures are missing from the pool",
        "pool with a newer version of harmscope",
    ),
)
"""What does not add up in a pool, or in a report at intake."""
