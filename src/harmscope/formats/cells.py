"""Values of typed tables (Parquet, spreadsheets) as JSON has them."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_LARGEST = 2**53 - 1


class BadCell(ValueError):  # noqa: N818
    """A value that JSON has no form for; the argument is the fault's code."""


def plain(value: object) -> object:
    """The value with text, numbers, truth values, lists and objects only; null members left out.

    Dates and times become ISO 8601 text, decimals their digits. Raises BadCell: ``not_finite``,
    ``big_integer``, ``bad_cell``.
    """
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items() if member is not None}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value if item is not None]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if not -_LARGEST <= value <= _LARGEST:
            raise BadCell("big_integer")
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise BadCell("not_finite")
        return value
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            raise BadCell("bad_cell") from None
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds():g}S"
    raise BadCell("bad_cell")
