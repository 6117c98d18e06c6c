"""What the columns of a table look like: how full, how many values, which styles of times."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

# Styles of times.

_TIMED = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M")
_FIRST = {
    "%d/%m/%Y": "%m/%d/%Y",
    "%d/%m/%y": "%m/%d/%y",
    "%d-%m-%Y": "%m-%d-%Y",
}
_DOTTED = ("%d.%m.%Y", "%d.%m.%y")
"""With dots the day stands first everywhere."""
SWAPPED = {f"{day}{time}": f"{month}{time}" for day, month in _FIRST.items() for time in _TIMED}
"""Forms with the day first, and the same with the month first."""

FORMS = (
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S.%f%z",
    "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S.%f%z",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    *(f"{day}{time}" for day in _DOTTED for time in _TIMED),
    *SWAPPED,
    *SWAPPED.values(),
    "%d %b %Y",
    "%d %b %Y %H:%M",
    "%d %B %Y",
    "%d %B %Y %H:%M",
    "%b %d, %Y",
    "%B %d, %Y",
)
"""Forms of times that are tried."""

MOST_VALUES = 40
_MOST_IDS = 20_000
_MOST_PLACES = 8
_MOSTLY = 0.8
_PERSON = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}|@[A-Za-z0-9_.]{2,}|(?:\d{1,3}\.){3}\d{1,3}")
_DATED = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}(?:\D.*)?", re.DOTALL)
_MONTHS = re.compile(r"(?i)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*")
_HALVES = re.compile(r"(?i)\b[ap]m\b")
NO_VALUE = frozenset(("", "nan", "nat", "none", "null", "\\n", "<na>", "#n/a", "na", "n/a", "-"))
"""What stands for no value in a column of times or codes, in lower case."""


def _shape(cell: str) -> str:
    """What decides which forms are worth a try: digits as 0, months and halves of days as words."""
    return re.sub(r"\d+", lambda found: "0" * min(len(found[0]), 4), _MONTHS.sub("b", cell))


@lru_cache(maxsize=4096)
def _worth(shape: str) -> tuple[str, ...]:
    return tuple(form for form in FORMS if _may_fit(shape, form))


def _may_fit(shape: str, form: str) -> bool:
    marks = re.sub(r"%[a-zA-Z]", "", form)
    there = _HALVES.sub("", shape).replace("0", "").replace("b", "")
    return re.sub(r"[Z+]|(?<=:)-", "", there)[: len(marks)] == marks or "%z" in form


@lru_cache(maxsize=65_536)
def forms_of(cell: str) -> frozenset[str]:
    """The forms that a cell fits."""
    if not any(one.isdigit() for one in cell):
        return frozenset()
    return frozenset(form for form in _worth(_shape(cell)) if _fits(cell, form))


def _fits(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form)
    except ValueError:
        return False
    return True


# A column while its cells go by.


@dataclass(slots=True)
class Style:
    """Cells that fit the same forms: how many, and the lines of the first ones."""

    count: int = 0
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Column:
    """A column while its cells go by. ``values`` is given up beyond :data:`MOST_VALUES`, ``ids``
    (hashes of cells, to see whether they repeat) beyond some twenty thousand. ``nothing`` counts
    cells with a word for no value, ``empty`` those without any, ``dated`` those that look like a
    day and are none."""

    name: str
    filled: int = 0
    empty: int = 0
    nothing: int = 0
    length: int = 0
    people: int = 0
    repeats: bool = False
    dated: int = 0
    values: Counter[str] | None = field(default_factory=Counter)
    ids: set[int] = field(default_factory=set)
    styles: dict[frozenset[str], Style] = field(default_factory=dict)

    def see(self, cell: str, line: int = 0) -> None:
        """Look at one cell; empty cells say nothing."""
        cell = cell.strip()
        if not cell:
            self.empty += 1
            return
        self.filled += 1
        self.length += len(cell)
        self.people += bool(_PERSON.search(cell))
        if self.values is not None:
            self.values[cell] += 1
            if len(self.values) > MOST_VALUES:
                self.values = None
        if len(self.ids) < _MOST_IDS:
            known = hash(cell)
            self.repeats = self.repeats or known in self.ids
            self.ids.add(known)
        if cell.casefold() in NO_VALUE:
            self.nothing += 1
            return
        forms = forms_of(cell)
        self.dated += not forms and bool(_DATED.fullmatch(cell))
        style = self.styles.setdefault(forms, Style())
        style.count += 1
        if len(style.lines) < _MOST_PLACES:
            style.lines.append(line)

    @property
    def timed(self) -> int:
        """How many cells are times in some form."""
        return sum(style.count for forms, style in self.styles.items() if forms)

    @property
    def styles_found(self) -> list[tuple[str, int]]:
        """The forms of the times, and how many cells have each, the most frequent first. Cells
        that fit two forms have both."""
        found = [(forms, style.count) for forms, style in self.styles.items() if forms]
        ranked = sorted(found, key=lambda pair: -pair[1])
        return [(" or ".join(sorted(forms, key=FORMS.index)), count) for forms, count in ranked]

    @property
    def is_time(self) -> bool:
        """Whether the column holds times, right or wrong ones: four of five cells at least."""
        return self.timed > 0 and self.timed + self.dated >= _MOSTLY * (self.filled - self.nothing)

    @property
    def is_about_people(self) -> bool:
        """Whether cells hold addresses or handles."""
        return self.people > 0

    @property
    def has_few_values(self) -> bool:
        """Whether the cells come out of a short list."""
        return bool(self.values) and self.mean_length < 60 and not self.is_time

    @property
    def mean_length(self) -> float:
        """Mean number of characters of a filled cell."""
        return self.length / self.filled if self.filled else 0.0

    def holds(self, other: "Column") -> bool:
        """Whether nearly every value of this column is one of the other."""
        shared = len(self.ids & other.ids)
        return bool(self.ids) and shared >= 0.9 * len(self.ids)


# Which order of day and month, over all columns of a table.


@dataclass(frozen=True, slots=True)
class Times:
    """The styles of the times of a table: ``forms`` to write, ``open_`` those of which the order
    of day and month is not known, and whether both orders certainly occur."""

    forms: tuple[str, ...]
    open_: tuple[str, ...] = ()
    mixed: bool = False


def times_of(columns: Iterable[Column]) -> Times:
    """The forms of these columns: those that cells need, and for cells that fit two orders the one
    that other cells prove. Where none proves it, the order stays open."""
    needed: Counter[str] = Counter()
    either: Counter[str] = Counter()
    for column in columns:
        for forms, style in column.styles.items():
            for form in SWAPPED.keys() & forms if len(forms) > 1 else ():
                either[form] += style.count
            if forms and (len(forms) == 1 or not SWAPPED.keys() & forms):
                needed[min(forms, key=FORMS.index)] += style.count
    proved: dict[str, set[str]] = {}
    for form in needed:
        if form in SWAPPED or form in SWAPPED.values():
            proved.setdefault(form[2], set()).add(form[:2])
    open_: list[str] = []
    for form, count in either.items():
        orders = proved.get(form[2], set())
        open_ += [] if orders else [form]
        for order in orders:
            needed[form if order == "%d" else SWAPPED[form]] += count
    ranked = sorted(needed, key=lambda form: (-needed[form], FORMS.index(form)))
    mixed = any(len(orders) > 1 for orders in proved.values())
    return Times(tuple(ranked), tuple(sorted(open_, key=FORMS.index)), mixed)


def lines_of_two_readings(column: Column) -> tuple[int, list[int]]:
    """How many cells of a column fit both orders of day and month, and the lines of the first.
    A day that equals its month is no riddle, but is counted: the cells are not looked at again."""
    found = [
        style for forms, style in column.styles.items() if len(forms) > 1 and SWAPPED.keys() & forms
    ]
    lines = sorted(line for style in found for line in style.lines)
    return sum(style.count for style in found), lines[:_MOST_PLACES]
