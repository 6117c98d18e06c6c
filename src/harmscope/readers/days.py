"""Days and periods as publishers write them, strictly first, then leniently."""

import re
from datetime import date, timedelta

_ISO = re.compile(r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00:00(?:\.0+)?)?$")
_SLASHED = re.compile(r"^([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})$")
_DAY_FIRST = re.compile(r"^([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})$")
_SERIAL = re.compile(r"^([0-9]{5})(?:\.0)?$")
_QUARTER = re.compile(r"^([0-9]{4})-?Q([1-4])$")
_BETWEEN = re.compile(r"\s*(?:/|-|\u2013|\.\.|\bto\b)\s*")
_STRICT_DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_FIRST_SERIAL = date(1899, 12, 30)


def read_day(text: str) -> tuple[date, bool] | None:
    """The day in a cell and whether it was written as ``YYYY-MM-DD``; None where it is none.

    Takes times at midnight, slashes, day-first dates and serial day numbers of spreadsheets. A day
    that no calendar has is no day.
    """
    cell = text.strip()
    try:
        if match := _ISO.match(cell) or _SLASHED.match(cell):
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return day, bool(_STRICT_DAY.match(cell))
        if match := _DAY_FIRST.match(cell):
            return date(int(match[3]), int(match[2]), int(match[1])), False
        if match := _SERIAL.match(cell):
            return _FIRST_SERIAL + timedelta(days=int(match[1])), False
    except ValueError:
        return None
    return None


def read_period(text: str) -> tuple[str, bool] | None:
    """The period in a cell as ``YYYY-MM-DD/YYYY-MM-DD``, and whether it was written so."""
    cell = text.strip()
    for match in _BETWEEN.finditer(cell):
        first, last = read_day(cell[: match.start()]), read_day(cell[match.end() :])
        if first and last and first[0] <= last[0]:
            strict = first[1] and last[1] and match[0] == "/"
            return f"{first[0]}/{last[0]}", strict
    return None


def quarter(text: str) -> str | None:
    """The period of ``2022Q2`` or ``2022-Q2``, or None."""
    match = _QUARTER.match(text.strip())
    if match is None:
        return None
    first_month = int(match[2]) * 3 - 2
    return f"{date(int(match[1]), first_month, 1)}/{quarter_end(int(match[1]), int(match[2]))}"


def quarter_end(year: int, number: int) -> date:
    """The last day of a quarter, counted from 1."""
    after = date(year + number // 4, number * 3 % 12 + 1, 1)
    return after - timedelta(days=1)


def quarter_of(last: date) -> str | None:
    """The quarter that ends on the day ``last``, as a period; None where none does."""
    number = (last.month + 2) // 3
    return quarter(f"{last.year}Q{number}") if last == quarter_end(last.year, number) else None
