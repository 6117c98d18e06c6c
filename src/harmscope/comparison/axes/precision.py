"""Axes about how exact a figure is: rounding, interval, reviewers, missing values, assurance."""

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
from harmscope.taxonomy.codelists import codelist


def rounding(a: Side, b: Side, context: Context) -> Outcome:
    """Whether rounding is known and smaller than the difference."""
    if a.range is None or b.range is None:
        return NOT_APPLICABLE
    for side in (a, b):
        if side.figure.rounding is None and side.figure.assurance != "computed":
            return unknown(f"how {side.service} rounds")
    if a.range.overlaps(b.range) and a.range != b.range:
        return care("the ranges left by rounding overlap")
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
