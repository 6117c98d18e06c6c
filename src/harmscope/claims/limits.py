"""The limits of the figures of a claim: rounding that nobody states, shares made of counts."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from math import isinf

from harmscope.claims.claim import Condition, Measurement, Ratio
from harmscope.claims.grammar import said_of
from harmscope.claims.undecided import UndecidedError
from harmscope.comparison.compare import Placed
from harmscope.comparison.side import Side
from harmscope.comparison.verdicts import SIZELESS
from harmscope.model.figure import Bounds, Figure, FigureSource
from harmscope.reading.ranges import Range, range_of

CLOSE = 1e-9
"""Numbers nearer to each other than this part are equal: they are sums and quotients of floats."""

LIMITED = ("interval", "bounds", "contested")


def limits_of(figure: Figure, service: str) -> Range:
    """The limits of a figure; wider by half the step that it is shown to where nobody states how it
    was rounded. Raises UndecidedError for no number, and for one without the limits it needs."""
    found = range_of(figure)
    if found is None:
        raise UndecidedError("missing", f"{service}: {said_of(figure.metric)} has no number")
    limits = found if found.reason in LIMITED else _widened(figure, service, found)
    if not _is_short(figure):
        return limits
    if figure.unit in SIZELESS:
        who = f"{figure.senders:,} of {figure.of:,} services stand behind the number"
        raise UndecidedError("missing", f"{service}: {who}")
    return Range(limits.low, None, limits.center, "bounds")


def _widened(figure: Figure, service: str, found: Range) -> Range:
    """The limits of a number that states none itself."""
    if figure.estimand == "sampled_exposure":
        raise UndecidedError("interval", f"{service} names no interval of its estimate")
    stated = figure.assurance == "computed" and figure.rounding is not None
    if figure.status == "estimate" or (figure.status == "approx" and not stated):
        raise UndecidedError(
            "rounding", f"{service} gives an approximate number without its limits"
        )
    if figure.status == "at_least":
        return Range(found.low, None, found.center, "bounds")
    if figure.unit not in SIZELESS and isinstance(found.center, int) and figure.rounding == 1:
        return Range(found.center, found.center, found.center, "exact")
    if figure.rounding is not None or figure.assurance == "computed" or found.center is None:
        return found
    half = _step(found.center, figure.unit) / 2
    if not half:
        return found
    low, high = max(found.center - half, 0), found.center + half
    return Range(low, min(high, 1) if figure.unit == "share" else high, found.center, "rounded")


def _is_short(figure: Figure) -> bool:
    """Whether a pooled number lacks services that could stand behind it."""
    return figure.senders is not None and figure.of is not None and figure.senders < figure.of


def _step(number: float, unit: str) -> float:
    """The step that a number is shown to: 51,000 to 1,000; 3.25 to 0.01; 51,234 to nothing less.

    A share is shown to whole per cent at least, a time to whole hours or days.
    """
    exponent = Decimal(str(number)).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    if unit == "share":
        return float(Decimal(10) ** min(exponent, -2))
    if unit in SIZELESS:
        return float(Decimal(10) ** min(exponent, 0))
    return 0.0 if exponent == 0 or not number else float(Decimal(10) ** exponent)


# A share made of counts.


def derived(figures: Sequence[Placed], measure: Measurement) -> list[Placed]:
    """The share that a measurement makes of counts, for each report, period and surface.

    Raises UndecidedError where some of the counts are there and others are missing.
    """
    made: list[Placed] = []
    for recipe in measure.ratios:
        metrics = {*recipe.part, *recipe.whole}
        groups: dict[object, dict[str, Placed]] = defaultdict(dict)
        for one in figures:
            at, _, figure = one
            if figure.metric in metrics and not figure.place:
                surface = figure.scope.surface if figure.scope else None
                groups[at, figure.period, surface, figure.edition][figure.metric] = one
        found = [parts for parts in groups.values() if set(recipe.part) & set(parts)]
        made += [_share(parts, measure, recipe) for parts in found]
    return made


def _share(parts: dict[str, Placed], measure: Measurement, recipe: Ratio) -> Placed:
    at, service, first = next(parts[metric] for metric in recipe.part if metric in parts)
    low, high = _sum(parts, recipe.part, service)
    rest = _sum(parts, [metric for metric in recipe.whole if metric not in recipe.part], service)
    inside = set(recipe.part) <= set(recipe.whole)
    if rest[0] + (high if inside else 0.0) <= 0:
        none = f"{service}: there were no {recipe.name}"
        open_ = f"{service}: there may have been no {recipe.name}"
        raise UndecidedError("denominator", open_ if rest[1] > 0 else none)
    if inside:
        least, most = low / (low + rest[1]) if low else 0.0, high / (high + rest[0])
    else:
        least, most = low / rest[1], min(high / rest[0], 1.0)
    least = 0.0 if measure.rest_open else least
    update: dict[str, object] = {
        "metric": measure.metric,
        "unit": "share",
        "value": most if least == most else None,
        "bounds": None if least == most else Bounds(low=least, high=most),
        "status": "exact" if least == most else "estimate",
        "rounding": None,
        "denominator_name": recipe.name,
        "source": _source([parts[metric][2] for metric in sorted(parts)]),
    }
    return at, service, first.model_copy(update=update)


def _source(figures: Sequence[Figure]) -> FigureSource | None:
    """Where all of the counts stand; of one file, as the figures of one report are."""
    first = figures[0].source
    cells = [one.source.cell for one in figures if one.source and one.source.cell]
    if first is None or not cells:
        return first
    return first.model_copy(
        update={
            "cell": ", ".join(sorted(set(cells), key=lambda cell: (len(cell), cell))),
            "quoted": None,
        }
    )


def _sum(parts: dict[str, Placed], metrics: Sequence[str], service: str) -> tuple[float, float]:
    """The limits of a sum of counts. Raises UndecidedError where one has no number."""
    low = high = 0.0
    for metric in metrics:
        if metric not in parts or range_of(parts[metric][2]) is None:
            words = said_of(metric)
            raise UndecidedError(
                "missing", f"{service} gives no number for “{words}”, which is not zero"
            )
        found = limits_of(parts[metric][2], service)
        low, high = low + (found.low or 0), high + _high(found, service)
    return low, high


def _high(found: Range, service: str) -> float:
    if found.high is None:
        raise UndecidedError("rounding", f"{service} gives a lower limit alone")
    return float(found.high)


# Whether a test holds, whatever the numbers within their limits are.


def holds(test: Condition, first: Range, second: Range | None) -> bool | None:
    """True or False where every number within the limits gives it; None where not all do."""
    low, high = _ends(first)
    other_low, other_high = _ends(second) if second else (0.0, 0.0)
    if second is not None and test.factor != 1 and other_low <= 0:
        return None  # nothing is a number of times zero, nor a part of it
    least, most = other_low * test.factor + test.shift, other_high * test.factor + test.shift
    if test.op == "eq":
        sure = _near(low, high) and _near(least, most) and _near(low, least)
        apart = _above(low, most) or _above(least, high)
        return True if sure else False if apart else None
    if test.op in ("lt", "le"):
        low, high, least, most = least, most, low, high
    strict = test.op in ("gt", "lt")
    if strict:
        return True if _above(low, most) else False if not _above(high, least) else None
    return True if not _above(most, low) else False if _above(least, high) else None


def _ends(found: Range) -> tuple[float, float]:
    high = float("inf") if found.high is None else float(found.high)
    return float(found.low or 0), high


def _near(one: float, two: float) -> bool:
    if one == two or isinf(one) or isinf(two):
        return one == two
    return abs(one - two) <= CLOSE * max(abs(one), abs(two))


def _above(one: float, two: float) -> bool:
    return one > two and not _near(one, two)


def together(found: Sequence[bool | None]) -> bool | None:
    """Whether all hold: no where one does not, not known where one is not known."""
    if False in found:
        return False
    return None if None in found else True


def blurred(side: Side, found: Range) -> str | None:
    """The axis that makes limits of a number, or None where it is exact."""
    if found.reason == "contested":
        return "contradiction"
    if _is_short(side.figure):
        return "missing"
    if side.figure.status == "at_least":
        return "category" if side.category.code else "missing"
    if side.figure.estimand == "sampled_exposure":
        return "interval"
    return None if found.reason == "exact" else "rounding"
