"""Tests on days. Their answers are remembered: exports hold few days and many times."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from harmscope.demands.times import moment

LATEST = date.max.isoformat()
MOST = 50_000
"""Days that are remembered."""


class DayTest(Hashable, Protocol):
    """Tells of a day, in the form YYYY-MM-DD, whether it is surely good."""

    def good(self, day: str) -> bool:
        """Whether the day passes."""


@dataclass(frozen=True, slots=True)
class Real:
    """Days of the calendar."""

    def good(self, day: str) -> bool:
        """Whether the day passes."""
        return day[8:10] <= "28" or moment(day) is not None


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Days that are none of ``days``."""

    days: frozenset[str]

    def good(self, day: str) -> bool:
        """Whether the day passes."""
        return day not in self.days


@dataclass(frozen=True, slots=True)
class Between:
    """Days from ``first`` to ``last``, both included."""

    first: str
    last: str

    def good(self, day: str) -> bool:
        """Whether the day passes."""
        return self.first <= day <= self.last


class GoodDays(set[str]):
    """Days that have passed all ``tests``."""

    def __init__(self, tests: tuple[DayTest, ...]) -> None:
        super().__init__()
        self._tests = tests

    def refuses(self, day: str) -> bool:
        """Whether a day fails a test; it is remembered where it does not."""
        if not all(test.good(day) for test in self._tests):
            return True
        if len(self) < MOST:
            self.add(day)
        return False
