"""Rows of the category sheets of the EU template: which cases each row adds up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harmscope.aggregation.dsa_cells import Fits, Key
from harmscope.aggregation.dsa_codes import OTHER
from harmscope.model.dsa_template import Sheet
from harmscope.taxonomy import load_system

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
