"""What the sieve remembers: days, texts and codes that no demand finds fault with.

Each answer is that of the demands themselves, asked of a record that holds the value alone.
"""

from collections.abc import Callable
from functools import lru_cache

from harmscope.demands import Context, Demand
from harmscope.demands.free_text import NotPersonal, NotPlaceholder
from harmscope.demands.harm_facets import facets
from harmscope.demands.native_code import last_day
from harmscope.times import is_before, moment
from harmscope.validation.accept.runtime import marked

MOST = 4_000
"""Values that are remembered in one place."""

LONGEST = 100
"""Characters of a text that is remembered: reading a long one for its hash is no use."""

PLAIN = ("", "T::Z")
"""Every third character from the tenth on: of a day, and of a time in UTC to the second. Days and
such times stand in the order of their texts, a day before each time of it."""

Fails = Callable[[str], bool]
Found = tuple[int, ...]
Tests = list[tuple[int, Demand]]


class Texts(set[str]):
    """Texts without fault. ``tests`` are numbers of demands, and the demands at the path ``t``."""

    def __init__(self, tests: Tests, context: Context) -> None:
        super().__init__()
        self._tests = [(number, fails(demand, context)) for number, demand in tests]

    def ask(self, text: str) -> Found:
        """The demands that a text fails; a short one that fails none is remembered."""
        found = tuple([number for number, fails in self._tests if fails(text)])
        if not found and len(text) <= LONGEST and len(self) < MOST:
            self.add(text)
        return found


class Days(Texts):
    """Days, the first ten characters of a time, on which no time is at fault."""

    def ask(self, text: str) -> Found:
        """The demands that a day or time fails; its day is remembered where no time of it can."""
        day = text[:10]
        if moment(day) is not None:
            super().ask(day)
        return () if day in self else tuple(n for n, fails in self._tests if fails(text))


class Natives:
    """Codes of other systems. The demands that they may fail stand at the path ``n.*``."""

    def __init__(self, tests: Tests) -> None:
        self._tests = tests
        self._known: dict[tuple[str, str, str | None], Found] = {}

    def ask(self, scheme: object, code: object, parent: object) -> Found:
        """The demands that a code fails, or all where it is not made of texts."""
        key = (scheme, code, parent)
        try:
            return self._known[key]  # type: ignore[index]
        except (KeyError, TypeError):
            pass
        if not (isinstance(scheme, str) and isinstance(code, str)):
            return tuple(number for number, _ in self._tests)
        if not (parent is None or isinstance(parent, str)):
            return tuple(number for number, _ in self._tests)
        item = {"scheme": scheme, "code": code}
        record = {"n": [item if parent is None else {**item, "parent": parent}]}
        found = tuple(number for number, demand in self._tests if any_fault(demand, record))
        if len(self._known) < MOST:
            self._known[scheme, code, parent] = found
        return found


class Codes:
    """Codes of a statement, taken together."""

    def __init__(self, tests: Tests) -> None:
        self._tests = tests
        self._known: dict[object, Found] = {}

    def ask(self, created: object, category: object, additions: object, keywords: object) -> Found:
        """The demands that codes fail, or all where they are not shaped as they should be."""
        key = (
            created,
            category,
            tuple(additions) if isinstance(additions, list) else additions,
            tuple(keywords) if isinstance(keywords, list) else keywords,
        )
        try:
            return self._known[key]
        except KeyError:
            pass
        except TypeError:
            return tuple(number for number, _ in self._tests)
        names = ("created_at", "category", "category_addition", "category_specification")
        values = (created, category, additions, keywords)
        record = {name: each for name, each in zip(names, values, strict=True) if each is not None}
        found = tuple(number for number, demand in self._tests if any_fault(demand, record))
        if len(self._known) < MOST and all(isinstance(each, str | list | None) for each in values):
            self._known[key] = found
        return found


def fails(demand: Demand, context: Context) -> Fails:
    """Whether a text fails a demand at the path ``t``; cheap tests come first where texts are
    long."""
    if isinstance(demand, NotPersonal):
        return lambda text: marked(text) and any_fault(demand, {"t": text}, context)
    if isinstance(demand, NotPlaceholder):
        longest = max(map(len, demand.words))
        return lambda text: len(text.strip()) <= longest and any_fault(demand, {"t": text}, context)
    return lambda text: any_fault(demand, {"t": text}, context)


def any_fault(demand: Demand, record: object, context: Context | None = None) -> bool:
    """Whether a demand finds any fault."""
    faults = demand.faults(record) if context is None else demand.faults(record, context)
    return next(faults, None) is not None


def late(first: str, last: str) -> bool:
    """Whether ``last`` is surely before ``first``; false for what is no day or time."""
    start, end = moment(first), moment(last)
    return start is not None and end is not None and is_before(end, start)


def far(first: str, last: str, days: int) -> bool:
    """Whether ``last`` is more than ``days`` days after ``first``."""
    start, end = moment(first), moment(last)
    return start is not None and end is not None and (end.day - start.day).days > days


def faceted(category: object) -> bool:
    """Whether a category of the harm taxonomy demands anything of the facets beside it."""
    return isinstance(category, str) and bool(facets().get(category))


def retired(scheme: object, code: object) -> bool:
    """Whether a code has a last day, so that the days of the record matter."""
    return isinstance(scheme, str) and isinstance(code, str) and _has_end(scheme, code)


def doubled(values: list[object]) -> bool:
    """Whether values may be the same; true where that is not easily told."""
    if len(values) < 2:
        return False
    try:
        return len(set(values)) != len(values)
    except TypeError:
        return True


@lru_cache(maxsize=MOST)
def _has_end(scheme: str, code: str) -> bool:
    return last_day(scheme, code) is not None
