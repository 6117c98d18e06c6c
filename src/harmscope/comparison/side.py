"""A figure as one side of a comparison: with its report, its category and its range."""

from dataclasses import dataclass, field

from harmscope.model.figure import Figure
from harmscope.reading.ranges import Range


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
    """One figure ready to be compared. ``number`` is its place in the comparison's list."""

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

    @property
    def metric(self) -> str:
        """The metric's id."""
        return self.figure.metric

    @property
    def has_number(self) -> bool:
        """Whether there is a value or a bound to compare."""
        return self.range is not None
