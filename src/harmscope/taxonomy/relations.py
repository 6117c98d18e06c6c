"""What two codes have to do with each other, and whether a count may travel along it.

Relations are SKOS mapping relations as SSSOM uses them. They invert and chain as SSSOM's chaining
rules say: exact passes the other relation on, broad and narrow chain with themselves, and nothing
is concluded over close or related. Count rules are our own extension.
"""

from typing import Final, Literal, get_args

Relation = Literal[
    "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "candidate"
]
"""``broadMatch``: the object is broader. ``candidate``: met on a path, and nothing concluded."""

CountRule = Literal["equal", "approx", "rollup", "split", "facet", "alternate", "none"]
"""How a count travels from subject to object.

equal: as it is. approx: as it is, marked approximate. rollup: into the broader object, which then
holds at least that much. split: the object is narrower and its share is not known. facet: a facet
of the record decides. alternate: a second candidate, never added. none: not at all.
"""

RELATIONS: Final[tuple[str, ...]] = get_args(Relation)
COUNT_RULES: Final[tuple[str, ...]] = get_args(CountRule)
COUNTING: Final[frozenset[str]] = frozenset({"equal", "approx", "rollup"})
"""The rules along which counts travel; under every other rule they stay unallocated."""

_OF_RELATION: Final[dict[Relation, CountRule]] = {
    "exactMatch": "equal",
    "closeMatch": "approx",
    "broadMatch": "rollup",
    "narrowMatch": "split",
    "relatedMatch": "none",
    "candidate": "none",
}
_INVERSE: Final[dict[Relation, Relation]] = {
    "broadMatch": "narrowMatch",
    "narrowMatch": "broadMatch",
}


def default_rule(relation: Relation) -> CountRule:
    """The count rule that a relation has when nothing else is known."""
    return _OF_RELATION[relation]


def invert(relation: Relation, rule: CountRule) -> tuple[Relation, CountRule]:
    """The same link read from object to subject.

    equal and approx stay, rollup and split change places. A facet link whose object is narrower
    (the subject's harm plus a facet) rolls up on the way back; every other facet link, alternate
    and none do not count in either direction.
    """
    back = _INVERSE.get(relation, relation)
    if rule in ("rollup", "split"):
        return back, "split" if rule == "rollup" else "rollup"
    if rule == "facet" and relation == "narrowMatch":
        return back, "rollup"
    return back, rule


def chain(
    first: tuple[Relation, CountRule], second: tuple[Relation, CountRule]
) -> tuple[Relation, CountRule]:
    """What may be concluded from two links in a row; ``("candidate", "none")`` if nothing."""
    if first == ("exactMatch", "equal"):
        return second
    if second == ("exactMatch", "equal"):
        return first
    if first == second and first in (("broadMatch", "rollup"), ("narrowMatch", "split")):
        return first
    return "candidate", "none"
