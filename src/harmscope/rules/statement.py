"""HS501 to HS549: what the API of the DSA Transparency Database refuses, and what it lets in.

Where the documentation asks for more than the code applies, and where the code drops something
without a word, the rule says so.
"""

from harmscope.demands import (
    AtLeastOne,
    CheckDigit,
    Condition,
    Contains,
    DayRange,
    Demand,
    Differ,
    Equals,
    Every,
    ForbiddenIf,
    KeywordOfCategory,
    NeverIf,
    NotAfterClock,
    NotLonger,
    NotPersonal,
    NotPlaceholder,
    NotSentinel,
    Ordered,
    Present,
    RealDate,
    RequiredIf,
    Unique,
    VersionOfDay,
)
from harmscope.findings import Severity
from harmscope.rules.chronology import SENTINELS, TEN_YEARS
from harmscope.rules.rule import Rule
from harmscope.rules.vocabulary import MEDIA, RESTRICTIONS

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


def _rule(  # noqa: PLR0917 - a table, read by column
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


DOCUMENTED = "api-documentation.md of the DSA Transparency Database, 2026-06-24"
STATISTICS = "statistics of the DSA Transparency Database"

TERMINATED = (
    ("decision_monetary", "DECISION_MONETARY_TERMINATION"),
    ("decision_provision", "DECISION_PROVISION_PARTIAL_TERMINATION"),
    ("decision_provision", "DECISION_PROVISION_TOTAL_TERMINATION"),
    ("decision_account", "DECISION_ACCOUNT_TERMINATED"),
)
LISTS = (
    "decision_visibility.*",
    "content_type.*",
    "category_specification.*",
    "category_addition.*",
    "territorial_scope.*",
)
TEXTS = (
    "decision_visibility_other",
    "decision_monetary_other",
    "illegal_content_legal_ground",
    "illegal_content_explanation",
    "incompatible_content_ground",
    "incompatible_content_explanation",
    "category_specification_other",
    "content_type_other",
    "decision_facts",
    "source_identity",
)


def _advice(  # noqa: PLR0917 - a table, read by column
    code: str, slug: str, what: str, why: str, fix: str, demand: Demand, source: str = REQUEST
) -> Rule:
    return _rule(code, slug, what, why, fix, demand, source, "warning")


RULES = (
    _rule(
        "HS501",
        "restriction_missing",
        "A statement names no restriction",
        "The API refuses a statement without one",
        "give decision_visibility, decision_monetary, decision_provision or decision_account",
        AtLeastOne(tuple(decision for decision, _ in ENDS)),
    ),
    _rule(
        "HS502",
        "statement_other_text_missing",
        "A code says other, and the text beside it does not say what",
        "The API refuses the code without its text",
        "give the text, or use a listed code",
        Every(tuple(RequiredIf(when, text) for when, text in OTHERS)),
    ),
    _rule(
        "HS504",
        "illegal_ground_texts",
        "A decision on illegal content lacks the legal ground or its explanation",
        "The API refuses the statement without them",
        "give illegal_content_legal_ground and illegal_content_explanation",
        Every(tuple(RequiredIf(ILLEGAL, text) for text in ILLEGAL_TEXTS)),
    ),
    _rule(
        "HS505",
        "incompatible_ground_texts",
        "A decision under the terms lacks the clause or its explanation",
        "The API refuses the statement without them",
        "give incompatible_content_ground and incompatible_content_explanation",
        Every(tuple(RequiredIf(INCOMPATIBLE, text) for text in INCOMPATIBLE_TEXTS)),
    ),
    _rule(
        "HS510",
        "statement_date_out_of_range",
        "A date is outside the limits of the API",
        "The API refuses content before 2000, decisions before 2020 and dates after 2038-01-01",
        "correct the date",
        Every(
            (
                DayRange(("content_date", *END_DATES), "2000-01-01", "2038-01-01"),
                DayRange(("application_date",), "2020-01-01", "2038-01-01"),
            )
        ),
    ),
    _rule(
        "HS511",
        "statement_date_not_real",
        "A date is not a day of the calendar",
        "The API refuses a day that does not exist",
        "correct the date",
        RealDate((*ALL_DATES, "created_at")),
    ),
    _advice(
        "HS503",
        "statement_other_text_dropped",
        "A text for other is given without the code for other",
        "The API silently drops the text",
        "remove the text, or add the code",
        Every(tuple(ForbiddenIf(text, unless=when) for when, text in OTHERS)),
    ),
    _advice(
        "HS506",
        "ground_texts_dropped",
        "Texts are given for another ground than the decision has",
        "The API silently drops the texts of the other ground",
        "remove the texts, or correct decision_ground",
        Every(
            (
                *(ForbiddenIf(text, INCOMPATIBLE) for text in ILLEGAL_TEXTS),
                *(ForbiddenIf(text, ILLEGAL) for text in INCOMPATIBLE_TEXTS),
            )
        ),
    ),
    _advice(
        "HS507",
        "also_illegal_dropped",
        "A decision that is not under the terms is marked as also illegal",
        "The API keeps incompatible_content_illegal only with that ground",
        "remove incompatible_content_illegal, or correct decision_ground",
        ForbiddenIf("incompatible_content_illegal", ILLEGAL),
    ),
    _advice(
        "HS508",
        "source_identity_dropped",
        "A decision on own initiative names a notifier",
        "The API drops source_identity with SOURCE_VOLUNTARY",
        "remove source_identity, or correct source_type",
        ForbiddenIf("source_identity", Equals("source_type", ("SOURCE_VOLUNTARY",))),
    ),
    _advice(
        "HS509",
        "keyword_text_without_other",
        "A text for another keyword is given without KEYWORD_OTHER",
        "The documentation asks for it; the batch API empties the text, the single one keeps it",
        "add KEYWORD_OTHER to category_specification, or remove the text",
        ForbiddenIf(
            "category_specification_other",
            unless=Contains("category_specification", "KEYWORD_OTHER"),
        ),
        DOCUMENTED,
    ),
    _advice(
        "HS512",
        "statement_code_retired",
        "A code was no longer in use on the day of the statement",
        "The API still accepts codes of the first version after "
        "2025-07-01; comparisons leave them out",
        "use the successor that harmscope taxonomy show names",
        VersionOfDay(),
        "announcement of 2025-07-01 of the DSA Transparency Database",
    ),
    _advice(
        "HS513",
        "statement_code_too_new",
        "A code did not exist yet on the day of the statement",
        "The lists changed on 2025-07-01; an earlier statement cannot hold a newer code",
        "correct created_at, or use a code of the first version",
        VersionOfDay(newer=True),
        "announcement of 2025-07-01 of the DSA Transparency Database",
    ),
    _advice(
        "HS514",
        "keyword_of_other_category",
        "A keyword belongs to none of the categories of the statement",
        "The documentation ties keywords to categories; the API does not check it",
        "correct the keyword, or add its category to category_addition",
        KeywordOfCategory(),
        DOCUMENTED,
    ),
    _advice(
        "HS515",
        "statement_list_repeats",
        "A list names a code twice, or category_addition names the category itself",
        "The single API drops repeats, the batch API stores them, and counts go up",
        "remove the repeats",
        Every((*(Unique(path) for path in LISTS), Differ("category_addition.*", "category"))),
    ),
    _advice(
        "HS516",
        "statement_end_before_start",
        "A restriction ends before it starts",
        "The documentation asks for it; the API checks the form of the date alone",
        "correct the end date or application_date",
        Every(tuple(Ordered("application_date", end) for end in END_DATES)),
        DOCUMENTED,
    ),
    _advice(
        "HS532",
        "statement_duration_extreme",
        "A restriction lasts longer than ten years",
        "Such an end date mostly means no end, or its year is wrong",
        "leave the end date out where there is no planned end",
        Every(tuple(NotLonger("application_date", end, TEN_YEARS) for end in END_DATES)),
        f"{STATISTICS}: up to 14 years",
    ),
    _advice(
        "HS517",
        "statement_decision_before_content",
        "A decision is applied before the content is made",
        "The API does not check it; the delay becomes negative",
        "correct content_date or application_date",
        Ordered("content_date", "application_date"),
        f"{STATISTICS}: 1,432,469 rows",
    ),
    _advice(
        "HS518",
        "statement_date_in_future",
        "A past event is dated after the day of the run",
        "The API accepts dates up to 2038",
        "correct the date; the day of the run is given by --clock",
        NotAfterClock(("content_date", "application_date", "created_at")),
    ),
    _advice(
        "HS519",
        "territory_missing",
        "A statement does not say where the decision applies",
        "The documentation asks for territorial_scope; the API takes a statement without it",
        "give territorial_scope",
        AtLeastOne(("territorial_scope",)),
        DOCUMENTED,
    ),
    _advice(
        "HS520",
        "ean_checksum",
        "A product number ends with a wrong check digit",
        "The API checks 13 digits alone; a mistyped number names another product, or none",
        "correct the number",
        CheckDigit(("content_id_ean", "content_id.EAN-13")),
        "GS1 General Specifications, EAN-13",
    ),
    _advice(
        "HS522",
        "end_date_without_restriction",
        "An end date is given without its restriction",
        "The API keeps it, and nobody knows what ends",
        "remove the end date, or name the restriction",
        Every(tuple(ForbiddenIf(end, unless=Present(decision)) for decision, end in ENDS)),
        f"{STATISTICS}: 22,146 rows",
    ),
    _advice(
        "HS523",
        "statement_terminated_with_end",
        "A termination has an end date",
        "A restriction with an end is a suspension, which is counted separately",
        "remove the end date, or use the code for suspension",
        Every(
            tuple(
                ForbiddenIf(end, Equals(decision, (code,)))
                for decision, end in ENDS
                for restriction, code in TERMINATED
                if restriction == decision
            )
        ),
        f"{STATISTICS}: 42 rows",
    ),
    _advice(
        "HS524",
        "statement_filed_before_applied",
        "A statement is filed before its decision is applied",
        "The delay from decision to filing becomes negative",
        "correct application_date",
        Ordered("application_date", "created_at"),
        f"{STATISTICS}: 1,000,046 rows",
    ),
    _advice(
        "HS525",
        "statement_sentinel_date",
        "A placeholder is given for an unknown date",
        "2000-01-01 is the API's lower limit; some services exported it for years",
        "give the date of the content",
        NotSentinel(("content_date", "application_date"), SENTINELS),
        f"{STATISTICS}: 690 of 798 days of one platform",
    ),
    _advice(
        "HS526",
        "statement_automation_contradiction",
        "A fully automated decision was detected by people alone",
        "One of the two flags is wrong, or means something else",
        "correct automated_detection or automated_decision",
        NeverIf(
            Equals("automated_detection", ("No",)),
            "automated_decision",
            ("AUTOMATED_DECISION_FULLY",),
        ),
        f"{STATISTICS}: 13,287 rows",
    ),
    _advice(
        "HS527",
        "other_with_known_code",
        "A text for other names something that has its own code",
        "The statement is counted under other and not where it belongs",
        "use the code",
        Every(
            (
                NotPlaceholder(("content_type_other",), MEDIA),
                NotPlaceholder(("decision_visibility_other",), RESTRICTIONS),
            )
        ),
        f"{STATISTICS}: 28.8 % of content types, 17.9 % of restrictions of visibility are other",
    ),
    _advice(
        "HS528",
        "statement_placeholder_text",
        "A text is a placeholder such as n/a or test",
        "The field is counted as filled, although it says nothing",
        "write what is meant, or leave the member out where it is optional",
        NotPlaceholder(TEXTS),
        "empty-field check of lib-cove-ocds",
    ),
    _advice(
        "HS529",
        "statement_personal_data_suspected",
        "Free text looks as if it held an e-mail address, number or profile of a person",
        "Statements are published, and Article 24(5) forbids personal data in them",
        "remove the person's data from the text",
        NotPersonal(TEXTS),
        "Regulation (EU) 2022/2065, Article 24(5)",
    ),
    _rule(
        "HS531",
        "statement_suspension_without_end",
        "A suspension of the account has no end date",
        "Without one it counts as indefinite",
        "give end_date_account_restriction where an end is planned",
        RequiredIf(
            Equals("decision_account", ("DECISION_ACCOUNT_SUSPENDED",)),
            "end_date_account_restriction",
        ),
        f"{STATISTICS}: 98.1 % of suspended accounts",
        "info",
    ),
)
