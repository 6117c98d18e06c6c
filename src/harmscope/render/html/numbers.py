"""Numbers, days and periods as people read them."""

from calendar import month_name
from datetime import date
from fractions import Fraction

from harmscope.model.figure import Figure
from harmscope.model.period import Period

_NO_VALUE = {
    "not_recorded": "not recorded",
    "not_reported": "none to report",
    "suppressed": "withheld",
    "contested": "contested",
}
_QUALIFIED = {"at_least": "at least ", "approx": "about ", "estimate": "about "}


def grouped(number: float) -> str:
    """``1,234`` or ``1,234.5``; never an exponent."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.4f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """A share as a percentage with one digit; what is not quite all or nothing says so."""
    if 0 < share < 0.01:
        return f"{float(f'{100 * share:.2g}'):g} %"
    if 0.999 < share < 1:
        return "over 99.9 %"
    tenths = round(Fraction(share).limit_denominator(10**6) * 1000)
    return f"{tenths // 10}.{tenths % 10} %"


def shown(figure: Figure) -> str:
    """The value with its limits, qualification and unit; its text; or why there is neither."""
    if figure.text is not None:
        return figure.text
    if figure.value is None:
        return _NO_VALUE.get(figure.status, "no value")
    return _limited(figure, figure.value) or _QUALIFIED.get(figure.status, "") + _plain(
        figure, figure.value
    )


def headline(figure: Figure) -> str:
    """The value for large print: without its interval, which :func:`interval_words` gives."""
    if figure.interval is None or figure.value is None:
        return shown(figure)
    return _plain(figure, figure.value)


def interval_words(figure: Figure) -> str:
    """The interval in words; empty where there is none."""
    interval = figure.interval
    if interval is None or figure.unit != "share":
        return ""
    limits = f"{percent(interval.low)} to {percent(interval.high)}"
    return f"{interval.level:.0%} interval {limits} ({interval.method})."


def _limited(figure: Figure, value: float) -> str | None:
    """The value with its interval or bounds, where it has them."""
    if figure.interval is not None and figure.unit == "share":
        low, high = percent(figure.interval.low), percent(figure.interval.high)
        return f"{percent(value)} ({low} to {high})"
    if figure.bounds is not None and figure.bounds.high is not None:
        return f"{grouped(value)} to {grouped(figure.bounds.high)}"
    return None


def _plain(figure: Figure, value: float) -> str:
    if figure.unit == "share":
        return percent(value)
    if figure.unit in ("days", "hours"):
        unit = figure.unit.removesuffix("s") if value == 1 else figure.unit
        return f"{grouped(value)} {unit}"
    return grouped(value)


def day(moment: date) -> str:
    """``3 July 2025``."""
    return f"{moment.day} {month_name[moment.month]} {moment.year}"


def period(span: Period) -> str:
    """``July 2025``, ``2025``, or the first and the last day."""
    start, end = span.start, span.end
    months = span.months()
    whole = (
        start.day == 1 and (date(end.year + end.month // 12, end.month % 12 + 1, 1) - end).days == 1
    )
    if whole and len(months) == 1:
        return f"{month_name[start.month]} {start.year}"
    if whole and len(months) == 12 and start.month == 1:
        return str(start.year)
    if whole and start.year == end.year:
        return f"{month_name[start.month]} to {month_name[end.month]} {end.year}"
    return f"{day(start)} to {day(end)}"
