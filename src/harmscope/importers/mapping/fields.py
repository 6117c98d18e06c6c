"""The fields that a column can fill, and the codes that a field takes."""

from harmscope.importers.own_codes import NO_ACTION
from harmscope.taxonomy import codelist, harm

FIELDS: dict[str, str] = {
    "id": "Number of the row or case; without it, the row's digest",
    "subject": "Number of what it is about; rows of one subject are joined to cases",
    "account": "Account that the subject belongs to; becomes a keyed hash",
    "subject_kind": "content, account, generation, ad, other",
    "origin": "local or remote",
    "category": "Kind of harm",
    "notice.received_at": "When somebody reported it; a row with it has a notice",
    "notice.kind": "Kind of notice; user_flag where there is none",
    "notice.reporter": "Who reported it; becomes a keyed hash",
    "notice.text": "Words of the report; kept under --keep-text alone",
    "detection.source": "Who brought it up, where nobody reported it",
    "decision.decided_at": "When it was decided; a row with it has a decision",
    "decision.action": "What was done",
    "decision.ends_at": "When the measure ends",
    "decision.ground": "law or terms",
    "decision.policy": "Clause of the terms",
    "decision.automation": "none, partial, full",
    "content.medium": "Form of the content",
    "content.language": "Language of the content, as a tag such as de",
    "reversal.at": "When the decision was taken back",
    "appeal.filed_at": "When somebody complained of the decision",
    "appeal.decided_at": "When the complaint was decided",
    "appeal.outcome": "What came of it; granted where the decision was taken back",
}
"""Every field, and what stands in it."""

TIMES = tuple(name for name in FIELDS if name.endswith(("_at", ".at")))

_LISTS = {
    "subject_kind": "subject-kind",
    "origin": "subject-origin",
    "notice.kind": "notice-kind",
    "detection.source": "detection-source",
    "decision.ground": "decision-ground",
    "decision.automation": "automation",
    "content.medium": "medium",
    "appeal.outcome": "appeal-outcome",
}
CODED = ("category", "decision.action", *_LISTS)
"""Fields of which the values are codes."""

MANY = ("category", "decision.action", "content.medium")
"""Fields that can hold several values, split out of one cell."""


def codes_of(field: str) -> frozenset[str]:
    """The codes that a field takes."""
    if field == "category":
        return frozenset(harm().categories)
    if field == "decision.action":
        return frozenset(codelist("action-kind").codes) | {NO_ACTION}
    return frozenset(codelist(_LISTS[field]).codes)
