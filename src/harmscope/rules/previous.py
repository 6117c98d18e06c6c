"""HS231 to HS239: a report against the one before it."""

from harmscope.findings import Severity
from harmscope.rules.rule import Rule


def _rule(  # noqa: PLR0917 - a table, read by column
    code: str, slug: str, severity: Severity, what: str, why: str, fix: str, source: str
) -> Rule:
    kinds = ("dsa-report",)
    return Rule(code, slug, severity, "cross", kinds, what, why, fix, source, cost="two-pass")


RULES = (
    _rule(
        "HS231",
        "share_flipped",
        "warning",
        "No share turns into its complement from one period to the next",
        "A flag whose meaning was turned round shows as p becoming 1 - p",
        "check the meaning of the flag in both periods",
        "announcement of 2026-06-08 of the DSA Transparency Database",
    ),
    _rule(
        "HS232",
        "restated_without_note",
        "warning",
        "A figure for the same period is the same as in the previous report, or explained",
        "Readers of the earlier report never learn that it was wrong",
        "say in the report which figures changed, why and since when",
        "Implementing Regulation (EU) 2024/2835, Annex II: versions",
    ),
    _rule(
        "HS233",
        "periods_not_adjacent",
        "warning",
        "The period starts where the one before it ended",
        "Days between two reports are in neither, days in both are counted twice",
        "correct the period, or name the report of the missing days",
        "Implementing Regulation (EU) 2024/2835, Article 2",
    ),
    _rule(
        "HS234",
        "volume_jump",
        "info",
        "A total does not change by a factor of ten from one period to the next",
        "Jumps are mostly changes of what is counted",
        "say in the report what changed in the counting",
        "published volumes of the DSA Transparency Database, June 2025",
    ),
)
