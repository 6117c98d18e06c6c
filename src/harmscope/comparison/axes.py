"""The axes of comparability, in the order shown, and how each judges a pair of figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from harmscope.comparison.concepts import concept_of
from harmscope.comparison.side import Side
from harmscope.comparison.trends import breaks_between
from harmscope.model.figure import Basis
from harmscope.model.period import Period, parse_period
from harmscope.taxonomy.systems import codelist

# What judging one axis gives.

State = Literal["same", "care", "unknown", "fails", "not_applicable"]
Verdict = Literal["comparable", "with_care", "not_comparable"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """State of one axis for one pair, and in words why."""

    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """What judging needs beside the pair: what both counts can be divided by, if anything."""

    per: str | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of comparability."""

    id: str
    title: str
    question: str
    judge: Callable[[Side, Side, Context], Outcome]


NOT_APPLICABLE = Outcome("not_applicable", "does not matter for this figure")


def same(reason: str) -> Outcome:
    """The axis agrees."""
    return Outcome("same", reason)


def care(reason: str) -> Outcome:
    """The axis differs in a way that asks for care."""
    return Outcome("care", reason)


def unknown(what: str) -> Outcome:
    """A publisher does not state it. Unknown is never green."""
    return Outcome("unknown", f"not stated: {what}")


def fails(reason: str) -> Outcome:
    """The axis rules the comparison out."""
    return Outcome("fails", reason)


def stated(name: str, a: str | None, b: str | None, otherwise: State = "fails") -> Outcome:
    """Both sides state ``name``: equal is same, different is ``otherwise``; else unknown."""
    if a is None or b is None:
        return unknown(name)
    if a == b:
        return same(a)
    return Outcome(otherwise, f"{a} against {b}")


# Axes about when, where and on what: period, geography, surface, category, definition, edition.

LEAST_OVERLAP = 0.9
LENGTH_SLACK = 3
"""Days by which quarters and months differ in length without being different lengths."""


def period(a: Side, b: Side, context: Context) -> Outcome:
    """Whether both cover the same days; for one service over time, spans of the same length."""
    if a.figure.period is None or b.figure.period is None:
        return unknown("the period")
    one, two = parse_period(a.figure.period), parse_period(b.figure.period)
    if one == two:
        return same(f"{one.start} to {one.end}")
    if a.service == b.service:
        if abs(one.days - two.days) <= LENGTH_SLACK:
            return same("two periods of the same length")
        return fails(f"{one.days} days against {two.days} days")
    share = _overlap(one, two)
    words = f"{one.start} to {one.end} against {two.start} to {two.end}"
    return care(words) if share >= LEAST_OVERLAP else fails(words)


def geography(a: Side, b: Side, context: Context) -> Outcome:
    """Whether both cover the same part of the world."""
    one, two = a.figure.scope, b.figure.scope
    return stated(
        "the part of the world", one.geography if one else None, two.geography if two else None
    )


def surface(a: Side, b: Side, context: Context) -> Outcome:
    """Whether both cover the same parts of the services."""
    one, two = a.figure.scope, b.figure.scope
    first, second = (one.surface if one else None), (two.surface if two else None)
    if a.service == b.service and first == second:
        return same(first or "one service, read in the same way")
    return stated("the surfaces covered", first, second)


def category(a: Side, b: Side, context: Context) -> Outcome:
    """Whether both mean the same category, as far as a count rule carries it."""
    if not a.category.code and not b.category.code:
        return same("all categories together")
    rules = {a.category.rule, b.category.rule}
    own = a.figure.scheme == b.figure.scheme and a.category.native == b.category.native
    if own and a.category.code and rules == {"none"}:
        return same(f"{a.category.label}, in the system that both reports use")
    if "none" in rules:
        return fails("no count rule converts the category to the common system")
    if a.category.code != b.category.code:
        return fails(f"{a.category.label} against {b.category.label}")
    if rules <= {"same", "equal"}:
        return same(a.category.label)
    return care(f"mapped: {', '.join(sorted(rules - {'same'}))}")


def definition(a: Side, b: Side, context: Context) -> Outcome:
    """Whether the metric was defined the same way on both sides, as far as anybody says."""
    if a.service == b.service and a.figure.period and b.figure.period:
        found = breaks_between(
            a.service, a.metric, a.category.native, a.figure.period, b.figure.period
        )
        if found:
            return fails(found)
    if a.figure.assurance == b.figure.assurance == "computed":
        return _computed(a, b)
    one, two = a.figure.basis or {}, b.figure.basis or {}
    return stated("the definition in force", one.get("definition"), two.get("definition"))


def _computed(a: Side, b: Side) -> Outcome:
    """Figures that we counted: by one definition, and with the same answers to what a source leaves
    open, as far as both give them."""
    if a.defined and b.defined and a.defined != b.defined:
        return care("the reports define it in different words, as other versions of harmscope do")
    for question in sorted({*a.choices} & {*b.choices}):
        if a.choices[question] != b.choices[question]:
            return care(f"the providers answer differently: {question}")
    for side in (a, b) if a.figure.period != b.figure.period else ():
        for what, text in side.breaks:
            generated = side.metric.startswith("generation.")
            if generated if what == "safeguard" else bool(side.category.code):
                return care(text)
    return same("both computed by the same open definition")


def restatement(a: Side, b: Side, context: Context) -> Outcome:
    """Whether the editions are known, and for one service the same."""
    if a.edition is None or b.edition is None:
        return unknown("the edition; earlier figures may have been changed since")
    if a.service != b.service or a.edition == b.edition:
        return same("editions are named")
    return care(f"edition {a.edition} against edition {b.edition}")


def contradiction(a: Side, b: Side, context: Context) -> Outcome:
    """Whether either report contradicts itself about this figure."""
    contested = [side.service for side in (a, b) if side.figure.status == "contested"]
    if contested:
        return care(f"contested within its own report: {', '.join(contested)}")
    return NOT_APPLICABLE


def _overlap(one: Period, two: Period) -> float:
    start, end = max(one.start, two.start), min(one.end, two.end)
    shared = (end - start + timedelta(days=1)).days
    return max(shared, 0) / max(one.days, two.days)


# Axes about what was measured: estimand, denominator, numerator, unit.

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
        return fails("different parts of the total are counted")
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


# Axes about practice: appeals, overlapping cuts, automation, and what counts as a notice.

APPEALS = ("appeals", "reinstated")


def appeals(a: Side, b: Side, context: Context) -> Outcome:
    """For appeals and restorations: when a late decision counts."""
    if not any(_is_appeal(side.metric) for side in (a, b)):
        return NOT_APPLICABLE
    return _basis("when late decisions count", "appeals_window", a, b)


def cuts(a: Side, b: Side, context: Context) -> Outcome:
    """For categories: whether one case is counted once, or in several categories."""
    if not a.category.code and not b.category.code:
        return NOT_APPLICABLE
    return _basis("whether a case counts in one category only", "cuts", a, b)


def automation(a: Side, b: Side, context: Context) -> Outcome:
    """For automation: found, flagged first, or decided by a machine are three things."""
    detected = any(concept_of(side.metric).id == "detection" for side in (a, b))
    named = any("automation" in (side.figure.basis or {}) for side in (a, b))
    if not detected and not named:
        return NOT_APPLICABLE
    if a.figure.assurance == b.figure.assurance == "computed" and a.metric == b.metric:
        return same("computed from the same member of the record")
    return _basis("what the machine did", "automation", a, b)


def notice(a: Side, b: Side, context: Context) -> Outcome:
    """For notices: under which law or rule a report counts as a notice."""
    if not any(side.metric.startswith("notices.") for side in (a, b)):
        return NOT_APPLICABLE
    return _basis("what counts as a notice", "notice", a, b)


def _is_appeal(metric: str) -> bool:
    heads = ("appeals.", "complaints.", "disputes.")
    return concept_of(metric).id in APPEALS or metric.startswith(heads)


def _basis(words: str, key: Basis, a: Side, b: Side) -> Outcome:
    one, two = a.figure.basis or {}, b.figure.basis or {}
    return stated(words, one.get(key), two.get(key))


# Axes about how exact a figure is: rounding, interval, reviewers, missing values, assurance.


def rounding(a: Side, b: Side, context: Context) -> Outcome:
    """Whether rounding is known and smaller than the difference."""
    if a.range is None or b.range is None:
        return NOT_APPLICABLE
    for side in (a, b):
        if side.figure.rounding is None and side.figure.assurance != "computed":
            return unknown(f"how {side.service} rounds")
    if a.range.overlaps(b.range) and a.range != b.range:
        return care("the ranges in which the exact numbers lie overlap")
    return same("rounding is known and does not decide")


def interval(a: Side, b: Side, context: Context) -> Outcome:
    """For estimates from samples: whether both give an interval, and whether these overlap."""
    if not _sampled(a) and not _sampled(b):
        return NOT_APPLICABLE
    for side in (a, b):
        if side.figure.interval is None:
            return care(f"{side.service} names no interval: chance cannot be told from difference")
    if a.range is not None and b.range is not None and a.range.overlaps(b.range):
        return care("the intervals overlap")
    return same("both give intervals, and they do not overlap")


def reviewers(a: Side, b: Side, context: Context) -> Outcome:
    """For estimates from samples: how often the people who judged the sample err."""
    if not _sampled(a) and not _sampled(b):
        return NOT_APPLICABLE
    one, two = a.figure.basis or {}, b.figure.basis or {}
    return stated("how often reviewers err", one.get("reviewers"), two.get("reviewers"), "care")


def missing(a: Side, b: Side, context: Context) -> Outcome:
    """Whether both sides have a number: what is missing is not zero."""
    words = codelist("figure-status").codes
    for side in (a, b):
        if not side.has_number:
            state = words.get(side.figure.status, side.figure.status).lower()
            return fails(f"{side.service}: {state}, which is not zero")
    return same("both give a number")


def assurance(a: Side, b: Side, context: Context) -> Outcome:
    """Who stands behind the figures: the provider alone, an auditor, or a computation."""
    words = codelist("assurance").codes
    one, two = a.figure.assurance, b.figure.assurance
    return stated(
        "who checked it", words.get(one, one) if one else None,
        words.get(two, two) if two else None, "care",
    )  # fmt: skip


def _sampled(side: Side) -> bool:
    return side.figure.estimand == "sampled_exposure"


# The axes of comparability, in the order in which they are shown.

AXES: tuple[Axis, ...] = (
    Axis("estimand", "Estimand", "Do both estimate the same thing?", estimand),
    Axis("denominator", "Denominator", "Are both shares of the same?", denominator),
    Axis("numerator", "Numerator scope", "Is the same thing counted?", numerator),
    Axis("unit", "Unit", "Are both in the same unit?", unit),
    Axis("period", "Period", "Do both cover the same days?", period),
    Axis("geography", "Geography", "Do both cover the same places?", geography),
    Axis("category", "Category mapping", "Do both mean the same category?", category),
    Axis("definition", "Definition break", "Is the definition the same?", definition),
    Axis("restatement", "Restatement", "Are the editions known?", restatement),
    Axis(
        "contradiction",
        "Contradiction",
        "Do the reports agree with themselves?",
        contradiction,
    ),
    Axis("rounding", "Rounding", "Is rounding known and small enough?", rounding),
    Axis("interval", "Interval", "Is the uncertainty given?", interval),
    Axis("reviewers", "Reviewer quality", "Is it known how often reviewers err?", reviewers),
    Axis("appeals_window", "Appeals window", "Do late decisions count alike?", appeals),
    Axis("cuts", "Overlapping cuts", "Is each case counted once?", cuts),
    Axis("missing", "Missing against zero", "Do both give a number?", missing),
    Axis("assurance", "Assurance", "Who vouches for the figures?", assurance),
    Axis("automation", "Meaning of automation", "Did machines do the same?", automation),
    Axis("notice", "Notice basis", "Is the same thing a notice?", notice),
    Axis("surface", "Surface", "Are the same surfaces covered?", surface),
)
