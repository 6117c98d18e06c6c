"""The order of GARM's tiers in somebody else's list: floor is the gravest, low the mildest."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from rapidfuzz.utils import default_process

from harmscope.taxonomy.foreign import Row

ORDER: Final = ("low", "medium", "high", "floor")
"""From mild to grave."""

_GRAVITY_FIELDS: Final = ("severity", "risk", "risk_level", "level", "score", "weight")
_SAFE_WORDS: Final = ("safest", "safe for", "most suitable", "no risk")
_FIX: Final = "order them low, medium, high, floor, with floor as the gravest"


def tier_of(row: Row) -> str:
    """The tier that a row means, or ``""``."""
    for text in (row.label, row.id):
        words = default_process(text).removesuffix(" risk").removesuffix(" tier").split()
        if len(words) == 1 and words[0] in ORDER:
            return words[0]
        if default_process(text) in ("brand safety floor", "safety floor"):
            return "floor"
    return ""


def is_tier(row: Row) -> bool:
    """Whether a row is one of the four tiers."""
    return bool(tier_of(row))


def tier_fault(rows: list[Row]) -> Iterator[tuple[Row, tuple[str, str]]]:
    """At most one fault of the order of tiers: the row where it shows, a message and the fix.

    Numbers in a field of gravity must rise from low to floor; numbers of rank may also fall. A
    list without numbers may run either way, and only the two ways.
    """
    if not rows:
        return
    for row in rows:
        if tier_of(row) == "floor" and any(word in row.text.lower() for word in _SAFE_WORDS):
            yield row, ("floor is described as the safest tier; it is the gravest", _FIX)
            return
    numbered = [row for row in rows if row.number is not None]
    if len(numbered) == len(rows):
        ranked = sorted(rows, key=lambda row: ORDER.index(tier_of(row)))
        numbers = [row.number or 0.0 for row in ranked]
        gravity = all(row.number_field in _GRAVITY_FIELDS for row in rows)
        fine = _rises(numbers) or (not gravity and _rises(numbers[::-1]))
    else:
        places = [float(ORDER.index(tier_of(row))) for row in rows]
        fine = _rises(places) or _rises(places[::-1])
    if not fine:
        yield rows[0], ("the tiers are in a wrong order of gravity", _FIX)


def _rises(numbers: list[float]) -> bool:
    return all(one < two for one, two in pairwise(numbers))
