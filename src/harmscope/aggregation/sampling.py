"""Plans a stratified sample from a table of strata."""

import csv
import io
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from harmscope.errors import UserError
from harmscope.formats.names import shown
from harmscope.metrics.estimators import deviation, neyman

_COLUMNS: Final = "stratum, rate, and weight or population"
_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class PlannedStratum:
    """One stratum: its share of the whole, the rate expected, and how many units to draw."""

    stratum: str
    weight: float
    rate: float
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A sample plan. ``deviation`` is the standard deviation to expect of the estimate,
    ``proportional`` that of a plan in proportion to the weights."""

    size: int
    expected: float
    deviation: float
    proportional: float
    strata: tuple[PlannedStratum, ...]

    def as_dict(self) -> dict[str, object]:
        """The plan as JSON shows it."""
        return asdict(self)


def plan(path: Path, size: int) -> Plan:
    """The plan that varies least. Raises UserError where the table or the size is not fit."""
    where = shown(path.name)
    names, weights, rates = _read(where, path)
    try:
        sizes = neyman(weights, rates, size)
    except ValueError:
        fix = f"draw {2 * len(weights)} units at least"
        raise UserError("--size", "two units a stratum are the least", fix) from None
    even = [max(weight * size, 1e-9) for weight in weights]
    return Plan(
        size=size,
        expected=sum(weight * rate for weight, rate in zip(weights, rates, strict=True)),
        deviation=deviation(weights, rates, sizes),
        proportional=deviation(weights, rates, even),
        strata=tuple(
            PlannedStratum(*one) for one in zip(names, weights, rates, sizes, strict=True)
        ),
    )


def _read(where: str, path: Path) -> tuple[list[str], list[float], list[float]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UserError(where, "it cannot be read as text", "give a CSV file in UTF-8") from None
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    if not 0 < len(rows) <= _MOST:
        raise UserError(where, "it has no strata, or too many", f"give the columns {_COLUMNS}")
    head = rows[0].keys()
    measure = "weight" if "weight" in head else "population"
    if not {"stratum", "rate", measure} <= head:
        raise UserError(where, "a column is missing", f"give the columns {_COLUMNS}")
    names = [row["stratum"] for row in rows]
    parts = [_number(where, line, row[measure]) for line, row in enumerate(rows, start=2)]
    rates = [_number(where, line, row["rate"]) for line, row in enumerate(rows, start=2)]
    if max(rates) > 1 or sum(parts) <= 0 or (measure == "weight" and abs(sum(parts) - 1) > 1e-6):
        fix = "write shares: 0.05 for 5 %; weights add up to 1"
        raise UserError(where, "rates or weights are no shares", fix)
    return names, [part / sum(parts) for part in parts], rates


def _number(where: str, line: int, text: str | None) -> float:
    try:
        number = float(text or "")
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise UserError(where, f"line {line} has no number where one belongs", "mend the line")
    return number
