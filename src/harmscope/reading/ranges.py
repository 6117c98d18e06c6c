"""Figures as ranges: rounding, bounds and intervals say between which limits a value lies."""

from dataclasses import dataclass

from harmscope.model.figure import Figure, Number


@dataclass(frozen=True, slots=True)
class Range:
    """Limits of a figure. ``reason`` says what makes it a range: ``exact`` has equal limits.

    A limit of None is open. ``center`` is the published value, where there is one.
    """

    low: Number | None
    high: Number | None
    center: Number | None
    reason: str

    def overlaps(self, other: "Range") -> bool:
        """Whether both may be the same number; open limits overlap."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = other.high is not None and self.low is not None and other.high < self.low
        return not below and not above


def range_of(figure: Figure) -> Range | None:
    """The range of a figure, or None where it has neither value nor bounds.

    Shares and counts cannot lie below zero, shares not above one. Bounds win over a value, because
    a contested or estimated value is known no better than its bounds.
    """
    half = (figure.rounding or 0) / 2
    bounds = figure.bounds
    if figure.interval is not None:
        interval = figure.interval
        return Range(interval.low, interval.high, figure.value, "interval")
    if bounds is not None:
        low = None if bounds.low is None else bounds.low - half
        high = None if bounds.high is None else bounds.high + half
        reason = "contested" if figure.status == "contested" else "bounds"
        return _clipped(figure, Range(0 if low is None else low, high, figure.value, reason))
    if figure.value is None:
        return None
    reason = "rounded" if half else "exact"
    return _clipped(figure, Range(figure.value - half, figure.value + half, figure.value, reason))


def ratio(a: Range, b: Range) -> tuple[float | None, float | None] | None:
    """Limits of a / b, or None where b may be zero throughout or a limit that is needed is open."""
    if a.low is None or b.high is None or b.high <= 0:
        return None
    low = a.low / b.high
    high = a.high / b.low if a.high is not None and b.low is not None and b.low > 0 else None
    return low, high


def _clipped(figure: Figure, found: Range) -> Range:
    low = None if found.low is None else max(found.low, 0)
    high = found.high
    if figure.unit == "share" and high is not None:
        high = min(high, 1)
    return Range(_whole(low), _whole(high), found.center, found.reason)


def _whole(number: Number | None) -> Number | None:
    if isinstance(number, float):
        return int(number) if number.is_integer() else round(number, 12)
    return number
