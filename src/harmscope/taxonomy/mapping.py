"""Maps codes: every candidate with relation, count rule and path."""

from collections.abc import Sequence
from dataclasses import asdict

from harmscope.errors import UserError
from harmscope.taxonomy.counts import Carried
from harmscope.taxonomy.crosswalks import Crosswalk, crosswalk
from harmscope.taxonomy.sssom import Link
from harmscope.taxonomy.systems import load_system


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
