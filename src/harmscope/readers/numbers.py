"""Numbers as publishers write them: counts, shares, bounds, and the many small deviations."""

import re
from dataclasses import dataclass
from decimal import Decimal

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
