"""Sentences whose words may mean several claims: each of these claims, to choose from."""

import re
from datetime import date, timedelta

from harmscope.claims.grammar import amounts, words
from harmscope.claims.spans import marked, short
from harmscope.model.period import Period, parse_period


def meanings(text: str) -> list[str]:
    """The sentence once for each measure that its words may mean, as ``words.toml`` lists them."""
    for row in words()["several"]:
        form = re.compile(rf"\b(?:{row['words']})", re.IGNORECASE)
        if form.search(text):
            return [form.sub(one, text) for one in row["means"]]
    return []


def spans_meant(text: str) -> list[str]:
    """A sentence on a change in one period, once against the period before and once within it."""
    bare, periods = marked(text)
    form = re.compile(r",? ?\b(?:in|during|over|for) §0§,?", re.IGNORECASE)
    moved = re.search(rf"\b(?:{amounts('changed')})\b", bare, re.IGNORECASE)
    if len(periods) != 1 or not moved or not form.search(bare):
        return []
    rest = form.sub("", bare, count=1).strip()
    found = (_before(periods[0]), _parts(periods[0]))
    return [f"{rest} from {short(one[0])} to {short(one[1])}" for one in found if one]


def _months(period: Period) -> int:
    """How many whole months a period of the calendar has; 0 for one of other days."""
    if "/" in short(period):
        return 0
    first, last = period.start, period.end
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _before(period: Period) -> tuple[Period, Period] | None:
    length = _months(period)
    if not length:
        return None
    year, month = divmod(period.start.year * 12 + period.start.month - 1 - length, 12)
    return Period(date(year, month + 1, 1), period.start - timedelta(days=1)), period


def _parts(period: Period) -> tuple[Period, Period] | None:
    """The first and the last quarter of a year or a half, or month of a quarter."""
    year, first, last = period.start.year, period.start.month, period.end.month
    length = _months(period)
    if length in (6, 12):
        names = f"{year}-Q{(first + 2) // 3}", f"{year}-Q{last // 3}"
    elif length == 3:
        names = f"{year}-{first:02d}", f"{year}-{last:02d}"
    else:
        return None
    return parse_period(names[0]), parse_period(names[1])
