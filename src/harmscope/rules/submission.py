"""HS381 to HS389: submissions and the keys that sign them."""

from harmscope.demands import Equals, Ordered, Present, RealDate, RequiredIf, Unique, Within
from harmscope.rules.rule import Rule

SUBMISSION = ("submission",)

RULES = (
    Rule(
        "HS381",
        "member_repeated",
        "error",
        "record",
        SUBMISSION,
        "A submission names each of its files once",
        "Its rows would be counted twice",
        "name each file once",
        demand=Unique("members.*.path"),
    ),
    Rule(
        "HS382",
        "correction_without_reason",
        "error",
        "record",
        SUBMISSION,
        "A submission that replaces another says why",
        "A restated figure without a reason cannot be told from a mistake",
        "give because",
        demand=RequiredIf(Present("replaces"), "because"),
    ),
    Rule(
        "HS383",
        "reason_without_correction",
        "error",
        "record",
        SUBMISSION,
        "A submission that gives a reason names what it replaces",
        "Both submissions would be counted",
        "give replaces, or remove because",
        demand=RequiredIf(Present("because"), "replaces"),
    ),
    Rule(
        "HS384",
        "records_without_rows",
        "error",
        "record",
        SUBMISSION,
        "A file of records says how many rows it has",
        "A file cut at the end of a line cannot be told from a whole one",
        "give rows",
        demand=Within("members.*", RequiredIf(Equals("role", ("records",)), "rows")),
    ),
    Rule(
        "HS385",
        "key_ends_before_start",
        "error",
        "record",
        ("key",),
        "A key does not end before it starts",
        "It could sign nothing",
        "swap or correct valid_from and valid_to",
        demand=Ordered("valid_from", "valid_to"),
    ),
    Rule(
        "HS386",
        "submission_day_not_real",
        "error",
        "record",
        ("submission", "key"),
        "A day of a submission or of a key is a day of the calendar",
        "30 February has the right form, and every reader makes another day of it",
        "correct the date",
        "RFC 3339, section 5.7",
        demand=RealDate(("packed_on", "valid_from", "valid_to")),
    ),
)
