"""What the cells of one column look like."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

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
