"""Values that passed some tests, remembered: exports hold few days and codes, and many times."""

import re
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from harmscope.demands.expressions import Wrong

MOST = 20_000
"""Values that are remembered in one place."""

ROOM = 2_000_000
"""Characters of all values together that are remembered. Free texts, too: most are boilerplate."""

NO_TIME = ("", "T00:00:00Z")
"""What follows the day in a plain time is as long as one of these."""

_PLAIN = tuple(map(len, NO_TIME))


class Memo(set[Hashable]):
    """Values, or tuples of values, of which no test says that they are wrong.

    ``tests`` have numbers, which tell what a value fails. A value is looked up in the set first:
    the methods are for values that are not there.
    """

    def __init__(self, tests: Iterable[tuple[int, Wrong]]) -> None:
        super().__init__()
        self._tests = tuple(tests)
        self._room = ROOM

    def refuses(self, value: Any) -> bool:
        """Whether a test says that a value is wrong; it is remembered where none does."""
        for _, wrong in self._tests:
            if wrong(value):
                return True
        self._keep(value)
        return False

    def refuses_any(self, values: Iterable[Any]) -> bool:
        """Whether a test says that one of several values is wrong."""
        return any(value not in self and self.refuses(value) for value in values)

    def failed(self, value: Any) -> list[int]:
        """The numbers of all tests that say that a value is wrong."""
        found = [number for number, wrong in self._tests if wrong(value)]
        if not found:
            self._keep(value)
        return found

    def failed_by(self, *values: object) -> list[int]:
        """The same of several values as they stand in JSON; all numbers, where they are such that
        they cannot be looked up."""
        key = tuple([tuple(each) if isinstance(each, list) else each for each in values])
        try:
            return [] if key in self else self.failed(key)
        except TypeError:
            return [number for number, _ in self._tests]

    def _keep(self, value: Any) -> None:
        # Read for every text that comes once, and most free texts do.
        size = len(value) if type(value) is str else sum(map(_size, value))
        if len(self) < MOST and self._room >= size:
            self._room -= size
            self.add(value)


class Combinations(set[tuple[object, ...]]):
    """Combinations of a few members of which ``suspicious`` says nothing, asked once for each.

    What it says of a record must depend on these members alone.
    """

    def __init__(self, suspicious: Callable[[Any], bool]) -> None:
        super().__init__()
        self._suspicious = suspicious

    def refuses(self, combination: tuple[object, ...], record: object) -> bool:
        """Whether a record with a combination is suspicious; it is remembered where not."""
        if self._suspicious(record):
            return True
        if len(self) < MOST:
            self.add(combination)
        return False


class Clocks(set[str]):
    """What follows the day in times that fit ``pattern``: those in UTC without a fraction, and
    nothing, where a day alone fits. Others that fit are never remembered."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        # A pattern's ``$`` would let a line feed at the end pass; the whole text must fit.
        self._fits = re.compile(pattern).fullmatch

    def refuses(self, rest: str) -> bool:
        """Whether a time that ends so does not fit."""
        if self._fits(f"2000-01-01{rest}") is None:
            return True
        if len(rest) in _PLAIN and len(self) < MOST:
            self.add(rest)
        return False


def _size(value: object) -> int:
    return len(value) if isinstance(value, str | tuple) else 1
