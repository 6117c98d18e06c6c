"""Axes about practice: appeals, overlapping cuts, automation, and what counts as a notice."""

from harmscope.comparison.axes.outcome import (
    NOT_APPLICABLE,
    Context,
    Outcome,
    same,
    stated,
)
from harmscope.comparison.concepts import concept_of
from harmscope.comparison.side import Side
from harmscope.model.figure import Basis

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
