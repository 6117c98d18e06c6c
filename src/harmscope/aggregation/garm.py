"""From a harm to a category of GARM's framework, and why there is none."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from harmscope.metrics.dimensions import GARM, GARM_GAPS
from harmscope.taxonomy import crosswalk, harm

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
