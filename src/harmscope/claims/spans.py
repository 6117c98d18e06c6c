"""Periods as people write them: ``2025-H2``, ``Q3 2025``, ``the first half of 2025``, ``2025``."""

import re
from calendar import month_name

from harmscope.errors import UserError
from harmscope.model.period import Period, parse_period

_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0}
_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_NAMED = "|".join(_MONTHS)
_DAY = r"\d{4}-\d{2}-\d{2}"
_YEAR = r"(?:19|20)\d{2})(?![\d%-]|[,.]\d|\s*%)"
# "More than 2000 notices" and "up to 2000 notices" give numbers, "more in 2026 than 2025" a year.
_NO_LIMIT = "".join(
    rf"(?<!\b{word} )"
    for word in (
        *("more than", "fewer than", "less than", "higher than", "lower than", "greater than"),
        *("longer than", "shorter than", "up to", "excess of"),
    )
)

_WRITTEN = re.compile(
    rf"\b(?:(?P<days>{_DAY}(?:/| to | until ){_DAY})"
    r"|(?P<part>\d{4}[- ]?[HQ][1-4]|[HQ][1-4][ -]\d{4})"
    r"|(?:the )?(?P<nth>first|second|third|fourth|last) (?P<unit>half|quarter) of (?P<of>\d{4})"
    rf"|(?P<from>{_NAMED}) (?:to|until) (?P<to>{_NAMED}) (?P<whole>\d{{4}})"
    rf"|(?P<month>{_NAMED}) (?P<of_month>\d{{4}})"
    r"|(?P<number>\d{4}-\d{2})(?!-?\d)"
    rf"|{_NO_LIMIT}(?<=\b(?:in|to|of|on) )(?P<short>{_YEAR}"
    rf"|(?<=\b(?:and|for) )(?P<after>{_YEAR}"
    rf"|{_NO_LIMIT}(?<=\b(?:from|than) )(?P<start>{_YEAR}"
    r"|(?<=\bover )(?P<over>(?:19|20)\d{2})(?=$|[.,;:?!](?!\d)| (?:and|to|until|but|in|by)\b)"
    rf"|(?<=\bsince )(?P<since>{_YEAR}"
    rf"|(?<=\bduring )(?P<during>{_YEAR}"
    rf"|(?<=\bbetween )(?P<between>{_YEAR})",
    re.IGNORECASE,
)
MARK = re.compile(r"§(\d+)§")


def marked(text: str) -> tuple[str, list[Period]]:
    """The text with each period as ``§0§``, ``§1§`` …, and the periods.

    Raises UserError where words have the form of a period and name none.
    """
    found: list[Period] = []

    def mark(match: re.Match[str]) -> str:
        try:
            found.append(_period(match))
        except UserError as error:
            raise UserError("claim", "it names a period that there is not", error.fix) from None
        return f"§{len(found) - 1}§"

    return _WRITTEN.sub(mark, text.replace("§", " ")), found


def _period(match: re.Match[str]) -> Period:
    given = {name: value for name, value in match.groupdict().items() if value}
    if "days" in given:
        return parse_period("/".join(re.findall(_DAY, given["days"])))
    if "part" in given:
        year, part = re.findall(r"\d{4}|[HQ][1-4]", given["part"].upper())[:2]
        year, part = (part, year) if year[0] in "HQ" else (year, part)
        return parse_period(f"{year}-{part}")
    if "nth" in given:
        half = given["unit"].lower() == "half"
        number = _ORDER[given["nth"].lower()] or (2 if half else 4)
        return parse_period(f"{given['of']}-{'H' if half else 'Q'}{number}")
    if "month" in given:
        return parse_period(f"{given['of_month']}-{_MONTHS[given['month'].lower()]:02d}")
    if "whole" in given:
        first, last = (
            parse_period(f"{given['whole']}-{_MONTHS[given[name].lower()]:02d}")
            for name in ("from", "to")
        )
        return parse_period(f"{first.start}/{last.end}")
    return parse_period(next(iter(given.values())))


def short(period: Period) -> str:
    """A period as claims write it: ``2025``, ``2025-H2``, ``2025-Q3``, ``2025-07``, or its days."""
    year, month = period.start.year, period.start.month
    half, quarter = (month + 5) // 6, (month + 2) // 3
    names = (f"{year}", f"{year}-H{half}", f"{year}-Q{quarter}", f"{year}-{month:02d}")
    return next((name for name in names if parse_period(name) == period), str(period))
