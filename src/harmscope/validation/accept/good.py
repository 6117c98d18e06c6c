"""Tests on days and texts whose answers are remembered: exports hold few days and many times."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from harmscope.demands.times import moment
from harmscope.validation.accept.runtime import marked, personal

LATEST = date.max.isoformat()
MOST = 20_000
"""Values that are remembered."""

LONGEST = 100
"""Characters of a value that is remembered."""

Words = frozenset[str]


class Check(Hashable, Protocol):
    """Tells of a text, or of a day in the form YYYY-MM-DD, whether it is surely good."""

    def good(self, value: str, /) -> bool:
        """Whether the value passes."""


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


@dataclass(frozen=True, slots=True)
class Meaningful:
    """Texts that are none of ``words``, in any case and between any blanks."""

    words: Words
    longest: int

    def good(self, text: str) -> bool:
        """Whether the text passes."""
        bare = text.strip()
        return len(bare) > self.longest or bare.lower() not in self.words


@dataclass(frozen=True, slots=True)
class Impersonal:
    """Texts that do not look as if they held a person's data."""

    def good(self, text: str) -> bool:
        """Whether the text passes."""
        return not (marked(text) and personal(text))


class Good(set[str]):
    """Values that have passed all ``tests``."""

    def __init__(self, tests: tuple[Check, ...]) -> None:
        super().__init__()
        self._tests = tests

    def refuses(self, value: str) -> bool:
        """Whether a value fails a test; it is remembered where it does not."""
        for test in self._tests:
            if not test.good(value):
                return True
        if len(self) < MOST and len(value) <= LONGEST:
            self.add(value)
        return False
