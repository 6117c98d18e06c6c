"""When a report is owed: its periods, and the day by which each is published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from harmscope.errors import UserError
from harmscope.model.period import Period, parse_period
from harmscope.taxonomy.terms import UNITS, Term
from harmscope.times import months_after

Certainty = Literal["seen", "secondary", "unverified"]


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty to report, as its law sets it.

    ``who`` owes it, in words. Periods of ``every`` months follow each other from ``first`` on, and
    each is due ``within`` a term that starts with its last day; without ``within`` the source names
    no day. ``dates`` are periods with the day that the source names for each; there are no others.
    ``figures`` are the metrics that are owed where it is not the whole report.
    """

    id: str
    who: str
    jurisdiction: str
    source: str
    certainty: Certainty
    every: int | None = None
    first: date | None = None
    within: Term | None = None
    dates: tuple[tuple[Period, date], ...] = ()
    figures: tuple[str, ...] = ()
    note: str | None = None

    def deadlines(self, until: date) -> Iterator[tuple[Period, date | None]]:
        """Every period that starts on or before ``until``, with its last day of publication."""
        if self.first is None or self.every is None:
            yield from (one for one in self.dates if one[0].start <= until)
            return
        number = 0
        while (start := months_after(self.first, number * self.every)) <= until:
            number += 1
            end = months_after(self.first, number * self.every) - timedelta(days=1)
            yield Period(start, end), None if self.within is None else self.within.last_day(end)


_TEXTS = ("id", "who", "jurisdiction", "source", "certainty")
_MEMBERS = (*_TEXTS, "every", "first", "dates", "figures", "note", *(f"within_{u}" for u in UNITS))


def owed_of(where: str, document: dict[str, Any]) -> tuple[Owed, ...]:
    """The duties that a profile names. Raises UserError where one is not whole."""
    tables = document.get("owed", [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise UserError(where, "its owed is no list of tables", "write [[owed]]")
    return tuple(_owed(f"{where}, owed {n}", one) for n, one in enumerate(tables, start=1))


def _owed(where: str, table: dict[str, Any]) -> Owed:
    if set(table) - set(_MEMBERS):
        raise UserError(where, "it has an unknown member", f"the members are {', '.join(_MEMBERS)}")
    for name in _TEXTS:
        if not isinstance(table.get(name), str) or not table[name].strip():
            raise UserError(where, f"its {name} is missing or no text", f'write {name} = "…"')
    if table["certainty"] not in get_args(Certainty):
        fix = f"write one of {', '.join(get_args(Certainty))}"
        raise UserError(where, "its certainty is not known", fix)
    every, first = table.get("every"), table.get("first")
    running = isinstance(every, int) and every > 0 and type(first) is date
    if running == ("dates" in table):
        fix = "write every (months) and first (a day), or dates (period and due)"
        raise UserError(where, "its periods are not said, or said twice", fix)
    units = [unit for unit in UNITS if f"within_{unit}" in table]
    return Owed(
        **{name: table[name] for name in _TEXTS},
        every=every,
        first=first,
        within=Term(_amount(where, table, units[0]), units[0]) if units else None,
        dates=tuple(_dated(where, one) for one in table.get("dates", [])),
        figures=tuple(table.get("figures", ())),
        note=table.get("note"),
    )


def _amount(where: str, table: dict[str, Any], unit: str) -> int:
    amount = table[f"within_{unit}"]
    if not isinstance(amount, int) or amount < 0 or isinstance(amount, bool):
        raise UserError(where, f"its within_{unit} is no whole number", f"write within_{unit} = 2")
    return amount


def _dated(where: str, one: object) -> tuple[Period, date]:
    if not isinstance(one, dict) or type(one.get("due")) is not date:
        raise UserError(where, "one of its dates names no day", "write due = YYYY-MM-DD")
    try:
        return parse_period(str(one.get("period"))), one["due"]
    except UserError as fault:
        raise UserError(where, "one of its dates names no period", fault.fix) from None
