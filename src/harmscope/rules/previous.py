"""HS231 to HS239: a report, or a set of records, against the one before it."""

from harmscope.findings import Severity
from harmscope.rules.rule import Rule

REPORTS = ("dsa-report",)
CASES = ("incident", "dsa-sor")
NAMED = ("notice", "incident", "exposure", "measure", "dsa-sor")


def _rule(  # noqa: PLR0917 - a table, read by column
    code: str,
    slug: str,
    severity: Severity,
    what: str,
    why: str,
    fix: str,
    source: str,
    kinds: tuple[str, ...] = REPORTS,
) -> Rule:
    return Rule(code, slug, severity, "cross", kinds, what, why, fix, source, cost="two-pass")


RULES = (
    _rule(
        "HS231",
        "share_flipped",
        "warning",
        "A share changed from p to 1 - p since the previous period",
        "Where a flag is read the wrong way round, a share p becomes 1 - p",
        "check the meaning of the flag in both periods",
        "announcement of 2026-06-08 of the DSA Transparency Database",
        (*REPORTS, *CASES),
    ),
    _rule(
        "HS232",
        "restated_without_note",
        "warning",
        "A figure for the same period differs from the previous report without an explanation",
        "Readers of the earlier report never learn that it was wrong",
        "say in the report which figures changed, why and since when",
        "Implementing Regulation (EU) 2024/2835, Annex II: versions",
    ),
    _rule(
        "HS233",
        "periods_not_adjacent",
        "warning",
        "The period does not start where the one before it ended",
        "Days between two reports are in neither, days in both are counted twice",
        "correct the period, or name the report of the missing days",
        "Implementing Regulation (EU) 2024/2835, Article 2",
        (*REPORTS, "notice", "incident"),
    ),
    _rule(
        "HS234",
        "volume_jump",
        "info",
        "A total or category changed by a large factor since the previous period",
        "Jumps are mostly changes of what is counted",
        "say in the report what changed in the counting",
        "published volumes of the DSA Transparency Database, June 2025",
        (*REPORTS, *CASES),
    ),
    _rule(
        "HS235",
        "field_became_constant",
        "warning",
        "A field that had several values in the previous period now has one",
        "One value from some day on is mostly a default that an update of the export set",
        "check how the field has been filled since the previous period",
        "statistics of the DSA Transparency Database: 18 of 107 platforms",
        CASES,
    ),
    _rule(
        "HS236",
        "code_vanished",
        "info",
        "A code that was used often in the previous period is no longer used",
        "Codes mostly disappear where a mapping changed; a trend over both periods then misleads",
        "if a mapping changed, say so; if a policy did, name the day",
        "arXiv 2504.06976: problems that persist across periods",
        CASES,
    ),
    _rule(
        "HS237",
        "code_appeared",
        "info",
        "A code that is used often was not used in the previous period",
        "Codes mostly appear where a mapping changed; a trend over both periods then misleads",
        "if a mapping changed, say so; if a policy did, name the day",
        "arXiv 2504.06976: problems that persist across periods",
        CASES,
    ),
    _rule(
        "HS238",
        "id_reused",
        "info",
        "A record with an id of the previous period has different content",
        "Either a case went on, or ids start anew in each period and cases get mixed up",
        "give another case its own id; mark a correction with supersedes",
        "announcement of 2024-04-18 of the DSA Transparency Database: one id, one statement",
        NAMED,
    ),
)
