"""Links between codes: their relation, and whether a count may travel along it.

Relations are SKOS mapping relations as SSSOM uses them. They invert and chain as SSSOM's chaining
rules say: exact passes the other relation on, broad and narrow chain with themselves, and nothing
is concluded over close or related. Count rules are our own extension.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, cast

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


# Reads a crosswalk file: SSSOM TSV with our columns ``count_rule`` and ``condition``.

NO_TERM: Final = "sssom:NoTermFound"


@dataclass(frozen=True, slots=True)
class Link:
    """One link from a code to a code.

    ``object`` is None where the other system has no term. ``level`` is the kind of the object.
    ``condition`` is a facet test such as ``facets.target=women|girls``. ``confidence`` lies
    between 0 and 1. ``via`` names the codes of the hub on a composed link.
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
