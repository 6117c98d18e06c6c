"""The axes of comparability, in the order in which they are shown."""

from harmscope.comparison.axes import frame, measure, practice, precision
from harmscope.comparison.axes.outcome import Axis, Context, Outcome, Verdict

AXES: tuple[Axis, ...] = (
    Axis("estimand", "Estimand", "Do both estimate the same thing?", measure.estimand),
    Axis("denominator", "Denominator", "Are both shares of the same?", measure.denominator),
    Axis("numerator", "Numerator scope", "Is the same thing counted?", measure.numerator),
    Axis("unit", "Unit", "Are both in the same unit?", measure.unit),
    Axis("period", "Period", "Do both cover the same days?", frame.period),
    Axis("geography", "Geography", "Do both cover the same places?", frame.geography),
    Axis("category", "Category mapping", "Do both mean the same category?", frame.category),
    Axis("definition", "Definition break", "Is the definition the same?", frame.definition),
    Axis("restatement", "Restatement", "Are the editions known?", frame.restatement),
    Axis(
        "contradiction",
        "Contradiction",
        "Do the reports agree with themselves?",
        frame.contradiction,
    ),
    Axis("rounding", "Rounding", "Is rounding known and small enough?", precision.rounding),
    Axis("interval", "Interval", "Is the uncertainty given?", precision.interval),
    Axis(
        "reviewers", "Reviewer quality", "Is it known how often reviewers err?", precision.reviewers
    ),
    Axis("appeals_window", "Appeals window", "Do late decisions count alike?", practice.appeals),
    Axis("cuts", "Overlapping cuts", "Is each case counted once?", practice.cuts),
    Axis("missing", "Missing against zero", "Do both give a number?", precision.missing),
    Axis("assurance", "Assurance", "Who stands behind the figures?", precision.assurance),
    Axis("automation", "Meaning of automation", "Did machines do the same?", practice.automation),
    Axis("notice", "Notice basis", "Is the same thing a notice?", practice.notice),
    Axis("surface", "Surface", "Are the same surfaces covered?", frame.surface),
)

__all__ = ["AXES", "Axis", "Context", "Outcome", "Verdict"]
