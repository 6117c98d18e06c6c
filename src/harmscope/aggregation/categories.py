"""The categories that a record's own codes and its harm lead to: harm, GARM, the EU template."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Final

from harmscope.errors import UserError
from harmscope.metrics.flat_tables import GARM, GARM_GAPS, NOT_LISTED
from harmscope.model.typed import Decision, Incident, Notice
from harmscope.taxonomy import System, crosswalk, harm, load_system, native_to_harm

# How a record's own codes lead to its harm category: the mapping quality of one case.

Natives = tuple[tuple[str, str | None, str], ...]
"""(scheme, parent, code) of every native code of a record, in its order."""

STATED = "stated"
UNALLOCATED = "unallocated"

_BEST_FIRST = ("equal", "approx", "rollup")


@cache
def mapping_of(natives: Natives, harm: str | None) -> str:
    """``equal``, ``approx`` or ``rollup`` where a native code leads to ``harm`` by that count rule;
    ``stated`` where the source names the harm itself; ``unallocated`` where there is none."""
    if harm is None:
        return UNALLOCATED
    rules = {rule for scheme in _schemes(natives) for rule in _rules(scheme, natives, harm)}
    return next((rule for rule in _BEST_FIRST if rule in rules), STATED)


@lru_cache(maxsize=50_000)
def key_of(scheme: str, parent: str | None, code: str) -> str:
    """What a report shows of a native code: list and key, or ``NOT_LISTED``.

    A code that no shipped list has is text out of a record, and no report repeats that.
    """
    try:
        found = load_system(scheme).find(code, parent or "")
    except UserError:
        return NOT_LISTED
    return NOT_LISTED if found is None else f"{scheme}:{found.key}"


def _schemes(natives: Natives) -> Iterable[str]:
    return dict.fromkeys(scheme for scheme, _, _ in natives)


def _rules(scheme: str, natives: Natives, harm: str) -> list[str]:
    keys = [
        code if parent is None else f"{parent}/{code}"
        for own, parent, code in natives
        if own == scheme
    ]
    try:
        found = native_to_harm(scheme, keys)
    except UserError:  # a system that is not shipped, or one without categories of harm
        return []
    return [found.count_rule] if found.harm == harm else []


# From a harm to a category of GARM's framework, and why there is none.

NO_HARM, SPLIT, NO_TERM = GARM_GAPS
_NOTHING: Final = "none"


@cache
def garm_of(harm_id: str | None) -> tuple[str, str]:
    """(GARM category, count rule), or (why there is none, ``none``) where no count travels."""
    if harm_id is None:
        return NO_HARM, _NOTHING
    link = crosswalk("harm", GARM).counting(harm_id)
    if link is not None and link.object is not None:
        return link.object, link.count_rule
    return (SPLIT if could_be(harm_id) else NO_TERM), _NOTHING


def upper(by_harm: Mapping[str, int]) -> dict[str, int]:
    """GARM category → cases that may lie in it besides those counted there, from harms that split.

    Every case of a harm that splits raises the upper limit of each of its candidates.
    """
    more: dict[str, int] = {}
    for harm_id, cases in by_harm.items():
        if garm_of(harm_id)[0] == SPLIT:
            for category in could_be(harm_id):
                more[category] = more.get(category, 0) + cases
    return more


def reasons(by_harm: Mapping[str, int]) -> dict[str, str]:
    """Why there is no GARM category → the harms concerned, with their cases, in words."""
    found: dict[str, list[str]] = {}
    for harm_id in sorted(by_harm, key=lambda one: (-by_harm[one], one)):
        gap = garm_of(harm_id)[0]
        if gap in (SPLIT, NO_TERM) and harm_id in harm().categories:
            words = f"{harm().categories[harm_id].label} ({by_harm[harm_id]:,})"
            found.setdefault(gap, []).append(words)
    return {gap: "Harms concerned: " + "; ".join(words) + "." for gap, words in found.items()}


@cache
def could_be(harm_id: str) -> tuple[str, ...]:
    """The GARM categories between which a harm splits, sorted: its cases may lie in any of them."""
    links = crosswalk("harm", GARM).links(harm_id)
    return tuple(sorted({one.object for one in links if one.object and one.count_rule == "split"}))


# Category and keyword of the EU template for a record: its own codes, else what its harm leads
# to.
#
# An item counts once, under one category and at most one keyword of that category.

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


def dsa_row_of(
    record: Notice | Incident, decision: Decision | None = None
) -> tuple[str | None, ...]:
    """(category, keyword, description of a keyword "other") for the row of a notice or decision.

    Where the harm leads to "other", its own label is the description; where nothing leads to a
    category, the description is what the record itself calls it, as far as a list has that.
    """
    own = [one for one in record.get("native", ()) if one["scheme"] == SCHEME]
    decision = decision or {}
    keyword = decision.get("keyword")
    if own or keyword:
        pairs = tuple((one["code"], one.get("parent")) for one in own)
        category, found = _from_own(pairs, keyword)
        if category is not None:
            return category, found, decision.get("keyword_other")
    harm_id = record.get("harm", {}).get("primary")
    if no_ground := _no_ground(record, harm_id):
        return no_ground, None, None
    category, keyword = _from_harm(harm_id)
    if category is None:
        return None, None, _own_words(record, harm_id)
    other = keyword is not None and keyword.endswith(OTHER)
    return category, keyword, harm().categories[harm_id].label if other and harm_id else None


def _own_words(record: Notice | Incident, harm_id: str | None) -> str | None:
    """The label of the harm, else that of the record's own code where a shipped list has it."""
    if harm_id in harm().categories:
        return harm().categories[harm_id].label
    for one in record.get("native", ()):
        words = _label_of(one["scheme"], one.get("parent"), one["code"])
        if words is not None:
            return words
    return None


@lru_cache(maxsize=50_000)
def _label_of(scheme: str, parent: str | None, code: str) -> str | None:
    try:
        found = load_system(scheme).find(code, parent or "")
    except UserError:
        return None
    return None if found is None else found.label


def _no_ground(record: Notice | Incident, harm_id: str | None) -> str | None:
    """The category of a notice or order that says nothing of what the illegality is; else None."""
    if record["record"] != "notice" or harm_id is not None or record.get("native"):
        return None
    is_order = record["kind"] == "authority_order"
    if is_order and record.get("order", {}).get("legal_ground_stated", False):
        return None
    return _NO_GROUND[is_order]


@cache
def _from_own(pairs: tuple[tuple[str, str | None], ...], keyword: str | None) -> Codes:
    system = load_system(SCHEME)
    found = [system.find(code, parent or "") for code, parent in pairs]
    category = next((one.code for one in found if one and one.kind == CATEGORY), None)
    named = [(keyword, None)] if keyword else pairs
    for code, parent in named:
        key = _keyword(system, code, category or parent)
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
