"""Maps codes and carries counts from one system to another, only as far as count rules allow."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.csv_ import BadCsv, named_rows, text_rows
from harmscope.formats.door import LIST, read_text
from harmscope.taxonomy.crosswalks import Crosswalk, crosswalk
from harmscope.taxonomy.links import COUNTING, Link
from harmscope.taxonomy.systems import System, load_system

# Carries counts from one system to another: only as far as count rules allow, and adding up.

_MARKS = {"equal": "", "approx": "approx", "rollup": "at_least"}


@dataclass(slots=True)
class Cell:
    """What one code of the target received.

    ``allocated`` is the sum that travelled there. Of the input, at least ``allocated`` and at most
    ``high`` belong there as far as the crosswalk knows: ``high`` adds what could not be
    apportioned. ``marks`` holds ``approx`` where an approximate link or an undecided facet took
    part, and ``at_least`` where the code is broader than what was counted.
    """

    code: str
    label: str
    allocated: int = 0
    high: int = 0
    marks: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Carried:
    """Counts in one level of the target: ``total`` = ``allocated`` + ``unallocated``.

    ``reasons`` splits the unallocated part: split, facet, alternate, related, no_term, unknown.
    """

    origin: str
    target: str
    level: str
    total: int
    allocated: int
    unallocated: int
    reasons: dict[str, int]
    cells: list[Cell]


def read_counts(path: Path) -> dict[str, int]:
    """Counts by code out of a CSV file with the columns ``code`` and ``count``.

    A code on several lines is summed. Raises UserError with the line for a count that is not a
    whole number from zero, for missing columns and for a file that cannot be read.
    """
    text = read_text(path, LIST)
    found: dict[str, int] = {}
    try:
        if not {"code", "count"} <= set(next(text_rows(text, strict=True), (0, []))[1]):
            fix = "name them in the first line"
            raise UserError(str(path), "has no columns code and count", fix)
        for line, row in named_rows(text, strict=True):
            code = row["code"].strip()
            found[code] = found.get(code, 0) + _number(path, line, row["count"])
    except BadCsv as bad:
        place = f"{path}, line {bad.line}"
        raise UserError(place, "is not valid CSV", "check quotes and separators") from None
    return found


def _number(path: Path, line: int, text: str | None) -> int:
    digits = (text or "").strip()
    if not (digits.isascii() and digits.isdigit()):
        where = f"{path}, line {line}, column count"
        raise UserError(where, "is not a whole number from zero", "write digits only")
    return int(digits)


def carry(from_ref: str, to_ref: str, counts: Mapping[str, int]) -> list[Carried]:
    """The counts in every level of the target system; each level stands on its own.

    A first-level code that is mapped only through its children does not travel at that level:
    nobody knows in which child it lies.
    """
    walk = crosswalk(from_ref, to_ref)
    origin, target = load_system(walk.origin.ref), load_system(walk.target.ref)
    return [_level(walk, origin, target, level, counts) for level in target.info.levels]


def _level(
    walk: Crosswalk, origin: System, target: System, level: str, counts: Mapping[str, int]
) -> Carried:
    cells = {code.key: Cell(code.key, code.label) for code in target.of_kind(level)}
    reasons: dict[str, int] = {}
    for code, count in counts.items():
        links = _candidates(walk, origin, code, level)
        reason = "unknown" if origin.find(code) is None else _place(cells, links, count)
        if reason:
            reasons[reason] = reasons.get(reason, 0) + count
    total, lost = sum(counts.values()), sum(reasons.values())
    shown = [cell for cell in cells.values() if cell.high]
    ref = walk.target.ref
    return Carried(walk.origin.ref, ref, level, total, total - lost, lost, reasons, shown)


def _candidates(walk: Crosswalk, origin: System, code: str, level: str) -> list[Link]:
    found = origin.find(code)
    if found is None:
        return []
    links = [link for link in walk.links(found.key) if link.level == level]
    if any(link.count_rule in COUNTING or link.object is None for link in links):
        return links
    children = [link for child in origin.children(found.key) for link in walk.links(child.key)]
    below = [link for link in children if link.level == level and link.object is not None]
    return [*links, *(link if link.count_rule == "none" else _as_split(link) for link in below)]


def _as_split(link: Link) -> Link:
    return replace(link, relation="narrowMatch", count_rule="split", condition="")


def _place(cells: dict[str, Cell], links: list[Link], count: int) -> str:
    """Put a count where it may go; the reason for the unallocated, or ``""`` if it travelled."""
    known = [link for link in links if link.object in cells]
    counting = [link for link in known if link.count_rule in COUNTING]
    open_ends = [link for link in known if link.count_rule not in COUNTING]
    facets = [link for link in open_ends if link.count_rule == "facet"]
    for link in counting:
        cell = cells[link.object or ""]
        cell.allocated += count
        cell.high += count
        cell.marks |= {_MARKS[link.count_rule], "approx" if facets else ""} - {""}
    for one in {link.object for link in (facets if counting else open_ends)}:
        cells[one or ""].high += count
    return "" if counting else _reason(open_ends)


def _reason(links: list[Link]) -> str:
    rules = {link.count_rule for link in links}
    for rule in ("split", "alternate", "facet"):
        if rule in rules:
            return rule
    return "related" if links else "no_term"


# Maps codes: every candidate with relation, count rule and path.


def map_codes(from_ref: str, to_ref: str, codes: Sequence[str]) -> list[Link]:
    """The links of each code (all mapped codes if none is named), in the order asked.

    A code that stands under several parents means all of them. A code without links of its own
    (a first-level category that is mapped through its children) shows its children's links.
    Raises UserError for a code that the first system does not have.
    """
    walk = crosswalk(from_ref, to_ref)
    if not codes:
        return [link for links in walk.by_code.values() for link in links]
    return [link for code in codes for link in _links(walk, code)]


def carried_dict(carried: Carried) -> dict[str, object]:
    """Carried counts as the JSON output shows them."""
    cells = [{**asdict(cell), "marks": sorted(cell.marks)} for cell in carried.cells]
    return {**asdict(carried), "cells": cells}


def _links(walk: Crosswalk, code: str) -> list[Link]:
    system = load_system(walk.origin.ref)
    exact = system.find(code)
    found = [exact] if exact else [one for one in system.codes.values() if one.code == code]
    if not found:
        raise UserError(
            "taxonomy map",
            f"{walk.origin.ref} has no code of that name",
            f"see `harmscope taxonomy list {walk.origin.ref}`",
        )
    links = [link for one in found for link in walk.links(one.key)]
    if links:
        return links
    return [
        link
        for one in found
        for child in system.children(one.key)
        for link in walk.links(child.key)
    ]
