"""Rows and columns of the category sheets of the EU template: which cases each cell adds up."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from harmscope.aggregation.categories import OTHER
from harmscope.aggregation.counting import Count, count, histogram
from harmscope.engine import Engine
from harmscope.metrics.exact import per, quantile
from harmscope.metrics.flat_tables import NOT_STATED, UNALLOCATED
from harmscope.metrics.metric import Metric, Spread
from harmscope.model.dsa_template import Sheet
from harmscope.model.period import Period
from harmscope.taxonomy import load_system

# Counts for the cells of the EU template: by category, keyword, description and member state.

SPLIT: Final = ("dsa_category", "dsa_keyword", "dsa_other")
STATE: Final = "order_state"
ACTION: Final = "action"

_FOLDED: Final = {
    "service.partly_suspended": "service.suspended",
    "service.partly_terminated": "service.terminated",
}
"""The template knows suspension and termination of the service, partial or whole."""


class Key(NamedTuple):
    """Where a case lies in the template; empty text is what is not known."""

    category: str
    keyword: str
    other: str
    state: str = ""


Fits = Callable[[Key], bool]
Counts = dict[Key, Count]
Histograms = dict[Key, list[tuple[int | None, int]]]


@dataclass(slots=True)
class Column:
    """What one column of a sheet counts, ready to be added up for any row."""

    metric: Metric
    counts: Counts
    histograms: Histograms

    def value(self, fits: Fits) -> Count | None:
        """The count of a row."""
        if isinstance(self.metric.how, Spread):
            return None
        found = [cell for key, cell in self.counts.items() if fits(key)]
        return Count(
            sum(cell.value for cell in found),
            any(cell.approx for cell in found),
            sum(cell.weak for cell in found),
        )

    def spread(self, fits: Fits) -> tuple[int | float | None, int, int]:
        """The order statistic of a row, its cases with a time, and its cases in all."""
        how = self.metric.how
        merged: dict[int | None, int] = {}
        for key, pairs in self.histograms.items():
            if fits(key):
                for value, cases in pairs:
                    merged[value] = merged.get(value, 0) + cases
        known = sorted((v, n) for v, n in merged.items() if v is not None and v >= 0)
        found = quantile(known, how.quantile) if isinstance(how, Spread) else None
        shown = None if found is None or not isinstance(how, Spread) else per(found, how.per)
        return shown, sum(n for _, n in known), sum(merged.values())

    def keys(self) -> set[Key]:
        """Every place at which something was counted."""
        return {key for key, cell in self.counts.items() if cell.value} | set(self.histograms)


def columns(
    engine: Engine, cells: Iterable[tuple[str, Metric, str]], period: Period, *, by_state: bool
) -> dict[str, Column]:
    """Column key → what it counts. ``cells`` are (key, metric, action or empty text)."""
    split = (*SPLIT, STATE) if by_state else SPLIT
    result: dict[str, Column] = {}
    plain: list[tuple[str, Metric]] = []
    restrictions: list[tuple[str, Metric, str]] = []
    for key, metric, action in cells:
        if isinstance(metric.how, Spread):
            found = histogram(engine, metric, split, period)
            result[key] = Column(metric, {}, {_key(codes): found[codes] for codes in found})
        elif action:
            restrictions.append((key, metric, action))
        else:
            plain.append((key, metric))
    counted = count(engine, [replace(metric, id=key) for key, metric in plain], split, period)
    for key, metric in plain:
        result[key] = Column(metric, {_key(codes): c for codes, c in counted[key].items()}, {})
    if restrictions:
        result |= _by_action(engine, restrictions, split, period)
    return result


def _by_action(
    engine: Engine, cells: list[tuple[str, Metric, str]], split: tuple[str, ...], period: Period
) -> dict[str, Column]:
    metric = cells[0][1]
    counted = count(engine, [metric], (*split, ACTION), period)[metric.id]
    result = {}
    for key, one, action in cells:
        counts: Counts = {}
        for codes, cell in counted.items():
            if _FOLDED.get(codes[-1], codes[-1]) == action:
                place = _key(codes[:-1])
                before = counts.get(place, Count(0)).value
                counts[place] = Count(before + cell.value)
        result[key] = Column(one, counts, {})
    return result


def _key(codes: tuple[str, ...]) -> Key:
    return Key(*("" if code in (NOT_STATED, UNALLOCATED) else code for code in codes))


# Rows of the category sheets of the EU template: which cases each row adds up.

TOTAL = "TOTAL"
UNDESCRIBED = "Not described further"
UNSPLIT = "No sub-category recorded"
"""Where a case stands whose sub-category is not known, so that the parts add up to the whole."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its code, the key of the figures' dimension ``category`` (empty for the total), the
    description where the code is ``KEYWORD_OTHER``, the member state, and the cases it adds up."""

    code: str
    key: str
    description: str
    state: str
    fits: Fits

    def dimensions(self) -> dict[str, str]:
        """The dimensions of the row's figures."""
        named = {"category": self.key, "territory": self.state, "description": self.description}
        return {name: code for name, code in named.items() if code}


def rows_of(sheet: Sheet, scheme: str, found: Iterable[Key]) -> list[SheetRow]:
    """The rows of a sheet in order: the block for all states, then one for each state found.

    A row ``KEYWORD_OTHER`` stands once for every description found under its category.
    """
    keys = sorted(set(found))
    rows = list(_block(sheet.categories, scheme, keys, ""))
    if sheet.member_state_categories:
        for state in sorted({key.state for key in keys if key.state}):
            rows += _block(sheet.member_state_categories, scheme, keys, state)
    return rows


def _block(
    categories: Iterable[str], scheme: str, keys: list[Key], state: str
) -> Iterator[SheetRow]:
    system, above = load_system(scheme), ""
    for code in categories:
        if code == TOTAL:
            yield SheetRow(code, "", "", state, _in(state))
        elif code == OTHER:
            yield from _others(above, keys, state)
        elif code.startswith("STATEMENT_CATEGORY_"):
            above = code
            yield SheetRow(code, code, "", state, _in(state, category=code))
        else:
            named = system.find(code, above)
            key = code if named is None else named.key
            yield SheetRow(code, code, "", state, _in(state, category=above, keyword=key))


def _others(above: str, keys: list[Key], state: str) -> Iterator[SheetRow]:
    key = f"{above}/{OTHER}"
    own = [one for one in keys if one.category == above and state in ("", one.state)]
    described = sorted({one.other or UNDESCRIBED for one in own if one.keyword == key})
    unsplit = any(not one.keyword for one in own)
    for text in described or ([] if unsplit else [UNDESCRIBED]):
        fits = _in(state, category=above, keyword=key, other=text)
        yield SheetRow(OTHER, key, text, state, fits)
    if unsplit:
        yield SheetRow(OTHER, key, UNSPLIT, state, _unsplit(state, above))


def _unsplit(state: str, above: str) -> Fits:
    def fits(key: Key) -> bool:
        return (not state or key.state == state) and key.category == above and not key.keyword

    return fits


def _in(state: str, category: str = "", keyword: str = "", other: str = "") -> Fits:
    def fits(key: Key) -> bool:
        return (
            (not state or key.state == state)
            and (not category or key.category == category)
            and (not keyword or key.keyword == keyword)
            and (not other or (key.other or UNDESCRIBED) == other)
        )

    return fits
