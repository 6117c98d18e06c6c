"""Categories of different publishers in one system, as far as count rules carry."""

from collections.abc import Iterable
from dataclasses import dataclass

from harmscope.comparison.side import TOTAL, Category
from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.taxonomy import COUNTING, Crosswalk, Link, crosswalk, load_system

NAMES = ("harm", "category", "harm_top")
"""Dimensions that hold a category; the first that a figure has is meant."""


@dataclass(frozen=True, slots=True)
class Lens:
    """The system in which categories are compared; None leaves each in the publisher's own."""

    system: str | None

    def category(self, figure: Figure) -> Category:
        """The category of a figure, mapped where a count rule carries it."""
        code = native_code(figure)
        if code is None:
            return TOTAL
        scheme = figure.scheme
        if self.system is None or scheme is None or same_system(scheme, self.system):
            return Category(code, label_of(scheme, code), "same", (code,))
        link = self._link(scheme, code)
        if link is None or link.object is None:
            return Category(code, label_of(scheme, code), "none", (code,))
        return Category(link.object, label_of(self.system, link.object), link.count_rule, (code,))

    def splits(self, figure: Figure) -> list[str]:
        """Codes that may hold part of the figure: their upper bound rises by it, and no more."""
        code, scheme = native_code(figure), figure.scheme
        if code is None or scheme is None or self.system is None:
            return []
        walk = _walk(scheme, self.system)
        key = _key(scheme, code)
        if walk is None or key is None:
            return []
        return [
            link.object
            for link in walk.links(key)
            if link.object is not None and link.count_rule == "split"
        ]

    def _link(self, scheme: str, code: str) -> Link | None:
        walk = _walk(scheme, self.system or "")
        key = _key(scheme, code)
        if walk is None or key is None:
            return None
        counting = [link for link in walk.links(key) if link.count_rule in COUNTING]
        return counting[0] if counting else None


def lens_for(figures: Iterable[Figure], system: str | None) -> Lens:
    """The lens asked for; without one, the publishers' own where they share it, else ``harm``.

    Raises UserError where there is no such system.
    """
    if system is not None:
        try:
            return Lens(load_system(system).info.ref)
        except UserError:
            raise UserError(
                "--in", "there is no such system", "see harmscope taxonomy list"
            ) from None
    schemes = {figure.scheme for figure in figures if native_code(figure) and figure.scheme}
    return Lens(None) if len(schemes) <= 1 else Lens(load_system("harm").info.ref)


def native_code(figure: Figure) -> str | None:
    """The code of a figure's category in its own system, or None for a total."""
    dimensions = figure.dimensions or {}
    return next((dimensions[name] for name in NAMES if name in dimensions), None)


def same_system(one: str, two: str) -> bool:
    """Whether two references mean the same system in the same version."""
    return one == two


def label_of(scheme: str | None, code: str) -> str:
    """The label of a code, or the code itself where its system is not known.

    A code that stands under several parents is named with its parent.
    """
    key = _key(scheme, code) if scheme else None
    if key is None or scheme is None:
        return code
    found = load_system(scheme).codes[key]
    if "/" in key and found.parent:
        return f"{label_of(scheme, found.parent)}: {found.label[:1].lower()}{found.label[1:]}"
    return found.label


def is_top(scheme: str | None, code: str) -> bool:
    """Whether a code has no parent in its system, or its system is not known."""
    key = _key(scheme, code) if scheme else None
    return key is None or scheme is None or not load_system(scheme).codes[key].parent


def _key(scheme: str, code: str) -> str | None:
    try:
        found = load_system(scheme).find(code)
    except UserError:
        return None
    return found.key if found else None


def _walk(scheme: str, system: str) -> Crosswalk | None:
    try:
        return crosswalk(scheme, system)
    except UserError:
        return None
