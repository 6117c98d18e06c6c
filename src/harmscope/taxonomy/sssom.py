"""Reads a crosswalk file: SSSOM TSV with our columns ``count_rule`` and ``condition``."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

from harmscope.taxonomy.relations import CountRule, Relation, invert

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
