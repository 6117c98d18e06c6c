"""Counts carried into another system: added where several codes arrive at one, never spread."""

from collections import defaultdict
from collections.abc import Iterable

from harmscope.comparison.categories import Lens, native_code
from harmscope.comparison.side import Category
from harmscope.model.figure import Bounds, Figure, Number
from harmscope.taxonomy import load_system

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
            arrived[_key(figure, category.code)].append((figure, category))
        if adds:
            for code in lens.splits(figure):
                splits[_key(figure, code)].append(figure)
    return singles, arrived, splits


def _key(figure: Figure, code: str) -> Key:
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
