"""A table: columns that say what they hold, and rows of typed cells.

A number stays a number until a writer puts it down, so no number is ever read back out of text.
The writers are in :mod:`harmscope.render.writers`, one file a format.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import ceil, floor
from typing import Literal

Number = int | float | Decimal
Type = Literal["text", "integer", "number", "day"]
Qualifier = Literal["", "at least", "about"]


class Missing(Enum):
    """Why a cell holds nothing; the value is what people read."""

    NOT_RECORDED = "not recorded"
    NOT_REPORTED = "none to report"
    NOT_STATED = "not stated"
    SUPPRESSED = "withheld"
    CONTESTED = "contested"
    NO_VALUE = "no value"
    NO_CASES = "no cases"
    NOT_COMPARABLE = "not comparable"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in its unit, with what qualifies it.

    ``low`` and ``high`` are the limits of an interval. ``high`` alone is the upper end of a range
    that starts at ``value``.
    """

    value: int | float
    unit: str = ""
    qualifier: Qualifier = ""
    low: int | float | None = None
    high: int | float | None = None


Cell = None | str | Number | date | Missing | Amount
"""What a cell holds. None is a cell about which there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``unit`` decides how its numbers are shown: ``share`` as per cent, ``days`` and
    ``hours`` with their unit. ``about`` says what it holds; ``required`` columns hold something in
    every row."""

    name: str
    type: Type = "text"
    unit: str = ""
    about: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. ``section`` names the sheet of a workbook that the table belongs on."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    title: str = ""
    section: str = ""
    notes: Sequence[str] = ()

    @property
    def head(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    def shown(self) -> Iterator[list[str]]:
        """The rows as people read them: ``1,234``, ``5.0 %``, ``withheld``."""
        for row in self.rows:
            yield [shown(cell, at.unit) for cell, at in zip(row, self.columns, strict=True)]

    def flat(self) -> "Table":
        """The same table with a column of its own for each limit: every amount is one number."""
        columns: list[Column] = []
        parts: list[list[Cell]] = [[] for _ in self.rows]
        for place, column in enumerate(self.columns):
            cells = [row[place] for row in self.rows]
            columns.append(column)
            for part, cell in zip(parts, cells, strict=True):
                part.append(cell)
            for name in ("low", "high"):
                limits = [getattr(cell, name, None) for cell in cells if isinstance(cell, Amount)]
                if any(limit is not None for limit in limits):
                    columns.append(Column(f"{column.name}, {name}", "number", column.unit))
                    for part, cell in zip(parts, cells, strict=True):
                        part.append(_limit(cell, name))
        return replace(self, columns=tuple(columns), rows=parts)


def _limit(cell: Cell, name: str) -> Cell:
    limit = getattr(cell, name) if isinstance(cell, Amount) else None
    return Amount(limit, cell.unit) if isinstance(cell, Amount) and limit is not None else None


def table(head: Sequence[str], rows: Sequence[Sequence[Cell]], **more: str) -> Table:
    """A table whose columns have a name alone."""
    return Table([Column(name) for name in head], rows, **more)


def shown(cell: Cell, unit: str = "") -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, Missing):
        return cell.value
    if isinstance(cell, Amount):
        return _amount(cell)
    if isinstance(cell, str):
        return cell
    return cell.isoformat() if isinstance(cell, date) else in_unit(cell, unit)


def plain(cell: Cell) -> str | Number | date | None:
    """A cell as programs read it: a number as it is, a word for what is missing."""
    if isinstance(cell, Missing):
        return cell.value
    return cell.value if isinstance(cell, Amount) else cell


def _amount(cell: Amount) -> str:
    if cell.low is not None and cell.high is not None:
        low, high = in_unit(cell.low, cell.unit), in_unit(cell.high, cell.unit)
        return f"{in_unit(cell.value, cell.unit)} ({low} to {high})"
    if cell.high is not None and cell.unit == "share":
        return f"{percent(_to_tenths(cell.value, floor))} to {percent(_to_tenths(cell.high, ceil))}"
    if cell.high is not None:
        return f"{grouped(cell.value)} to {grouped(cell.high)}"
    return f"{cell.qualifier} {in_unit(cell.value, cell.unit)}".lstrip()


def _to_tenths(share: float, way: Callable[[Fraction], int]) -> float:
    """A limit of a share to a tenth of a per cent, rounded outward: it stays a limit."""
    return way(Fraction(str(share)) * 1000) / 1000


def in_unit(number: Number, unit: str) -> str:
    """A number with its unit: ``5.0 %``, ``1 day``, ``12.5 hours``, ``1,234``."""
    if unit == "share":
        return percent(float(number))
    if unit in ("days", "hours"):
        return f"{grouped(number)} {unit.removesuffix('s') if number == 1 else unit}"
    return grouped(number)


def grouped(number: Number) -> str:
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
