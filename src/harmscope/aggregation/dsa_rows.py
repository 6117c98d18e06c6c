"""Rows and columns of the category sheets of the EU template: which cases each cell adds up."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from typing import Final, NamedTuple

from harmscope.aggregation.categories import OTHER
from harmscope.aggregation.counting import Count, added, count, histogram
from harmscope.aggregation.counting import doubts as doubts_of
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
ACTION: Final = "template_action"


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
    """What one column of a sheet counts, ready to be added up for any row; for a time, ``counts``
    are its cases."""

    metric: Metric
    counts: Counts
    histograms: Histograms
    doubts: Counts = field(default_factory=dict)

    def doubt(self, fits: Fits) -> int:
        """Cases that may belong to the row in this column and do not say so."""
        found = (cell for key, cell in self.doubts.items() if fits(key))
        return sum(cell.value + cell.undated for cell in found)

    def value(self, fits: Fits) -> Count:
        """The count of a row."""
        found = (cell for key, cell in self.counts.items() if fits(key))
        return reduce(added, found, Count(0))

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
        counted = {key for one in (self.counts, self.doubts) for key, c in one.items() if c.value}
        return counted | set(self.histograms)

    def placed(self, places: Mapping[Key, Key]) -> "Column":
        """The column with its cases where the sheet has a row for them."""
        histograms: Histograms = {}
        for key, pairs in self.histograms.items():
            histograms.setdefault(places.get(key, key), []).extend(pairs)
        return replace(
            self,
            counts=_moved(self.counts, places),
            doubts=_moved(self.doubts, places),
            histograms=histograms,
        )


def _moved(counts: Counts, places: Mapping[Key, Key]) -> Counts:
    result: Counts = {}
    for key, cell in counts.items():
        place = places.get(key, key)
        result[place] = added(result.get(place, Count(0)), cell)
    return result


class Asked(NamedTuple):
    """A column to count: its key, its metric, the restriction that it is about or empty text, and
    what counts the cases that may belong to it."""

    key: str
    metric: Metric
    action: str = ""
    doubt: Metric | None = None


def columns(
    engine: Engine, cells: Iterable[Asked], period: Period, *, by_state: bool
) -> dict[str, Column]:
    """Column key → what it counts."""
    split = (*SPLIT, STATE) if by_state else SPLIT
    result: dict[str, Column] = {}
    plain: list[Asked] = []
    restrictions: list[Asked] = []
    for cell in cells:
        if isinstance(cell.metric.how, Spread):
            found = histogram(engine, cell.metric, split, period)
            cases = doubts_of(engine, cell.metric, split, period)
            result[cell.key] = Column(
                cell.metric,
                {key_at(codes): cases[codes] for codes in cases},
                {key_at(codes): found[codes] for codes in found},
            )
        elif cell.action:
            restrictions.append(cell)
        else:
            plain.append(cell)
    wanted = [replace(one.metric, id=one.key) for one in plain]
    wanted += [replace(one.doubt, id=f"{one.key}?") for one in plain if one.doubt]
    counted = count(engine, wanted, split, period)
    for one in plain:
        counts, doubts = (
            {key_at(codes): cell for codes, cell in counted.get(name, {}).items()}
            for name in (one.key, f"{one.key}?")
        )
        result[one.key] = Column(one.metric, counts, {}, doubts)
    if restrictions:
        result |= _by_action(engine, restrictions, split, period)
    return result


def _by_action(
    engine: Engine, cells: list[Asked], split: tuple[str, ...], period: Period
) -> dict[str, Column]:
    first, places = cells[0], (*split, ACTION)
    wanted = [replace(first.metric, id="sure")]
    wanted += [replace(first.doubt, id="doubt")] if first.doubt else []
    counted = count(engine, wanted, places, period)
    return {
        one.key: Column(
            one.metric,
            _under(one.action, counted["sure"]),
            {},
            _under(one.action, counted.get("doubt", {})),
        )
        for one in cells
    }


def _under(action: str, counted: Mapping[tuple[str, ...], Count]) -> Counts:
    counts: Counts = {}
    for codes, cell in counted.items():
        if codes[-1] == action:
            place = key_at(codes[:-1])
            counts[place] = added(counts.get(place, Count(0)), cell)
    return counts


def key_at(codes: tuple[str, ...]) -> Key:
    """Where a case lies whose codes in the template's splits are these."""
    return Key(*("" if code in (NOT_STATED, UNALLOCATED) else code for code in codes))


# Where a case stands whose category or keyword has no row on a sheet.

REST: Final = {
    3: "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER",
    4: "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE",
    6: "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
}
"""The category of a sheet that takes what has no row of its own; sheet 5 has none."""

NO_CATEGORY: Final = "Category not recorded"


def places_of(sheet: Sheet, scheme: str, found: Iterable[Key]) -> dict[Key, Key]:
    """Where each case whose category has no row stands on the sheet: in the sheet's rest. A case
    that stands nowhere leads to itself."""
    listed = _listed(sheet.categories, scheme)
    return {
        key: _place(sheet, scheme, listed, key) for key in found if (key.category, "") not in listed
    }


def _listed(categories: Iterable[str], scheme: str) -> set[tuple[str, str]]:
    """(category, keyword) of every row; a category without a keyword has a row, too."""
    above, result = "", set()
    for code in categories:
        if code.startswith("STATEMENT_CATEGORY_"):
            above = code
            result.add((above, ""))
        elif code != TOTAL:
            result.add((above, _keyword(scheme, above, code)))
    return result


def _keyword(scheme: str, above: str, code: str) -> str:
    named = load_system(scheme).find(code, above)
    return code if named is None else named.key


def _place(sheet: Sheet, scheme: str, listed: set[tuple[str, str]], key: Key) -> Key:
    rest = REST.get(sheet.number)
    if rest is None:
        return key
    other = f"{rest}/{OTHER}"
    if (rest, other) in listed:
        return key._replace(category=rest, keyword=other, other=own_category(scheme, key))
    return key._replace(category=rest, keyword="", other="")


def own_category(scheme: str, key: Key) -> str:
    """What a case without a row is about, in words."""
    if key.keyword and not key.keyword.endswith(OTHER):
        return _label(scheme, key.keyword)
    return key.other or (_label(scheme, key.category) if key.category else NO_CATEGORY)


def rest_of(
    scheme: str, column: Column, places: Mapping[Key, Key], row: "SheetRow"
) -> dict[str, int]:
    """What each kind without a row of its own adds to this row of a column, by name; empty for
    rows of one kind."""
    if row.description:
        return {}
    found: dict[str, int] = {}
    for key, place in places.items():
        cell = column.counts.get(key)
        if cell is not None and cell.value and row.fits(place):
            name = own_category(scheme, key)
            found[name] = found.get(name, 0) + cell.value
    return found


def _label(scheme: str, code: str) -> str:
    named = load_system(scheme).find(code)
    return code if named is None else named.label


# Rows of the category sheets of the EU template: which cases each row adds up.

TOTAL = "TOTAL"
UNDESCRIBED = "Not described further"
UNSPLIT = "No sub-category recorded"
"""Where a case stands whose sub-category is not known, so that the parts add up to the whole."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its code, the key of the figures' dimension ``category`` (empty for the total), the
    description where the code is ``KEYWORD_OTHER``, the member state, the cases it adds up, and
    those that ``may`` belong to it."""

    code: str
    key: str
    description: str
    state: str
    fits: Fits
    may: Fits = lambda _: False

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
    above, listed = "", _listed(categories, scheme)
    for code in categories:
        if code == TOTAL:
            yield SheetRow(code, "", "", state, _in(state), _may(state))
        elif code == OTHER:
            described = _described(above, keys, state, listed, scheme)
            yield from _others(above, described, keys, state)
        elif code.startswith("STATEMENT_CATEGORY_"):
            above = code
            yield SheetRow(
                code, code, "", state, _in(state, category=code), _may(state, category=code)
            )
        else:
            key = _keyword(scheme, above, code)
            fits = _in(state, category=above, keyword=key)
            may = _may(state, category=above, keyword=key)
            yield SheetRow(code, code, "", state, fits, may)


def _described(
    above: str, keys: list[Key], state: str, listed: set[tuple[str, str]], scheme: str
) -> dict[Key, str]:
    """The cases of a category that stand under "other", with the description of each: its own, or
    the label of a keyword that has no row here."""
    other = f"{above}/{OTHER}"
    return {
        key: (key.other or UNDESCRIBED) if key.keyword == other else _label(scheme, key.keyword)
        for key in keys
        if key.category == above and key.keyword and state in ("", key.state)
        if key.keyword == other or (above, key.keyword) not in listed
    }


def _others(
    above: str, described: dict[Key, str], keys: list[Key], state: str
) -> Iterator[SheetRow]:
    unsplit = any(_is_unsplit(key, above, state) for key in keys)
    for text in sorted(set(described.values())) or ([] if unsplit else [UNDESCRIBED]):
        wanted = frozenset(key for key, words in described.items() if words == text)
        yield SheetRow(OTHER, f"{above}/{OTHER}", text, state, wanted.__contains__)
    if unsplit:
        fits = partial(_is_unsplit, above=above, state=state)
        yield SheetRow(OTHER, f"{above}/{OTHER}", UNSPLIT, state, fits)


def _is_unsplit(key: Key, above: str, state: str) -> bool:
    return state in ("", key.state) and key.category == above and not key.keyword


def _may(state: str, category: str = "", keyword: str = "") -> Fits:
    """Cases that may belong to a row, since what would tell is not known of them."""

    def may(key: Key) -> bool:
        return (
            (not state or key.state in ("", state))
            and (not category or key.category in ("", category))
            and (not keyword or key.keyword in ("", keyword))
        )

    return may


def _in(state: str, category: str = "", keyword: str = "") -> Fits:
    def fits(key: Key) -> bool:
        return (
            (not state or key.state == state)
            and (not category or key.category == category)
            and (not keyword or key.keyword == keyword)
        )

    return fits
