"""A figure as one side of a comparison, and its rate per recipient or view."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from harmscope.model.figure import Figure
from harmscope.reading.ranges import Range, range_of

# A figure as one side of a comparison: with its report, its category and its range.


@dataclass(frozen=True, slots=True)
class Category:
    """The category of a figure in the system of the comparison.

    ``rule`` is how it got there: ``same`` (no crosswalk needed), ``equal``, ``approx``, ``rollup``,
    or ``none`` where no count rule carries it; ``native`` names the publisher's own codes.
    """

    code: str
    label: str
    rule: str
    native: tuple[str, ...] = ()


TOTAL = Category("", "All categories", "same")


@dataclass(frozen=True, slots=True)
class Side:
    """One figure ready to be compared. ``number`` is its place in the comparison's list.

    ``defined`` is the metric's definition in our own report, and ``choices`` how its provider
    answers the questions that a source leaves open; ``breaks`` are changes of version inside of
    the report's period.
    """

    number: int
    figure: Figure
    report: int
    service: str
    edition: str | None
    category: Category
    range: Range | None
    title: str
    splits: tuple[tuple[str, str], ...] = ()
    parts: tuple[Figure, ...] = field(default=(), compare=False)
    defined: str | None = field(default=None, compare=False)
    choices: Mapping[str, str] = field(default_factory=dict, compare=False)
    breaks: Sequence[tuple[str, str]] = field(default=(), compare=False)

    @property
    def metric(self) -> str:
        """The metric's id."""
        return self.figure.metric

    @property
    def has_number(self) -> bool:
        """Whether there is a value or a bound to compare."""
        return self.range is not None


# Counts per recipient or per view, only where both sides give what to divide by.

RECIPIENTS = "recipients.monthly_active"
PER = 1_000_000
COUNTED = frozenset(
    {"items", "accounts", "notices", "orders", "decisions", "actions", "appeals", "incidents"}
)
"""Units of counts, which say nothing of two services until they are divided by something."""

Limits = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rates:
    """Both counts per million of the same: ``per`` names it."""

    per: str
    a: Limits
    b: Limits


@dataclass(frozen=True, slots=True)
class Sizes:
    """Monthly recipients of each service and period in the whole area of its report."""

    by_service: dict[tuple[str, str], Range]

    def per(self, a: Side, b: Side) -> str | None:
        """What both counts can be divided by: a denominator that both state, else recipients."""
        if any(side.figure.unit not in COUNTED for side in (a, b)):
            return None
        names = {side.figure.denominator_name for side in (a, b) if side.figure.denominator}
        if len(names) == 1 and all(side.figure.denominator for side in (a, b)):
            return names.pop()
        known = all(self._recipients(side) is not None for side in (a, b))
        return "monthly recipients" if known else None

    def rates(self, a: Side, b: Side) -> Rates | None:
        """Limits of both counts per million; None for contested figures and open limits."""
        per = self.per(a, b)
        if per is None:
            return None
        own = all(side.figure.denominator for side in (a, b)) and per == a.figure.denominator_name
        found = [_rate(side, _exactly(side) if own else self._recipients(side)) for side in (a, b)]
        one, two = found
        return Rates(per, one, two) if one is not None and two is not None else None

    def _recipients(self, side: Side) -> Range | None:
        if "territory" in dict(side.splits):
            return None
        return self.by_service.get((side.service, side.figure.period or ""))


def sizes_of(figures: Iterable[tuple[str, Figure]]) -> Sizes:
    """The sizes that the reports give; figures come with the name of their service.

    A contested number of recipients is no size, nor is a fraction (millions, written as such).
    """
    found: dict[tuple[str, str], Range] = {}
    for service, figure in figures:
        whole = figure.metric == RECIPIENTS and not figure.dimensions
        limits = range_of(figure) if whole else None
        sound = limits is not None and limits.reason != "contested" and _is_whole(limits)
        if limits is not None and sound and figure.period:
            found.setdefault((service, figure.period), limits)
    return Sizes(found)


def _is_whole(limits: Range) -> bool:
    return all(float(each).is_integer() for each in (limits.low, limits.high) if each is not None)


def _exactly(side: Side) -> Range:
    size = side.figure.denominator
    return Range(size, size, size, "exact")


def _rate(side: Side, size: Range | None) -> Limits | None:
    found = side.range
    if size is None or found is None or found.reason == "contested":
        return None
    if None in (found.low, found.high, size.low, size.high) or not size.low:
        return None
    low = float(found.low or 0) / float(size.high or 1) * PER
    high = float(found.high or 0) / float(size.low) * PER
    return low, high
