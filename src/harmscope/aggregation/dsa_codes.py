"""Category and keyword of the EU template for a record: its own codes, else what its harm leads to.

An item counts once, under one category and at most one keyword of that category.
"""

from functools import cache
from typing import Any, Final

from harmscope.taxonomy import System, crosswalk, harm, load_system

Record = dict[str, Any]

SCHEME: Final = "dsa@v2"
CATEGORY: Final = "category"
KEYWORD: Final = "keyword"
OTHER: Final = "KEYWORD_OTHER"

Codes = tuple[str | None, str | None]
"""(category, keyword); the keyword is a key of the system, ``PARENT/CODE`` where it needs one."""

_NO_GROUND: Final = (
    "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE",
    "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER",
)

NONE: Final[Codes] = (None, None)


def dsa_row_of(record: Record, decision: Record | None = None) -> tuple[str | None, ...]:
    """(category, keyword, description of a keyword "other") for the row of a notice or decision.

    Where the harm leads to "other", its own label is the description.
    """
    own = [one for one in record.get("native", ()) if one["scheme"] == SCHEME]
    keyword = (decision or {}).get("keyword")
    if own or keyword:
        pairs = tuple((one["code"], one.get("parent")) for one in own)
        return *_from_own(pairs, keyword), (decision or {}).get("keyword_other")
    harm_id = record.get("harm", {}).get("primary")
    if _names_no_ground(record, harm_id):
        return _NO_GROUND[record["kind"] == "authority_order"], None, None
    category, keyword = _from_harm(harm_id)
    other = keyword is not None and keyword.endswith(OTHER)
    return category, keyword, harm().categories[harm_id].label if other else None


def _names_no_ground(record: Record, harm_id: str | None) -> bool:
    """Whether a notice or order says nothing of what the illegality is."""
    if record["record"] != "notice" or harm_id is not None or record.get("native"):
        return False
    return record["kind"] != "authority_order" or not record.get("order", {}).get(
        "legal_ground_stated", False
    )


@cache
def _from_own(pairs: tuple[tuple[str, str | None], ...], keyword: str | None) -> Codes:
    system = load_system(SCHEME)
    found = [system.find(code, parent or "") for code, parent in pairs]
    category = next((one.code for one in found if one and one.kind == CATEGORY), None)
    named = [keyword] if keyword else [code for code, _ in pairs]
    for code in named:
        key = _keyword(system, code, category)
        if key is not None:
            return category or system.codes[key].parent, key
    return category, None


def _keyword(system: System, code: str, category: str | None) -> str | None:
    """The key of a keyword that stands under ``category``, or under any where it is not known."""
    found = system.find(code, category or "")
    if found is None or found.kind != KEYWORD:
        return None
    return found.key if category in (None, found.parent) else None


@cache
def _from_harm(harm_id: str | None) -> Codes:
    if harm_id is None:
        return NONE
    walk, system = crosswalk("harm", SCHEME), load_system(SCHEME)
    keyword = walk.counting(harm_id, KEYWORD)
    if keyword is not None and keyword.object:
        return system.codes[keyword.object].parent or None, keyword.object
    category = walk.counting(harm_id, CATEGORY)
    return (category.object if category else None), None
