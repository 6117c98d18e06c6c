"""Figures, numbers, days and periods in words, for pages, tables and terminals."""

from calendar import month_name
from datetime import date
from typing import TYPE_CHECKING, Final

from harmscope.model.figure import Bounds, Figure, Number
from harmscope.model.period import Period
from harmscope.reading.ranges import Range
from harmscope.render.table import Amount, Cell, Missing, Qualifier, in_unit, percent, shown
from harmscope.taxonomy.systems import codelist

if TYPE_CHECKING:
    # Pages that compare nothing need no metrics.
    from harmscope.comparison.side import Side

_MISSING: Final = {
    "not_recorded": Missing.NOT_RECORDED,
    "not_reported": Missing.NOT_REPORTED,
    "suppressed": Missing.SUPPRESSED,
    "contested": Missing.CONTESTED,
}
_QUALIFIERS: Final[dict[str, Qualifier]] = {
    "at_least": "at least",
    "approx": "about",
    "estimate": "about",
}


def figure_cell(figure: Figure) -> Cell:
    """A figure as a cell: its text, its value with its limits, or why there is neither."""
    if figure.text is not None:
        return figure.text
    if figure.value is None:
        if figure.estimand == "declared" and figure.status == "not_reported":
            return Missing.NOT_STATED
        return _MISSING.get(figure.status, Missing.NO_VALUE)
    interval, bounds = figure.interval, figure.bounds
    if interval is not None and figure.unit == "share":
        return Amount(figure.value, figure.unit, "", interval.low, interval.high)
    if bounds is not None and bounds.high is not None:
        return Amount(figure.value, figure.unit, high=bounds.high)
    return Amount(figure.value, figure.unit, _QUALIFIERS.get(figure.status, ""))


def figure_text(figure: Figure) -> str:
    """A figure as people read it: ``1,234``, ``5.0 % (4.0 % to 6.0 %)``, ``withheld``."""
    return shown(figure_cell(figure))


def headline(figure: Figure) -> str:
    """The value for large print: without its interval, which :func:`interval_words` gives."""
    if figure.interval is None or figure.value is None:
        return figure_text(figure)
    return in_unit(figure.value, figure.unit)


def interval_words(figure: Figure) -> str:
    """The interval in words; empty where there is none."""
    interval = figure.interval
    if interval is None or figure.unit != "share":
        return ""
    limits = f"{percent(interval.low)} to {percent(interval.high)}"
    return f"{interval.level:.0%} interval {limits} ({interval.method})."


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


THOUSAND = 1000
_QUARTERS = {"01-01/03-31": "Q1", "04-01/06-30": "Q2", "07-01/09-30": "Q3", "10-01/12-31": "Q4"}
_HALVES = {"01-01/06-30": "H1", "07-01/12-31": "H2"}


def amount(number: Number | None, unit: str) -> str:
    """A number in its unit: ``1,234``, ``0.05 %``, ``12 h``; empty for none."""
    if number is None:
        return ""
    if unit == "share":
        return f"{_trimmed(number * 100)} %"
    if unit == "hours":
        return f"{_trimmed(number)} h"
    return _trimmed(number)


def side_text(side: "Side") -> str:
    """What a figure says: its value, its limits, or why there is neither."""
    if side.range is None:
        return status_words(side.figure)
    return range_text(side.range, side.figure)


def range_text(limits: Range, figure: Figure) -> str:
    """A value with its limits: ``5.0 % (4.9 to 5.1 %)``, ``at most 0.05 %``, ``9 or 10``."""
    unit, bounds = figure.unit, figure.bounds
    if bounds and (limits.center is None or figure.status == "contested"):
        return _bounds_text(bounds, figure)
    text = amount(limits.center, unit)
    if limits.reason in ("interval", "bounds"):
        return f"{text} ({amount(limits.low, unit)} to {amount(limits.high, unit)})"
    coarse = limits.reason == "rounded" and figure.rounding and figure.rounding > 1
    return f"{text} (rounded)" if coarse else text


def _bounds_text(bounds: Bounds, figure: Figure) -> str:
    low, high = amount(bounds.low, figure.unit), amount(bounds.high, figure.unit)
    if figure.status == "contested":
        return f"{low} or {high} (contested)"
    if not low or not high:
        return f"at most {high}" if high else f"at least {low}"
    return low if low == high else f"{low} to {high}"


def status_words(figure: Figure) -> str:
    """Why a figure has no number, in words."""
    words = codelist("figure-status").codes.get(figure.status, figure.status)
    return "no number" if figure.status == "exact" else words.lower()


def limits_text(limits: tuple[float | None, float | None], digits: int = 2) -> str:
    """A ratio or a rate: one number where both limits round to the same, else ``a to b``."""
    low, high = limits
    if low is None and high is None:
        return "open"
    shown = [None if each is None else _significant(each, digits) for each in (low, high)]
    if shown[0] == shown[1] and shown[0] is not None:
        return shown[0]
    if shown[1] is None:
        return f"at least {shown[0]}"
    return f"{shown[0]} to {shown[1]}"


def edition_text(edition: str) -> str:
    """The name of an edition behind the word, which some names hold already: ``edition 2``."""
    return edition if edition.startswith("edition ") else f"edition {edition}"


def period_text(period: str | None) -> str:
    """``2022-Q2``, ``2025-H2``, ``2025``, else the two days; ``period not stated`` for none."""
    if period is None:
        return "period not stated"
    first, last = period.split("/")
    if first[:4] == last[:4]:
        ends = f"{first[5:]}/{last[5:]}"
        name = _QUARTERS.get(ends) or _HALVES.get(ends)
        if name or ends == "01-01/12-31":
            return f"{first[:4]}-{name}" if name else first[:4]
    return f"{first} to {last}"


def _trimmed(number: Number) -> str:
    if isinstance(number, int) or float(number).is_integer():
        return f"{int(number):,}"
    if abs(number) >= THOUSAND:
        return f"{number:,.0f}"
    return f"{number:.6g}"


def _significant(number: float, digits: int) -> str:
    if abs(number) >= THOUSAND:
        return f"{float(f'{number:.{digits + 1}g}'):,.0f}"
    return f"{number:.{digits + 1}g}"
