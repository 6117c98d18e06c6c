"""Categories in one system: counts are carried as far as count rules allow, never spread."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from harmscope.comparison.side import TOTAL, Category, Side
from harmscope.errors import UserError
from harmscope.model.figure import Bounds, Figure, Number
from harmscope.taxonomy import COUNTING, Crosswalk, Link, crosswalk, load_system

# Categories of different publishers in one system, as far as count rules carry.

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
        except UserError as error:
            raise UserError("--in", "there is no such system", error.fix) from None
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
    """Whether a code has no parent in its system, or its system is not known.

    A publisher's own code that stands under a category is none.
    """
    key = _key(scheme, code) if scheme else None
    if key is None and scheme and "/" in code and _key(scheme, code.partition("/")[0]):
        return False
    return key is None or scheme is None or not load_system(scheme).codes[key].parent


def is_under(lens: Lens, side: Side, category: str) -> bool:
    """Whether a side's category is this one or lies under it, in the system of the lens."""
    if side.category.rule == "none" or not side.category.code:
        return False
    scheme = lens.system or side.figure.scheme
    code: str | None = side.category.code
    while code is not None and code != category:
        key = _key(scheme, code) if scheme else None
        code = (load_system(scheme).codes[key].parent or None) if key and scheme else None
    return code == category


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


# Counts carried into another system: added where several codes arrive at one, never spread.

ADDITIVE = frozenset(
    {"items", "incidents", "accounts", "notices", "orders", "decisions", "actions", "records"}
)
STRONGEST = ("rollup", "approx", "equal", "same")
Key = tuple[object, ...]
Carried = tuple[Figure, Category, tuple[Figure, ...]]


def carry(figures: Iterable[Figure], lens: Lens) -> list[Carried]:
    """Every figure with its category in the lens and the figures it was added from.

    Counts of one metric that arrive at one code are added; a code and its own parent are never
    added together. A count whose code splits raises the upper bound of each narrower code. Shares
    and medians are never added: where several arrive, each stays by itself, unmapped.
    """
    singles, arrived, splits = _sorted(figures, lens)
    out: list[Carried] = [(figure, category, ()) for figure, category in singles]
    for key, members in arrived.items():
        category = _joined([category for _, category in members])
        parts = tuple(_without_children([figure for figure, _ in members]))
        extra = [figure for figure in splits.get(key, []) if not _covers(figure, parts)]
        if len(parts) == 1 and not extra:
            out.append((parts[0], category, ()))
        else:
            out.append((_sum(parts, extra), category, parts))
    return out


def _sorted(
    figures: Iterable[Figure], lens: Lens
) -> tuple[
    list[tuple[Figure, Category]],
    dict[Key, list[tuple[Figure, Category]]],
    dict[Key, list[Figure]],
]:
    singles: list[tuple[Figure, Category]] = []
    arrived: dict[Key, list[tuple[Figure, Category]]] = defaultdict(list)
    splits: dict[Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        category = lens.category(figure)
        adds = figure.unit in ADDITIVE and isinstance(figure.value, int)
        if category.rule in ("same", "none") or not adds:
            singles.append((figure, category))
        else:
            arrived[_target(figure, category.code)].append((figure, category))
        if adds:
            for code in lens.splits(figure):
                splits[_target(figure, code)].append(figure)
    return singles, arrived, splits


def _target(figure: Figure, code: str) -> Key:
    kept = {
        name: value
        for name, value in (figure.dimensions or {}).items()
        if name not in ("category", "harm", "harm_top", "description", "row")
    }
    scope = figure.scope
    return (
        figure.metric,
        figure.period,
        (scope.service, scope.surface, scope.geography) if scope else None,
        tuple(sorted(kept.items())),
        code,
    )


def _without_children(figures: list[Figure]) -> list[Figure]:
    """Figures whose parent category is not among them, so that nothing is counted twice."""
    codes = {native_code(figure) for figure in figures}
    return [figure for figure in figures if _parent(figure) not in codes]


def _covers(figure: Figure, parts: tuple[Figure, ...]) -> bool:
    """Whether a broader figure already holds every part: then its split adds what is left."""
    return any(native_code(figure) == native_code(part) for part in parts)


def _parent(figure: Figure) -> str | None:
    code = native_code(figure)
    if code is None or figure.scheme is None:
        return None
    if "/" in code:
        return code.partition("/")[0]
    found = load_system(figure.scheme).find(code)
    return (found.parent or None) if found else None


def _joined(categories: list[Category]) -> Category:
    rules = {category.rule for category in categories}
    rule = next(each for each in STRONGEST if each in rules)
    native = tuple(sorted({code for category in categories for code in category.native}))
    return Category(categories[0].code, categories[0].label, rule, native)


def _sum(parts: tuple[Figure, ...], extra: list[Figure]) -> Figure:
    """The sum of the parts. What may also belong here, after its own parts, raises the bound."""
    total = sum(part.value or 0 for part in parts)
    more = sum(_rest(figure, parts) for figure in extra)
    rounding: Number = sum(part.rounding or 0 for part in parts)
    names = ", ".join(str(native_code(part)) for part in parts)
    update: dict[str, object] = {
        "value": total,
        "status": "at_least" if more else "approx",
        "bounds": Bounds(low=total, high=total + more) if more else None,
        "rounding": rounding or None,
        "notes": [f"Added from {names[:900]}."],
        "dimensions": {
            name: code
            for name, code in (parts[0].dimensions or {}).items()
            if name not in ("description", "row")
        },
    }
    return parts[0].model_copy(update=update)


def _rest(figure: Figure, parts: tuple[Figure, ...]) -> Number:
    """What a broader count holds beyond those of its own keywords that were counted already."""
    code = native_code(figure)
    inside = sum(part.value or 0 for part in parts if _parent(part) == code)
    return max((figure.value or 0) - inside, 0)
