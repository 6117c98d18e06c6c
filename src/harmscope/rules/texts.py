"""HS195 to HS199: free text that says nothing, or too much."""

from harmscope.demands import Every, NotPersonal, NotPlaceholder
from harmscope.rules.rule import Rule
from harmscope.rules.words import MEDIA, RESTRICTIONS

BOTH = ("incident", "notice")
SHORT = (
    "content.medium_other",
    "decisions.*.legal_basis",
    "decisions.*.policy_ref",
    "decisions.*.keyword_other",
    "decisions.*.actions.*.other",
    "detection.notifier",
    "order.legal_basis",
    "order.authority",
)
LONG = ("decisions.*.facts", "text")

RULES = (
    Rule(
        "HS195",
        "placeholder_text",
        "warning",
        "record",
        BOTH,
        "A text is not a placeholder such as n/a or test",
        "It fills a field that is then counted as filled",
        "write what is meant, or leave the member out",
        "empty-field check of lib-cove-ocds",
        demand=NotPlaceholder((*SHORT, *LONG)),
    ),
    Rule(
        "HS196",
        "personal_data_suspected",
        "warning",
        "record",
        BOTH,
        "Free text does not look as if it held an e-mail address, number or profile of a person",
        "Records are passed on, and Article 24(5) forbids personal data in what is published",
        "remove the person's data from the text",
        "Regulation (EU) 2022/2065, Article 24(5)",
        demand=NotPersonal((*SHORT, *LONG)),
    ),
    Rule(
        "HS197",
        "other_names_a_code",
        "warning",
        "record",
        ("incident",),
        "A text beside other does not name what has a code of its own",
        "The case is counted under other and not where it belongs",
        "use the code; see harmscope schema show incident",
        "statistics of the DSA Transparency Database: demotions under other, 1.07 billion rows",
        demand=Every(
            (
                NotPlaceholder(("content.medium_other",), MEDIA),
                NotPlaceholder(("decisions.*.actions.*.other",), RESTRICTIONS),
            )
        ),
    ),
)
