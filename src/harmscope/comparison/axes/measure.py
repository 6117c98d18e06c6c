"""Axes about what was measured: estimand, denominator, numerator, unit."""

from harmscope.comparison.axes.outcome import (
    NOT_APPLICABLE,
    Context,
    Outcome,
    care,
    fails,
    same,
    stated,
    unknown,
)
from harmscope.comparison.side import Side
from harmscope.model.period import parse_period
from harmscope.taxonomy.codelists import codelist

SLIPS = {24: "days for hours", 60: "minutes for hours", 1440: "minutes for days",
         3600: "seconds for hours"}  # fmt: skip
NEAR = 0.05
HOURS_A_DAY = 24
CENSUS = ("census_of_caught", "census_of_received")
BY_POLICY = ("items", "measures", "views", "accounts", "ads", "decisions")
"""First parts of metrics for which it matters which policies, and whether spam, are counted."""


def estimand(a: Side, b: Side, context: Context) -> Outcome:
    """What the number estimates: exposure from a sample, or a count of what was caught."""
    labels = codelist("estimand").codes
    first, second = a.figure.estimand, b.figure.estimand
    return stated(
        "what is estimated",
        labels.get(first, first) if first else None,
        labels.get(second, second) if second else None,
    )


def denominator(a: Side, b: Side, context: Context) -> Outcome:
    """What a share is a share of; for counts, whether the services' sizes are known."""
    first, second = a.figure.denominator_name, b.figure.denominator_name
    if "share" in (a.figure.unit, b.figure.unit):
        if a.figure.unit != b.figure.unit:
            return fails(f"{first or 'no denominator'} against {second or 'no denominator'}")
        return stated("what it is a share of", first, second)
    if a.service == b.service or a.figure.unit in ("hours", "days", "text"):
        return NOT_APPLICABLE
    if context.per:
        return care(f"per {context.per}, as each provider counts its own")
    return care("raw counts of services of different size; no denominator is given by both")


def numerator(a: Side, b: Side, context: Context) -> Outcome:
    """What is counted: the same thing, under which policies, with spam or without."""
    if a.metric != b.metric:
        return fails(f"{a.title} against {b.title}")
    if a.splits != b.splits:
        return fails("different parts of the whole are counted")
    scopes = _scopes(a, b)
    if scopes.state in ("fails", "unknown"):
        return scopes
    computed = a.figure.assurance == b.figure.assurance == "computed"
    if a.service != b.service and a.figure.estimand in CENSUS and not computed:
        return care("each provider counts by its own rules")
    return scopes


def _scopes(a: Side, b: Side) -> Outcome:
    if a.metric.partition(".")[0] not in BY_POLICY:
        return same("the same figure")
    one, two = a.figure.scope, b.figure.scope
    spam = (one.spam if one else None, two.spam if two else None)
    if None not in spam and spam[0] != spam[1]:
        return fails(f"spam {spam[0]} against spam {spam[1]}")
    if a.category.code or b.category.code:
        return same("one category each")
    policies = (one.policies if one else None, two.policies if two else None)
    found = stated("which policies are counted", *policies)
    if found.state != "same" or a.service == b.service:
        return found
    return found if None not in spam else unknown("whether spam is counted")


def unit(a: Side, b: Side, context: Context) -> Outcome:
    """Whether both count the same kind of thing, and neither seems to be off by a unit."""
    labels = codelist("unit").codes
    if a.figure.unit != b.figure.unit:
        return fails(f"{labels[a.figure.unit].lower()} against {labels[b.figure.unit].lower()}")
    if a.figure.unit in ("hours", "days"):
        for side in (a, b):
            if slip := _beyond_period(side):
                return fails(slip)
        if slip := _slip(a, b):
            return fails(slip)
    return same(labels[a.figure.unit].lower())


def _beyond_period(side: Side) -> str | None:
    value, period = side.figure.value, side.figure.period
    if value is None or period is None:
        return None
    hours = value * (HOURS_A_DAY if side.figure.unit == "days" else 1)
    if hours <= parse_period(period).days * HOURS_A_DAY:
        return None
    return f"{side.service}: a time longer than the period; probably not in {side.figure.unit}"


def _slip(a: Side, b: Side) -> str | None:
    values = [side.figure.value for side in (a, b)]
    if any(not value for value in values):
        return None
    low, high = sorted(float(value) for value in values if value)
    for factor, words in SLIPS.items():
        if abs(high / low / factor - 1) <= NEAR:
            return f"one is about {factor} times the other: perhaps {words}"
    return None
