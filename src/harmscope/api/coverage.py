"""What records cover: of which services and which days they are, so that a report can be asked."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from harmscope.errors import UserError
from harmscope.formats import Row, StreamFault, members
from harmscope.formats.records import record_rows
from harmscope.model.period import Period, parse_period

_DAY: Final = len("2026-01-01")
_SAID: Final = 1000
"""So many rows are read before it is said how many they are."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """``services`` counts records by service. ``first`` and ``last`` are the first and the last day
    that a header states or a record speaks of, None where none does."""

    services: dict[str, int]
    first: date | None
    last: date | None

    def periods(self) -> list[tuple[str, bool]]:
        """Periods to report on, the longest first and of one length the newest first, and whether
        the days reach over the whole of each."""
        if self.first is None or self.last is None:
            return []
        names = [f"{y}" for y in range(self.first.year, self.last.year + 1)]
        halves = [f"{y}-H{n}" for y in names for n in (1, 2)]
        quarters = [f"{y}-Q{n}" for y in names for n in (1, 2, 3, 4)]
        months = [f"{y}-{n:02d}" for y in names for n in range(1, 13)]
        found = []
        for some in (names, halves, quarters, months):
            for name in reversed(some):
                one = parse_period(name)
                if one.start <= self.last and self.first <= one.end:
                    found.append((name, self._holds(one)))
        return found

    def _holds(self, period: Period) -> bool:
        assert self.first is not None
        assert self.last is not None
        return self.first <= period.start and period.end <= self.last


def coverage(
    files: Iterable[str | Path],
    reads: Callable[[int], None] | None = None,
    rows: Callable[[int], None] | None = None,
) -> Coverage:
    """Read records once, and say what they cover. ``reads`` is told how many bytes more were read,
    ``rows`` how many rows were read so far.

    Raises UserError where no row can be read.
    """
    services: Counter[str] = Counter()
    days: list[str] = []
    seen = 0

    for path in map(str, files):
        stated = ""
        for row in _rows(path, reads):
            seen += 1
            if rows is not None and seen % _SAID == 0:
                rows(seen)
            name = row.get("service")
            if row.get("record") == "dataset":
                stated = name if isinstance(name, str) else stated
                period = row.get("period")
                given = period.values() if isinstance(period, dict) else ()
                _note(days, (str(one) for one in given))
                continue
            services[name if isinstance(name, str) else stated] += 1
            _note(days, _times(row))
        if rows is not None:
            rows(seen)
    if not seen:
        fix = "give records, as Import makes them"
        raise UserError("records", "no row can be read", fix)
    services.pop("", None)
    first, last = (_date(min(days)), _date(max(days))) if days else (None, None)
    return Coverage(dict(services.most_common()), first, last)


def _rows(path: str, reads: Callable[[int], None] | None) -> Iterator[dict[str, Any]]:
    try:
        for member in members(path, reads=reads):
            for row in record_rows(member):
                if isinstance(row, Row):
                    yield row.data
    except StreamFault as fault:
        raise UserError(fault.file or Path(path).name, fault.message, fault.fix) from None


def _note(days: list[str], found: Iterable[str]) -> None:
    """Keep the earliest and the latest of the days."""
    good = [one[:_DAY] for one in found if _is_day(one[:_DAY])]
    if good:
        days[:] = [min([*days, *good]), max([*days, *good])]


def _is_day(text: str) -> bool:
    return _date(text) is not None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == _DAY else None
    except ValueError:
        return None


def _times(row: dict[str, Any]) -> Iterator[str]:
    """When a case was found, reported or decided."""
    for part, name in (("detection", "detected_at"), ("period", "start"), ("period", "end")):
        inner = row.get(part)
        if isinstance(inner, dict) and isinstance(inner.get(name), str):
            yield inner[name]
    if isinstance(row.get("received_at"), str):
        yield row["received_at"]
    decisions = row.get("decisions")
    for one in decisions if isinstance(decisions, list) else ():
        if isinstance(one, dict) and isinstance(one.get("decided_at"), str):
            yield one["decided_at"]
