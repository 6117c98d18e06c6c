"""Exact order statistics from a histogram of whole numbers, and shares of whole numbers.

Nothing is interpolated but the median of an even number of cases, which is the mean of the two in
the middle. Results are rounded half to even, to the same digits on every machine.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

Histogram = Sequence[tuple[int, int]]
"""(value, cases) sorted by value, cases above 0."""

SHARE_DIGITS: Final = 4
TIME_DIGITS: Final = 2


def quantile(histogram: Histogram, share: float) -> int | float | None:
    """The smallest value that at least ``share`` of the cases do not exceed; for 0.5 the median.

    None where there are no cases.
    """
    cases = sum(count for _, count in histogram)
    if cases == 0:
        return None
    if share == 0.5:
        low, high = _ranked(histogram, (cases + 1) // 2), _ranked(histogram, cases // 2 + 1)
        return plain(Fraction(low + high, 2))
    rank = max(1, math.ceil(Fraction(share).limit_denominator(1000) * cases))
    return _ranked(histogram, rank)


def ratio(numerator: int, denominator: int) -> float | None:
    """``numerator`` over ``denominator``, rounded to four digits; None over zero."""
    if denominator == 0:
        return None
    return float(round(Fraction(numerator, denominator), SHARE_DIGITS))


def plain(number: Fraction) -> int | float:
    """A whole number as int, anything else as float."""
    return number.numerator if number.denominator == 1 else float(number)


def per(value: float, divisor: int) -> int | float:
    """``value`` over ``divisor``, rounded to two digits."""
    return plain(round(Fraction(value) / divisor, TIME_DIGITS))


def _ranked(histogram: Histogram, rank: int) -> int:
    seen = 0
    for value, count in histogram:
        seen += count
        if seen >= rank:
            return value
    raise ValueError("the rank lies beyond the last case")
