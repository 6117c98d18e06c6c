"""Records that stand alone.

HS351 to HS379: figures, in a report and out of a published one. HS381 to HS389: submissions and
the keys that sign them.
"""

from harmscope.demands import (
    AllOf,
    AtLeastOne,
    AtMost,
    Demand,
    Equals,
    Every,
    ForbiddenIf,
    InRange,
    Ordered,
    Present,
    RealDate,
    RequiredIf,
    SumOf,
    Unique,
    When,
    Within,
)
from harmscope.rules.rule import Rule

BOTH = ("report", "published")
PLACES = ("figures.*", "sections.*.panels.*.figures.*", "mapping.*", "completeness.*")
SHARE = Equals("unit", ("share",))


def _every_figure(demand: Demand) -> Every:
    """A demand on each figure, wherever a report or a published report holds it."""
    return Every(tuple(Within(path, demand) for path in PLACES))


SUBMISSION = ("submission",)


RULES = (
    Rule(
        "HS351",
        "bounds_reversed",
        "error",
        "record",
        BOTH,
        "The lower bound of a figure is above the upper one",
        "No value lies between them",
        "swap or correct bounds.low and bounds.high",
        demand=_every_figure(AtMost("bounds.low", "bounds.high")),
    ),
    Rule(
        "HS352",
        "value_outside_bounds",
        "error",
        "record",
        BOTH,
        "A value lies outside its bounds",
        "One of the three is wrong, and readers cannot know which",
        "correct value or bounds",
        demand=_every_figure(
            Every((AtMost("bounds.low", "value"), AtMost("value", "bounds.high")))
        ),
    ),
    Rule(
        "HS353",
        "interval_reversed",
        "error",
        "record",
        BOTH,
        "The lower limit of an interval is above the upper one",
        "No value lies between them",
        "swap or correct interval.low and interval.high",
        demand=_every_figure(AtMost("interval.low", "interval.high")),
    ),
    Rule(
        "HS354",
        "value_where_there_is_none",
        "error",
        "record",
        BOTH,
        "A figure that is suppressed, not recorded or not reported has a value",
        "The number reveals what was to be hidden, or claims what nobody knows",
        "remove value, or correct status",
        demand=_every_figure(
            ForbiddenIf(
                "value",
                when=Equals("status", ("suppressed", "not_recorded", "not_reported", "blank")),
            )
        ),
    ),
    Rule(
        "HS355",
        "share_not_a_share",
        "error",
        "record",
        BOTH,
        "A share does not lie between 0 and 1",
        "Per cent read as a share are off by a factor of 100",
        "divide per cent by 100, or correct unit",
        demand=_every_figure(When(SHARE, InRange("value", 0, 1))),
    ),
    Rule(
        "HS356",
        "numerator_above_denominator",
        "error",
        "record",
        BOTH,
        "The numerator of a share is above its denominator",
        "The two do not belong together",
        "correct numerator or denominator",
        demand=_every_figure(When(SHARE, AtMost("numerator", "denominator"))),
    ),
    Rule(
        "HS357",
        "exact_without_value",
        "error",
        "record",
        BOTH,
        "A figure that is exact has neither a value nor a text",
        "Zero and missing look the same",
        "give value, or a status that says why there is none",
        demand=_every_figure(When(Equals("status", ("exact",)), AtLeastOne(("value", "text")))),
    ),
    Rule(
        "HS359",
        "share_without_base",
        "warning",
        "record",
        ("report",),
        "A share has neither its base nor an interval",
        "Without its base a share can be neither checked nor compared",
        "give denominator, or interval where it was estimated",
        demand=_every_figure(
            When(
                AllOf((SHARE, Present("value"))),
                AtLeastOne(("denominator", "interval", "bounds")),
            )
        ),
    ),
    Rule(
        "HS358",
        "quality_does_not_add_up",
        "error",
        "record",
        ("report",),
        "Records counted, excluded and of other services do not add up to the records read",
        "Records were lost silently",
        "make the report again",
        demand=SumOf(
            "quality.read",
            ("quality.counted", "quality.excluded.*.records", "quality.other_services"),
        ),
    ),
    Rule(
        "HS381",
        "member_repeated",
        "error",
        "record",
        SUBMISSION,
        "A submission names one of its files twice",
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
        "A submission that replaces another does not say why",
        "A changed figure without a reason looks like a mistake",
        "give because",
        demand=RequiredIf(Present("replaces"), "because"),
    ),
    Rule(
        "HS383",
        "reason_without_correction",
        "error",
        "record",
        SUBMISSION,
        "A submission that gives a reason does not name what it replaces",
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
        "A file of records does not say how many rows it has",
        "A file cut at the end of a line looks complete",
        "give rows",
        demand=Within("members.*", RequiredIf(Equals("role", ("records",)), "rows")),
    ),
    Rule(
        "HS385",
        "key_ends_before_start",
        "error",
        "record",
        ("key",),
        "A key ends before it starts",
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
        "A day of a submission or of a key is not a day of the calendar",
        "30 February looks like a date, and each reader turns it into a different day",
        "correct the date",
        "RFC 3339, section 5.7",
        demand=RealDate(("packed_on", "valid_from", "valid_to")),
    ),
)
