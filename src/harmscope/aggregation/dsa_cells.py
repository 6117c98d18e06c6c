"""What each computed cell of the EU template counts: its metric, its split, and which codes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from harmscope.aggregation.counting import Key as Codes
from harmscope.aggregation.dsa_rows import ACTION, SPLIT, STATE, SheetRow, key_at
from harmscope.aggregation.dsa_rows import Key as Spot
from harmscope.aggregation.dsa_sections import (
    CountedSheet,
    TemplateWork,
    asked_of,
    base_metric,
    counted_sheet,
    says_misuse,
)
from harmscope.metrics.dsa import cell_doubt, cell_metric
from harmscope.metrics.flat_tables import NOT_STATED
from harmscope.metrics.metric import RECORDS, Metric
from harmscope.model.dsa_template import CATEGORY_SHEETS, Sheet

Name = tuple[str, tuple[tuple[str, str], ...]]
"""A metric and its dimensions, as :attr:`Figure.place` gives them."""


@dataclass(frozen=True, slots=True)
class CellCount:
    """What a cell counts: rows of ``metric`` whose codes in ``split`` are its own (``fits``); those
    of ``may`` could be. ``doubt`` counts cases that do not say whether they belong."""

    metric: Metric
    doubt: Metric | None
    split: Codes
    fits: Callable[[Codes], bool]
    may: Callable[[Codes], bool]


def cell_counts(work: TemplateWork, sheet: Sheet) -> dict[Name, CellCount]:
    """What every computed cell of a sheet counts, by its metric and dimensions."""
    if sheet.number in CATEGORY_SHEETS:
        return dict(_category_cells(work, counted_sheet(work, sheet)))
    return dict(_indicator_cells(work, sheet))


def _category_cells(work: TemplateWork, filled: CountedSheet) -> Iterator[tuple[Name, CellCount]]:
    placed = {name: column.placed(filled.places) for name, column in filled.counted.items()}
    by_state = bool(filled.sheet.member_state_categories)
    split = (*SPLIT, STATE) if by_state else SPLIT
    rows = filled.rows(placed)
    # Columns of restrictions are counted by one metric together, and so are their doubts.
    shared: dict[str, tuple[Metric, Metric | None]] = {}
    for column, metric in filled.cells:
        asked = asked_of(work, column, metric)
        pair = (metric, asked.doubt)
        if asked.action:
            pair = shared.setdefault(column.metric or "", pair)
        for row in rows:
            dimensions = {**column.dimensions, **row.dimensions()}
            name = (column.metric or "", tuple(sorted(dimensions.items())))
            whole = (*split, ACTION) if asked.action else split
            fits, may = _fitting(row, filled, asked.action)
            yield name, CellCount(*pair, whole, fits, may)


def _fitting(
    row: SheetRow, filled: CountedSheet, action: str
) -> tuple[Callable[[Codes], bool], Callable[[Codes], bool]]:
    def at(codes: Codes) -> Spot | None:
        if action and codes[-1] != action:
            return None
        key = key_at(codes[:-1] if action else codes)
        return filled.places.get(key, key)

    def fits(codes: Codes) -> bool:
        key = at(codes)
        return key is not None and row.fits(key)

    def may(codes: Codes) -> bool:
        key = at(codes)
        return key is not None and row.may(key) and not row.fits(key)

    return fits, may


def _indicator_cells(work: TemplateWork, sheet: Sheet) -> Iterator[tuple[Name, CellCount]]:
    for row in sheet.rows:
        base = base_metric(row.metric)
        if base is None or not work.applies(row.applicability):
            continue
        metric, doubt = cell_metric(base, row.dimensions), cell_doubt(base, row.dimensions)
        if doubt is not None:
            doubt = None if says_misuse(work.gaps, base) else replace(doubt, how=RECORDS)
        name = (row.metric, tuple(sorted(row.dimensions.items())))
        yield name, CellCount(metric, doubt, (), lambda _: True, lambda _: False)


def language_cell(metric: str, language: str) -> CellCount | None:
    """What the row of one language counts, on the sheets that have such rows; None for a metric
    that is declared."""
    base = base_metric(metric)
    if base is None:
        return None
    return CellCount(base, None, ("language",), _is((language,)), _is((NOT_STATED,)))


def _is(wanted: Codes) -> Callable[[Codes], bool]:
    return lambda codes: codes == wanted
