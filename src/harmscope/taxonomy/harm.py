"""The harm taxonomy itself: categories with their prose, and what they demand of the facets."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from harmscope.errors import UserError, offer
from harmscope.resources import data_path

HARM_VERSIONS: Final[tuple[str, ...]] = ("1.0.0",)
"""Shipped versions, the newest last."""


@dataclass(frozen=True, slots=True)
class FacetDemand:
    """Values that the facet at ``path`` (dotted, in an incident record) must or must not have.

    ``implied`` is the value that follows from the category alone, ``""`` where none does.
    """

    path: str
    one_of: tuple[str, ...]
    implied: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Something that is not in a category; ``see`` is the id of the right one, or ``""``."""

    text: str
    see: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """One category. ``id`` is for ever; ``parent`` is None at the first level.

    ``mode`` is the usual one of content, contact and conduct. ``sensitive`` asks for more care
    with small numbers and single records. ``status`` is active, deprecated or retired.
    """

    id: str
    parent: str | None
    label: str
    definition: str
    includes: tuple[str, ...]
    excludes: tuple[Exclusion, ...]
    boundary: tuple[str, ...]
    aliases: tuple[str, ...]
    mode: str
    sensitive: bool
    status: str
    introduced: str
    required_facets: tuple[FacetDemand, ...]
    forbidden_facets: tuple[FacetDemand, ...]
    deprecated_since: str = ""
    deprecated_reason: str = ""
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of the taxonomy. ``precedence`` orders first-level ids, the primary one first."""

    version: str
    title: str
    issued: str
    licence: str
    note: str
    facets: dict[str, str]
    precedence: tuple[str, ...]
    categories: dict[str, Category]

    def top(self, category: str) -> str:
        """The first-level id of a category."""
        return category.split(".", 1)[0]

    def children(self, category: str) -> list[Category]:
        """The second-level categories under ``category``."""
        return [child for child in self.categories.values() if child.parent == category]

    def primary(self, ids: list[str]) -> str | None:
        """Which of several categories is the primary one: by precedence, then the narrower one."""
        rank = {top: place for place, top in enumerate(self.precedence)}
        order = sorted(ids, key=lambda one: (rank[self.top(one)], "." not in one, one))
        return order[0] if order else None


@cache
def harm(version: str = HARM_VERSIONS[-1]) -> Scheme:
    """The harm taxonomy of one version; UserError for a version that is not shipped."""
    if version not in HARM_VERSIONS:
        fix = offer(version, HARM_VERSIONS)
        raise UserError("harm taxonomy", "there is no such version", fix)
    folder = data_path("taxonomy", "harm", version)
    head = tomllib.loads((folder / "scheme.toml").read_text(encoding="utf-8"))
    categories: dict[str, Category] = {}
    files = {path.stem: path for path in (folder / "categories").glob("*.toml")}
    for stem in sorted(files, key=list(head["order"]).index):
        entries = tomllib.loads(files[stem].read_text(encoding="utf-8"))
        for entry in (entries["category"], *entries.get("children", [])):
            categories[entry["id"]] = _category(entry)
    return Scheme(
        version=head["version"],
        title=head["title"],
        issued=str(head["issued"]),
        licence=head["licence"],
        note=head["note"].strip(),
        facets=head["facets"],
        precedence=tuple(head["precedence"]),
        categories=categories,
    )


def _category(entry: dict[str, Any]) -> Category:
    parent, _, _ = entry["id"].rpartition(".")
    gone = entry.get("deprecated", {})
    return Category(
        id=entry["id"],
        parent=parent or None,
        label=entry["label"],
        definition=entry["definition"],
        includes=tuple(entry["includes"]),
        excludes=tuple(Exclusion(**one) for one in entry["excludes"]),
        boundary=tuple(entry["boundary"]),
        aliases=tuple(entry["aliases"]),
        mode=entry["mode"],
        sensitive=entry["sensitive"],
        status=entry["status"],
        introduced=entry["introduced"],
        required_facets=_demands(entry["required_facets"]),
        forbidden_facets=_demands(entry["forbidden_facets"]),
        deprecated_since=gone.get("since", ""),
        deprecated_reason=gone.get("reason", ""),
        replaced_by=tuple(gone.get("replaced_by", ())),
    )


def _demands(entries: list[dict[str, Any]]) -> tuple[FacetDemand, ...]:
    return tuple(
        FacetDemand(one["path"], tuple(one["one_of"]), one.get("implied", "")) for one in entries
    )
