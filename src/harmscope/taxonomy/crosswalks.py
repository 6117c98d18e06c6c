"""Links between code systems: how two codes relate, and whether a count may travel."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

from harmscope.errors import UserError
from harmscope.resources import data_path
from harmscope.taxonomy.systems import Code, System, SystemInfo, load_system, resolve, systems

# Links between codes: their relation, and whether a count may travel along it.
#
# Relations are SKOS mapping relations as SSSOM uses them. They invert and chain as SSSOM's
# chaining rules say: exact passes the other relation on, broad and narrow chain with themselves,
# and nothing is concluded over close or related. Count rules are our own extension, and chain by
# themselves: what is nearly a code that lies wholly in another lies nearly wholly in it.

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

COUNTING: Final[frozenset[str]] = frozenset({"equal", "approx", "rollup"})
"""The rules along which counts travel; under every other rule they stay unallocated."""

_INVERSE: Final[dict[Relation, Relation]] = {
    "broadMatch": "narrowMatch",
    "narrowMatch": "broadMatch",
}


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


def chain_counts(first: CountRule, second: CountRule) -> CountRule:
    """How a count travels over two links in a row: both must let it travel, and the weaker of them
    decides; ``none`` if it does not."""
    if first not in COUNTING or second not in COUNTING:
        return "none"
    return max(first, second, key=_STRENGTH.index)


_STRENGTH: Final = ("equal", "approx", "rollup", "split", "facet", "alternate", "none")


# Reads a crosswalk file: SSSOM TSV with our columns ``count_rule`` and ``condition``.

NO_TERM: Final = "sssom:NoTermFound"


@dataclass(frozen=True, slots=True)
class Link:
    """One link from a code to a code.

    ``object`` is None where the other system has no term. ``level`` is the kind of the object.
    ``condition`` is a facet test such as ``facets.target=women|girls``. ``confidence`` lies
    between 0 and 1. ``via`` names the codes of the hub on a composed link. ``near`` says that one
    of the links that it is made of is approximate.
    """

    subject: str
    object: str | None
    relation: Relation
    count_rule: CountRule
    level: str
    condition: str = ""
    confidence: float = 1.0
    via: tuple[str, ...] = ()
    comment: str = ""
    source: str = ""
    valid_from: str = ""
    valid_to: str = ""
    near: bool = False

    def inverse(self, level: str) -> "Link":
        """The link read from object to subject, whose kind is ``level``."""
        if self.object is None:
            raise ValueError("a missing term has no inverse")
        relation, rule = invert(self.relation, self.count_rule)
        return replace(
            self,
            subject=self.object,
            object=self.subject,
            relation=relation,
            count_rule=rule,
            level=level,
        )


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of an SSSOM TSV file as they stand; the commented head is left out."""
    with path.open(encoding="utf-8", newline="") as file:
        body = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(body, delimiter="\t"))


def read_links(path: Path) -> Iterator[tuple[str | None, Link]]:
    """Every row as a link, with its subject; None where the object has no subject in the hub."""
    for row in read_rows(path):
        subject = _local(row["subject_id"])
        yield (
            subject,
            Link(
                subject=subject or "",
                object=_local(row["object_id"]),
                relation=cast("Relation", row["predicate_id"].removeprefix("skos:")),
                count_rule=cast("CountRule", row["count_rule"]),
                level=row["object_category"],
                condition=row["condition"],
                confidence=float(row["confidence"]),
                comment=row["comment"],
                source=row["source"],
                valid_from=row["valid_from"],
                valid_to=row["valid_to"],
            ),
        )


def _local(curie: str) -> str | None:
    return None if curie == NO_TERM else curie.partition(":")[2]


# Crosswalks between any two systems: read from the hub, inverted, or composed over it.
#
# Files exist from the harm taxonomy (the hub) to each system. The way back is derived. Two
# versions of one system are linked by the successors that its codes name. Where one system took
# over rows of another one, a file links the two. Any other crosswalk between two systems runs over
# the hub, and concludes no more than SSSOM's chaining rules allow.


def compose(
    there: dict[str, tuple[Link, ...]], onward: dict[str, tuple[Link, ...]]
) -> dict[str, tuple[Link, ...]]:
    """Links from the first system to the third, over the codes of the second.

    Each object is kept once, on its strongest path. A count travels over two links that both let
    it travel, and also where every code that a count could lie in leads to one and the same object.
    Elsewhere the rule of the link that holds it up says why it does not. A code that reaches
    nothing gets one link without an object.
    """
    return {code: _reach(code, links, onward) for code, links in there.items()}


def _reach(
    code: str, links: tuple[Link, ...], onward: dict[str, tuple[Link, ...]]
) -> tuple[Link, ...]:
    best: dict[str, Link] = {}
    for first in links:
        for second in onward.get(first.object or "", ()):
            link = _join(first, second)
            if link is not None and link.object is not None:
                known = best.get(link.object)
                if known is None or _rank(link) < _rank(known):
                    best[link.object] = link
    if not best:
        return (_nothing(code, links),)
    one = _only_way(code, links, onward)
    if one is not None and not any(link.count_rule in COUNTING for link in best.values()):
        best[one] = replace(best[one], relation="broadMatch", count_rule="rollup", near=True)
    return tuple(sorted(best.values(), key=_rank))


def _only_way(
    code: str, links: tuple[Link, ...], onward: dict[str, tuple[Link, ...]]
) -> str | None:
    """The one object to which every candidate of a code leads by a link that counts, or None."""
    if len(links) < SEVERAL or is_rest(code):
        return None
    ends = {
        next((way.object for way in onward.get(link.object or "", ()) if travels(way)), None)
        for link in links
    }
    return ends.pop() if len(ends) == 1 else None


SEVERAL: Final = 2


def travels(link: Link) -> bool:
    """Whether a count may travel along the link."""
    return link.count_rule in COUNTING and link.object is not None


def is_rest(code: str) -> bool:
    """Whether a code takes what the others do not name, so that its candidates are not all."""
    return "other" in code.rpartition("/")[2].lower()


def _join(first: Link, second: Link) -> Link | None:
    if first.object is None or second.object is None:
        return None
    rule = chain_counts(first.count_rule, second.count_rule)
    relation, _ = chain((first.relation, first.count_rule), (second.relation, second.count_rule))
    if rule == "none":
        rule = second.count_rule if travels(first) else first.count_rule
    elif relation == "candidate":
        relation = "broadMatch" if rule == "rollup" else "closeMatch"
    return Link(
        subject=first.subject,
        object=second.object,
        relation=relation,
        count_rule=rule,
        level=second.level,
        condition=" and ".join(one for one in (first.condition, second.condition) if one),
        confidence=round(first.confidence * second.confidence, 4),
        via=(first.object,),
        comment=f"{first.relation} {first.count_rule}, then {second.relation} {second.count_rule}",
        source="; ".join(dict.fromkeys((first.source, second.source))),
        near="approx" in (first.count_rule, second.count_rule),
    )


def _rank(link: Link) -> tuple[int, float, str]:
    return (_STRENGTH.index(link.count_rule), -link.confidence, link.object or "")


def _nothing(code: str, links: tuple[Link, ...]) -> Link:
    over = tuple(link.object for link in links if link.object is not None)
    return Link(
        subject=code,
        object=None,
        relation="exactMatch",
        count_rule="none",
        level="",
        via=over,
        comment="no term reached over the harm taxonomy",
    )


# From one version of a system to another, by what the codes themselves say of their successors.


def succession(older: System, newer: System) -> dict[str, tuple[Link, ...]]:
    """Links from every code on the older system's levels to the newer system.

    The same code with the same label is equal, with a changed label approximate, because labels
    narrow meanings. An official successor is approximate too; a suggested one is a candidate that
    takes no counts. A code that exists once before and under several parents after splits.
    """
    levels = older.info.levels
    return {
        key: _links(code, newer)
        for key, code in older.codes.items()
        if not levels or code.kind in levels
    }


def _links(code: Code, newer: System) -> tuple[Link, ...]:
    same = [one for one in newer.codes.values() if one.code == code.code]
    exact = [one for one in same if one.parent == code.parent]
    if len(same) > 1 and not exact:
        return tuple(_link(code, one, "narrowMatch", "split", "one row per parent") for one in same)
    if same:
        one = (exact or same)[0]
        if one.label == code.label:
            return (_link(code, one, "exactMatch", "equal", "same code, same label"),)
        return (_link(code, one, "closeMatch", "approx", "same code, new label"),)
    target = newer.codes.get(code.replaced_by)
    if target is None:
        return (Link(code.key, None, "exactMatch", "none", "", comment=code.note),)
    if code.replaced_basis == "official":
        return (_link(code, target, "closeMatch", "approx", "official successor"),)
    return (_link(code, target, "closeMatch", "alternate", "suggested successor"),)


def _link(before: Code, after: Code, relation: Relation, rule: CountRule, comment: str) -> Link:
    return Link(before.key, after.key, relation, rule, after.kind, comment=comment)


# The crosswalks themselves.

HUB = "harm"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Links from each code of one system to another system, by key of the first."""

    origin: SystemInfo
    target: SystemInfo
    by_code: dict[str, tuple[Link, ...]]

    def links(self, code: str) -> list[Link]:
        """All links of a code (a key of the first system); empty for a code outside its levels."""
        return list(self.by_code.get(code, ()))

    def counting(self, code: str, level: str = "") -> Link | None:
        """The one link to ``level`` (or to any level) along which a count may travel, or None."""
        found = [
            link
            for link in self.links(code)
            if link.count_rule in COUNTING and level in ("", link.level)
        ]
        return found[0] if found else None


def crosswalk(from_ref: str, to_ref: str) -> Crosswalk:
    """The crosswalk between two systems; a version left out means the newest.

    Raises UserError for unknown systems, for twice the same system, and for a system whose codes
    are not about harms and therefore have no crosswalk.
    """
    origin, target = resolve(from_ref), resolve(to_ref)
    if origin == target:
        raise UserError("taxonomy map", "both systems are the same", "name two different systems")
    return _crosswalk(origin, target)


@cache
def _crosswalk(origin: SystemInfo, target: SystemInfo) -> Crosswalk:
    if origin.name == target.name:
        return Crosswalk(origin, target, _between_versions(origin, target))
    if origin.name == HUB:
        return Crosswalk(origin, target, _forward(origin, target))
    if target.name == HUB:
        return Crosswalk(origin, target, _back(target, origin))
    direct = _direct(origin, target)
    if direct:
        return Crosswalk(origin, target, direct)
    hub = resolve(HUB)
    there = _crosswalk(origin, hub).by_code
    onward = _crosswalk(hub, target).by_code
    return Crosswalk(origin, target, compose(there, onward))


def _between_versions(origin: SystemInfo, target: SystemInfo) -> dict[str, tuple[Link, ...]]:
    first, second = load_system(origin.ref), load_system(target.ref)
    if origin.issued <= target.issued:
        return succession(first, second)
    found: dict[str, tuple[Link, ...]] = {}
    for links in succession(second, first).values():
        for link in links:
            if link.object is not None:
                back = link.inverse(second.codes[link.subject].kind)
                found[back.subject] = (*found.get(back.subject, ()), back)
    new = [code for key, code in first.codes.items() if key not in found]
    nothing = {code.key: (Link(code.key, None, "exactMatch", "none", ""),) for code in new}
    return {key: (found | nothing)[key] for key in first.codes}


def _forward(origin: SystemInfo, target: SystemInfo) -> dict[str, tuple[Link, ...]]:
    found: dict[str, tuple[Link, ...]] = {}
    for subject, link in _file(origin, target):
        if subject is not None:
            found[subject] = (*found.get(subject, ()), link)
    return found


def _back(hub: SystemInfo, origin: SystemInfo) -> dict[str, tuple[Link, ...]]:
    system, own = load_system(origin.ref), load_system(hub.ref)
    found: dict[str, tuple[Link, ...]] = {}
    for subject, link in _file(hub, origin):
        if link.object is None:
            continue
        back = _no_subject(link) if subject is None else link.inverse(own.codes[subject].kind)
        found[back.subject] = (*found.get(back.subject, ()), back)
    return {key: _ordered(found[key]) for key in system.codes if key in found}


def _direct(origin: SystemInfo, target: SystemInfo) -> dict[str, tuple[Link, ...]]:
    """The links of a file between two systems, read from either side; empty where there is none."""
    if _path(origin, target).is_file():
        return _forward(origin, target)
    return _back(target, origin) if _path(target, origin).is_file() else {}


def _path(first: SystemInfo, second: SystemInfo) -> Path:
    return data_path("taxonomy", "crosswalks", f"{first.ref}--{second.ref}.sssom.tsv")


def _no_subject(link: Link) -> Link:
    return Link(
        subject=link.object or "",
        object=None,
        relation="exactMatch",
        count_rule="none",
        level="",
        confidence=link.confidence,
        comment=link.comment,
        source=link.source,
    )


def _ordered(links: tuple[Link, ...]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: link.count_rule not in COUNTING))


@cache
def _file(hub: SystemInfo, other: SystemInfo) -> tuple[tuple[str | None, Link], ...]:
    path = _path(hub, other)
    if not path.is_file():
        raise UserError(
            "taxonomy map",
            f"{other.ref} holds no categories of harm, so it has no crosswalk",
            "choose another system; `harmscope taxonomy list` shows them",
        )
    return tuple(read_links(path))


def mapped_systems() -> list[System]:
    """Every system that has a crosswalk with the hub, in the order of the list."""
    folder = data_path("taxonomy", "crosswalks")
    names = {path.name.split("--")[1].removesuffix(".sssom.tsv") for path in folder.glob("*.tsv")}
    return [load_system(info.ref) for info in systems() if info.ref in names]
