"""Axes about when, where and on what: period, geography, surface, category, definition, edition."""

from datetime import timedelta

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
from harmscope.comparison.breaks import breaks_between
from harmscope.comparison.side import Side
from harmscope.model.period import Period, parse_period

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
        return fails("no count rule carries the category into the common system")
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
        return same("both computed by the same open definition")
    one, two = a.figure.basis or {}, b.figure.basis or {}
    return stated("the definition in force", one.get("definition"), two.get("definition"))


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
