"""HS501 to HS511: what the API of the DSA Transparency Database refuses."""

from harmscope.demands import (
    AtLeastOne,
    Condition,
    Contains,
    DayRange,
    Demand,
    Equals,
    Every,
    RealDate,
    RequiredIf,
)
from harmscope.findings import Severity
from harmscope.rules.rule import Rule

REQUEST = "StatementStoreRequest.php of the DSA Transparency Database, 2026-06-24"

ILLEGAL = Equals("decision_ground", ("DECISION_GROUND_ILLEGAL_CONTENT",))
INCOMPATIBLE = Equals("decision_ground", ("DECISION_GROUND_INCOMPATIBLE_CONTENT",))
ILLEGAL_TEXTS = ("illegal_content_legal_ground", "illegal_content_explanation")
INCOMPATIBLE_TEXTS = ("incompatible_content_ground", "incompatible_content_explanation")
OTHERS: tuple[tuple[Condition, str], ...] = (
    (Contains("decision_visibility", "DECISION_VISIBILITY_OTHER"), "decision_visibility_other"),
    (Equals("decision_monetary", ("DECISION_MONETARY_OTHER",)), "decision_monetary_other"),
    (Contains("content_type", "CONTENT_TYPE_OTHER"), "content_type_other"),
)
ENDS = (
    ("decision_visibility", "end_date_visibility_restriction"),
    ("decision_monetary", "end_date_monetary_restriction"),
    ("decision_provision", "end_date_service_restriction"),
    ("decision_account", "end_date_account_restriction"),
)
END_DATES = tuple(end for _, end in ENDS)
ALL_DATES = ("content_date", "application_date", *END_DATES)


def rule(  # noqa: PLR0917 - a table, read by column
    code: str,
    slug: str,
    what: str,
    why: str,
    fix: str,
    demand: Demand,
    source: str = REQUEST,
    severity: Severity = "error",
) -> Rule:
    """A rule on one statement of reasons."""
    kinds = ("dsa-sor",)
    return Rule(code, slug, severity, "record", kinds, what, why, fix, source, demand=demand)


RULES = (
    rule(
        "HS501",
        "restriction_missing",
        "A statement names at least one restriction",
        "The API refuses a statement without one",
        "give decision_visibility, decision_monetary, decision_provision or decision_account",
        AtLeastOne(tuple(decision for decision, _ in ENDS)),
    ),
    rule(
        "HS502",
        "statement_other_text_missing",
        "Where a code says other, the text beside it says what",
        "The API refuses the code without its text",
        "give the text, or use a listed code",
        Every(tuple(RequiredIf(when, text) for when, text in OTHERS)),
    ),
    rule(
        "HS504",
        "illegal_ground_texts",
        "A decision on illegal content gives the legal ground and its explanation",
        "The API refuses the statement without them",
        "give illegal_content_legal_ground and illegal_content_explanation",
        Every(tuple(RequiredIf(ILLEGAL, text) for text in ILLEGAL_TEXTS)),
    ),
    rule(
        "HS505",
        "incompatible_ground_texts",
        "A decision under the terms gives the clause and its explanation",
        "The API refuses the statement without them",
        "give incompatible_content_ground and incompatible_content_explanation",
        Every(tuple(RequiredIf(INCOMPATIBLE, text) for text in INCOMPATIBLE_TEXTS)),
    ),
    rule(
        "HS510",
        "statement_date_out_of_range",
        "A date is within the limits of the API",
        "The API refuses content before 2000, decisions before 2020 and dates after 2038-01-01",
        "correct the date",
        Every(
            (
                DayRange(("content_date", *END_DATES), "2000-01-01", "2038-01-01"),
                DayRange(("application_date",), "2020-01-01", "2038-01-01"),
            )
        ),
    ),
    rule(
        "HS511",
        "statement_date_not_real",
        "A date is a day of the calendar",
        "The API refuses a day that does not exist",
        "correct the date",
        RealDate((*ALL_DATES, "created_at")),
    ),
)
