"""Tests on days and texts whose answers are remembered: exports hold few days and many times."""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from harmscope.times import moment
from harmscope.validation.accept.runtime import marked, personal

LATEST = date.max.isoformat()
MOST = 20_000
"""Values that are remembered."""

ROOM = 2_000_000
"""Characters of all values together that are remembered. Free texts, too: most are boilerplate."""

HEAD = 100
"""Characters of a text that mostly tell that it is no short word between blanks."""

PLAIN = (0, 10)
"""Characters after the day of a plain time: none, or those of ``T10:00:00Z``. Such times are in
order where their texts are: a day comes before each time of it, and counts as fine."""

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
        if len(text[:HEAD].strip()) > self.longest:
            return True
        bare = text.strip()
        return len(bare) > self.longest or bare.lower() not in self.words


@dataclass(frozen=True, slots=True)
class Impersonal:
    """Texts that do not look as if they held a person's data."""

    def good(self, text: str) -> bool:
        """Whether the text passes."""
        return not (marked(text) and personal(text))


@dataclass(frozen=True, slots=True)
class Fits:
    """Texts that a pattern of a schema describes as a whole."""

    pattern: str

    @property
    def whole(self) -> Callable[[str], object]:
        """Gives None for a text that does not pass."""
        # A pattern's ``$`` would let a line feed at the end pass; the whole text must fit.
        return re.compile(self.pattern).fullmatch

    def good(self, text: str) -> bool:
        """Whether the text passes."""
        return self.whole(text) is not None


@dataclass(frozen=True, slots=True)
class Either:
    """Listed codes, and texts that fit one of ``patterns``."""

    codes: frozenset[str]
    patterns: tuple[str, ...]

    def good(self, text: str) -> bool:
        """Whether the text passes."""
        return text in self.codes or any(re.fullmatch(each, text) for each in self.patterns)


class Good(set[str]):
    """Values that have passed all ``tests``."""

    def __init__(self, tests: tuple[Check, ...]) -> None:
        super().__init__()
        self._tests = tuple(test.good for test in tests)
        self._room = ROOM

    def refuses(self, value: str) -> bool:
        """Whether a value fails a test; it is remembered where it does not."""
        for passes in self._tests:
            if not passes(value):
                return True
        if len(self) < MOST and self._room >= len(value):
            self._room -= len(value)
            self.add(value)
        return False

    def refuses_any(self, values: Iterable[str]) -> bool:
        """Whether one of several values fails a test."""
        return any(value not in self and self.refuses(value) for value in values)


class Clocks(set[str]):
    """What follows the day in times that fit ``pattern``: those in UTC without a fraction, and
    nothing, where a day alone fits. Others that fit are never remembered."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._fits = Fits(pattern).whole

    def refuses(self, rest: str) -> bool:
        """Whether a time that ends so does not fit."""
        if self._fits(f"2000-01-01{rest}") is None:
            return True
        if len(rest) in PLAIN and len(self) < MOST:
            self.add(rest)
        return False
