"""Numbers, days and periods as publishers write them, and the many small deviations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

# Numbers as publishers write them: counts, shares, bounds, and the many small deviations.

Number = int | float
LARGEST = 2**53 - 1
"""Beyond this, JSON readers round whole numbers silently."""

_PLAIN = re.compile(r"^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?$")
_COMMAS = re.compile(r"^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$")
_DOTS = re.compile(r"^[0-9]{1,3}(?:\.[0-9]{3}){2,}$")
_SPACES = re.compile("^[0-9]{1,3}(?:[ \u00a0\u202f'\u2019][0-9]{3})+$")
_DECIMAL_COMMA = re.compile(r"^(?:[0-9]+,[0-9]{1,2}|0,[0-9]+)$")
_COMMA_PERCENT = re.compile(r"^[0-9]{1,2},[0-9]+$")
_RANGE = re.compile(r"^([0-9][0-9.,]*%?)\s*(?:-|\u2013|\u2014|to)\s*([0-9][0-9.,]*%?)$")
_LIMIT = re.compile(r"^(<=?|>=?|\u2264|\u2265)\s*([0-9][0-9.,]*%?)$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as read. ``step`` is the last decimal place shown, None for whole numbers.

    ``low`` and ``high`` stand in place of ``value`` where the cell holds bounds. ``tolerance``
    says in words what had to be read leniently.
    """

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    step: float | None = None
    percent: bool = False
    tolerance: str | None = None


def read_amount(text: str) -> Amount | None:
    """The number in a cell, or None where it holds none. Percentages become shares of 1."""
    cell = text.strip()
    if match := _RANGE.match(cell):
        low, high = _simple(match[1]), _simple(match[2])
        if low and high and low.value is not None and high.value is not None:
            return Amount(
                low=low.value, high=high.value, step=low.step, percent=low.percent,
                tolerance="a range, kept as bounds",
            )  # fmt: skip
        return None
    if match := _LIMIT.match(cell):
        return _limit(match[1], match[2])
    return _simple(cell)


def _limit(sign: str, text: str) -> Amount | None:
    inner = _simple(text)
    if inner is None:
        return None
    if sign in ("<", "<=", "\u2264"):
        limit, words = {"high": inner.value}, "an upper limit, kept as a bound"
    else:
        limit, words = {"low": inner.value}, "a lower limit, kept as a bound"
    return Amount(**limit, step=inner.step, percent=inner.percent, tolerance=words)


def _simple(text: str) -> Amount | None:
    percent = text.endswith("%")
    body = text.removesuffix("%").strip()
    plain, tolerance = _plain(body, percent)
    if plain is None:
        return None
    exact = Decimal(plain)
    if abs(exact) > LARGEST:
        return None
    if percent:
        exact = exact.scaleb(-2)
    places = -int(exact.as_tuple().exponent)
    if tolerance is None and not percent and exact == exact.to_integral_value() and "." in plain:
        tolerance = "a whole number written with a decimal point"
    value = int(exact) if exact == exact.to_integral_value() and not percent else float(exact)
    step = float(Decimal(1).scaleb(-places)) if places > 0 and not isinstance(value, int) else None
    return Amount(value=value, step=step, percent=percent, tolerance=tolerance)


def _plain(body: str, percent: bool) -> tuple[str | None, str | None]:
    if _PLAIN.match(body):
        return body, None
    if _DECIMAL_COMMA.match(body) or (percent and _COMMA_PERCENT.match(body)):
        return body.replace(",", "."), "a decimal comma"
    if _COMMAS.match(body):
        return body.replace(",", ""), None
    if _DOTS.match(body):
        return body.replace(".", ""), "dots between thousands"
    if _SPACES.match(body):
        return re.sub(r"[^0-9]", "", body), "blanks between thousands"
    return None, None


# How far a publisher rounded its counts, read from the counts themselves.


def rounding_steps(counts: Iterable[int]) -> dict[int, int]:
    """The step of rounding for each length of number: the largest power of ten that divides every
    count of that many digits. Zero counts as a number of one digit.

    A step of 1 means that no rounding shows. Publishers round large numbers more coarsely than
    small ones, so each length is judged alone.
    """
    steps: dict[int, int] = {}
    for count in counts:
        if count:
            digits = len(str(abs(count)))
            steps[digits] = min(steps.get(digits, 10**digits), _trailing(count))
    return steps


def step_of(count: int, steps: dict[int, int]) -> int | None:
    """The step for ``count``; zero takes the step of the shortest numbers. None where unknown."""
    if count == 0:
        return steps[min(steps)] if steps else None
    return steps.get(len(str(abs(count))))


def _trailing(count: int) -> int:
    text = str(abs(count))
    return int("1" + "0" * (len(text) - len(text.rstrip("0"))))


# Days and periods as publishers write them, strictly first, then leniently.

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
