"""Counts per recipient, only where both reports give their recipients for the same period."""

from collections.abc import Iterable
from dataclasses import dataclass

from harmscope.comparison.side import Side
from harmscope.model.figure import Figure
from harmscope.reading.ranges import Range, range_of

RECIPIENTS = "recipients.monthly_active"
PER = 1_000_000
COUNTED = frozenset({"items", "accounts", "notices", "orders", "decisions", "actions", "appeals"})


@dataclass(frozen=True, slots=True)
class Sizes:
    """Monthly recipients of each service and period in the whole area of its report."""

    by_service: dict[tuple[str, str], Range]

    def both(self, a: Side, b: Side) -> bool:
        """Whether both sides are counts with a known number of recipients."""
        return all(self.of(side) is not None and side.figure.unit in COUNTED for side in (a, b))

    def of(self, side: Side) -> Range | None:
        """The recipients that fit a side: same service, same period, whole area."""
        if "territory" in dict(side.splits):
            return None
        return self.by_service.get((side.service, side.figure.period or ""))

    def rate(self, side: Side) -> tuple[float, float] | None:
        """Limits of the count per million recipients; None for contested or open figures."""
        size = self.of(side)
        found = side.range
        if size is None or found is None or found.reason == "contested":
            return None
        if None in (found.low, found.high, size.low, size.high) or not size.low:
            return None
        low = float(found.low or 0) / float(size.high or 1) * PER
        high = float(found.high or 0) / float(size.low) * PER
        return low, high


def sizes_of(figures: Iterable[tuple[str, Figure]]) -> Sizes:
    """The sizes that the reports give; figures come with the name of their service."""
    found: dict[tuple[str, str], Range] = {}
    for service, figure in figures:
        whole = figure.metric == RECIPIENTS and not figure.dimensions
        limits = range_of(figure) if whole else None
        if limits is not None and figure.period:
            found.setdefault((service, figure.period), limits)
    return Sizes(found)
