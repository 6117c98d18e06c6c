"""Counts carried along a crosswalk, as far as its rules allow."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from harmscope.arguments import checked
from harmscope.errors import UserError, offer
from harmscope.formats.csv_ import BadCsv, named_rows, text_rows
from harmscope.formats.door import LIST, read_text
from harmscope.taxonomy.crosswalks import (
    COUNTING,
    SEVERAL,
    CountRule,
    Crosswalk,
    Link,
    crosswalk,
    is_rest,
    travels,
)
from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.systems import Code, System, load_system

# From the codes of a platform or register to a harm category, no further than counts carry.


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where a record's native codes lead.

    ``harm`` is None when no counting link leads to one category: the record is unallocated.
    ``also`` holds further categories that other codes of the record lead to. ``links`` are the
    links looked at, ``unknown`` the keys that are not in the system. ``implied`` gives the facet
    values that follow, by path, such as ``{"depicted.minor": "yes"}``.
    """

    harm: str | None
    count_rule: CountRule
    also: tuple[str, ...]
    links: tuple[Link, ...]
    unknown: tuple[str, ...]
    implied: tuple[tuple[str, str], ...]


def native_to_harm(system_ref: str, keys: Sequence[str]) -> Allocation:
    """The harm category that one record's native codes license.

    ``keys`` are codes or keys (``PARENT/CODE``) of the system ``system_ref``, in any order. A code
    that has one parent only is also known under a wrong one. The rule:

    1. A code leads to a category only along the one link that counts in this direction: equal,
       approx, or a rollup into a broader category (the inverse of a split).
    2. The narrowest level decides (for the DSA: keywords before categories). A code of a broader
       level is heard only if no narrower code speaks. A narrower code speaks when it leads to a
       category, and also when it splits between categories: then the record stays unallocated,
       unless all its candidates lie under the one first-level category to which the broader code
       leads. A code with no candidates at all, such as "other", says nothing.
    3. If several codes lead to several categories, the primary one is chosen by the published
       precedence of the taxonomy, and the rest stand in ``also``. A category and one of its own
       subcategories count as the subcategory.
    """
    system = load_system(system_ref)
    walk = crosswalk(system_ref, "harm")
    codes, unknown = _resolve(system, keys)
    links = tuple(link for code in codes for link in walk.links(code.key))
    taken: list[Link] = []
    open_tops: list[set[str]] = []
    for level in reversed(system.info.levels):
        here = [code for code in codes if code.kind == level]
        taken = [link for code in here if (link := _allowed(walk, code, open_tops)) is not None]
        if taken:
            break
        open_tops += [tops for code in here if (tops := _tops(walk.links(code.key)))]
    return _allocation(taken, links, tuple(unknown))


def _resolve(system: System, keys: Sequence[str]) -> tuple[list[Code], list[str]]:
    found, unknown = [], []
    for key in dict.fromkeys(keys):
        code = system.find(key) or system.find(key.rpartition("/")[2])
        if code is None:
            unknown.append(key)
        else:
            found.append(code)
    return found, unknown


def _allowed(walk: Crosswalk, code: Code, open_tops: list[set[str]]) -> Link | None:
    link = walk.counting(code.key)
    if link is None or link.object is None:
        return None
    top = link.object.split(".", 1)[0]
    return link if all(tops == {top} for tops in open_tops) else None


def _tops(links: list[Link]) -> set[str]:
    return {
        link.object.split(".", 1)[0]
        for link in links
        if link.object is not None and link.count_rule not in ("none", *COUNTING)
    }


def _allocation(taken: list[Link], links: tuple[Link, ...], unknown: tuple[str, ...]) -> Allocation:
    targets = list(dict.fromkeys(link.object for link in taken if link.object is not None))
    narrow = [one for one in targets if not any(two.startswith(f"{one}.") for two in targets)]
    primary = harm().primary(narrow)
    rules = [link for link in taken if link.object == primary]
    rule: CountRule = rules[0].count_rule if rules else "none"
    return Allocation(
        harm=primary,
        count_rule=rule,
        also=tuple(one for one in narrow if one != primary),
        links=links,
        unknown=unknown,
        implied=_implied(primary, rules),
    )


def _implied(primary: str | None, rules: list[Link]) -> tuple[tuple[str, str], ...]:
    if primary is None:
        return ()
    found = {
        one.path: one.implied for one in harm().categories[primary].required_facets if one.implied
    }
    for link in rules:
        path, _, value = link.condition.partition("=")
        if value and "|" not in value:
            found[path] = value
    return tuple(found.items())


# Maps codes and carries counts from one system to another, only as far as count rules allow.

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


@checked
def carry(from_ref: str, to_ref: str, counts: Mapping[str, int]) -> list[Carried]:
    """The counts in every level of the target system; each level stands on its own.

    A count in a narrower level of the target lies in the parent, too. A first-level code that is
    mapped only through its children does not travel at that level: nobody knows in which child it
    lies.
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
        links = _candidates(walk, (origin, target), code, level)
        reason = "unknown" if origin.find(code) is None else _place(cells, links, count)
        if reason:
            reasons[reason] = reasons.get(reason, 0) + count
    total, lost = sum(counts.values()), sum(reasons.values())
    shown = [cell for cell in cells.values() if cell.high]
    ref = walk.target.ref
    return Carried(walk.origin.ref, ref, level, total, total - lost, lost, reasons, shown)


def _candidates(
    walk: Crosswalk, systems: tuple[System, System], code: str, level: str
) -> list[Link]:
    origin, target = systems
    found = origin.find(code)
    if found is None:
        return []
    every = walk.links(found.key)
    links = [link for link in every if link.level == level]
    if any(link.count_rule in COUNTING or link.object is None for link in links):
        return links
    raised = _raised(found.key, every, target, level)
    if any(link.count_rule in COUNTING for link in raised):
        return raised
    children = [link for child in origin.children(found.key) for link in walk.links(child.key)]
    below = [link for link in children if link.level == level and link.object is not None]
    below = [link if link.count_rule == "none" else _as_split(link) for link in below]
    return [*links, *raised, *below]


def _raised(code: str, links: list[Link], target: System, level: str) -> list[Link]:
    """Links to narrower codes of the target, read as links to the parents on ``level``: a count in
    the one lies in the other, and so does one whose candidates all lie under one parent."""
    order = target.info.levels
    narrower = order[order.index(level) + 1 :]
    above = {
        link: _parent(target, link.object or "", level)
        for link in links
        if link.level in narrower and link.object is not None
    }
    raised = [
        replace(
            link,
            object=parent,
            level=level,
            relation="broadMatch" if travels(link) else link.relation,
            count_rule="rollup" if travels(link) else link.count_rule,
            near=link.near or link.count_rule == "approx",
        )
        for link, parent in above.items()
        if parent is not None
    ]
    certain = [link for link in raised if link.count_rule in COUNTING]
    if certain:
        return certain[:1]
    known = [link for link in links if link.object is not None]
    parents = {above.get(link, link.object) for link in known}
    if len(parents) == 1 and len(raised) >= SEVERAL and not is_rest(code):
        return [replace(raised[0], relation="broadMatch", count_rule="rollup", near=True)]
    return raised


def _parent(target: System, code: str, level: str) -> str | None:
    """The code of ``level`` under which a code of the target stands."""
    at = target.codes.get(code)
    while at is not None and at.kind != level:
        at = target.codes.get(at.parent)
    return None if at is None else at.key


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
        near = "approx" if facets or link.near else ""
        cell.marks |= {_MARKS[link.count_rule], near} - {""}
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


@checked
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
            offer(code, system.codes, f"see `harmscope taxonomy list {walk.origin.ref}`"),
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
