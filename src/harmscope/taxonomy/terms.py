"""How long something may take by law: hours, days, working days, months."""

from datetime import date, timedelta
from typing import Any, Final, Literal, NamedTuple, get_args

from harmscope.times import months_after

Unit = Literal["hours", "days", "working_days", "months"]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
_SATURDAY: Final = 5
_ABOUT: Final[dict[Unit, int]] = {"hours": 1, "days": 24, "working_days": 34, "months": 730}


class Term(NamedTuple):
    """So many hours, days, working days or months.

    Days are counted as Regulation (EEC, Euratom) 1182/71 counts them: the day of the event does
    not count, and the last day counts as a whole. Working days are Monday to Friday: public
    holidays are not known here, so the law may give more time and never less. A month ends on the
    day of the same number, or on the last day of a shorter month.
    """

    amount: int
    unit: Unit = "hours"

    def __str__(self) -> str:
        return f"{self.amount} {self.words}"

    @property
    def words(self) -> str:
        """Its unit in words, as the amount asks for it."""
        words = self.unit.replace("_", " ")
        return words.removesuffix("s") if self.amount == 1 else words

    @property
    def about(self) -> int:
        """About how many hours it has, to sort by."""
        return self.amount * _ABOUT[self.unit]

    @property
    def hours(self) -> int | None:
        """The hours where it is given in hours; None where its end is the end of a day."""
        return self.amount if self.unit == "hours" else None

    def last_day(self, event: date) -> date:
        """The last day of a term that starts with an event on the day ``event``; that of a term in
        hours is the last day on which it can end."""
        if self.unit == "hours":
            return event - timedelta(days=-self.amount // 24)
        if self.unit == "days":
            return event + timedelta(days=self.amount)
        if self.unit == "months":
            return months_after(event, self.amount)
        day, left = event, self.amount
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < _SATURDAY
        return day


def term_of(table: dict[str, Any]) -> Term:
    """The term in a table of data that has one of the members ``hours``, ``days``,
    ``working_days`` and ``months``."""
    [unit] = [one for one in UNITS if one in table]
    return Term(table[unit], unit)
