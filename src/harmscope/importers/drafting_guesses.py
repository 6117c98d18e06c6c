"""Guesses for a draft: what a column holds, which field it fills, which code a value stands for."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from harmscope.importers.mapping_file import CODED, TIMES
from harmscope.taxonomy.describe import search

# What the cells of one column look like.

FORMS = (
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y, %H:%M",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%y %I:%M:%S %p",
    "%m/%d/%y %I:%M %p",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
)
"""Forms of times that are tried."""

MOST_VALUES = 40
_PERSON = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}|@[A-Za-z0-9_.]{2,}|(?:\d{1,3}\.){3}\d{1,3}")


@dataclass(slots=True)
class Column:
    """A column while its cells go by. ``values`` is given up beyond :data:`MOST_VALUES`."""

    name: str
    filled: int = 0
    length: int = 0
    people: int = 0
    values: Counter[str] | None = field(default_factory=Counter)
    forms: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FORMS, 0))

    def see(self, cell: str) -> None:
        """Look at one cell; empty cells say nothing."""
        cell = cell.strip()
        if not cell:
            return
        self.filled += 1
        self.length += len(cell)
        self.people += bool(_PERSON.search(cell))
        if self.values is not None:
            self.values[cell] += 1
            if len(self.values) > MOST_VALUES:
                self.values = None
        for form in self.forms:
            self.forms[form] += _fits(cell, form)

    @property
    def time_form(self) -> str:
        """The form that every cell has, or empty. Where two fit all, the first of the list."""
        return next((form for form, n in self.forms.items() if n == self.filled > 0), "")

    @property
    def other_form(self) -> str:
        """A second form that fits every cell as well: day and month may be swapped."""
        fits = [form for form, n in self.forms.items() if n == self.filled > 0]
        return fits[1] if len(fits) > 1 else ""

    @property
    def is_about_people(self) -> bool:
        """Whether cells hold addresses or handles."""
        return self.people > 0

    @property
    def has_few_values(self) -> bool:
        """Whether the cells come out of a short list."""
        return bool(self.values) and self.mean_length < 60

    @property
    def mean_length(self) -> float:
        """Mean number of characters of a filled cell."""
        return self.length / self.filled if self.filled else 0.0


def _fits(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form)
    except ValueError:
        return False
    return True


# Which field a column's name, and which code a value, may stand for.

_CLOSE = 84


@cache
def _words() -> dict[str, dict[str, object]]:
    text = files(__package__).joinpath("drafting_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def plain(text: str) -> str:
    """Lower case, without punctuation, sharp s as two letters."""
    return default_process(text).replace("ß", "ss")


def _alike(text: str, word: str) -> float:
    first, second = plain(text), plain(word)
    return 100.0 if first == second else min(99.0, fuzz.ratio(first, second))


def fields_for(column: str) -> list[tuple[str, float]]:
    """Fields that a column's name may mean, best first, with a score up to 100."""
    scored = {
        field: max(_alike(column, word) for word in words)
        for field, words in _words()["fields"].items()
        if isinstance(words, list)
    }
    good = [(field, score) for field, score in scored.items() if score >= _CLOSE]
    return sorted(good, key=lambda pair: (-pair[1], pair[0]))


def code_for(field: str, value: str) -> tuple[str, str]:
    """The code that a value may mean, and why; empty where nothing fits."""
    table = _words()["values"].get(field, {})
    best = ("", 0.0)
    for code, words in table.items() if isinstance(table, dict) else ():
        score = max(_alike(value, word) for word in words)
        if score > best[1]:
            best = (code, score)
    if best[1] >= _CLOSE:
        return best[0], "the same word" if best[1] == 100 else f"a similar word, {best[1]:.0f} %"
    if field == "category":
        for hit in search(value, limit=10):
            if hit.system.startswith("harm@"):
                return hit.key, f"the taxonomy's search, {hit.score:.0f} %"
    return "", ""


# Which column fills which field.

_PEOPLE = ("notice.reporter", "account")
_WORDS = ("notice.text",)


@dataclass(frozen=True, slots=True)
class Guess:
    """A field for a column (empty: leave it out), and why."""

    column: Column
    field: str
    why: str


def guesses(columns: list[Column]) -> list[Guess]:
    """One guess a column. A field goes to the column whose name fits best."""
    wanted = sorted(
        (
            (-score, place, field)
            for place, column in enumerate(columns)
            for field, score in fields_for(column.name)
            if _suits(column, field)
        ),
    )
    taken: dict[int, str] = {}
    for _, place, name in wanted:
        if place not in taken and name not in taken.values():
            taken[place] = name
    return [
        Guess(column, taken.get(place, ""), _why(column, taken.get(place, "")))
        for place, column in enumerate(columns)
    ]


def _suits(column: Column, field: str) -> bool:
    """Whether the cells can be what the field needs."""
    if field in TIMES:
        return bool(column.time_form)
    if field in CODED:
        return column.has_few_values and not column.is_about_people
    if column.is_about_people:
        return field in (*_PEOPLE, *_WORDS)
    return not column.time_form or field not in _PEOPLE


def _why(column: Column, field: str) -> str:
    notes = [f"{column.filled:,} cells filled"]
    if column.time_form:
        notes.append(f"all are times like {column.time_form}")
    if column.other_form:
        notes.append(f"and like {column.other_form}: check which")
    if column.is_about_people:
        notes.append("some hold addresses or handles")
    elif column.has_few_values and column.values is not None:
        notes.append(f"{len(column.values)} different values")
    notes.append("guessed by its name" if field else "no field fits, so it is left out")
    return ", ".join(notes)
