"""The verdict for a pair of figures on every axis, and a ranking or why there is none."""

from dataclasses import dataclass

from harmscope.comparison.axes import AXES, Context, Outcome, Verdict
from harmscope.comparison.concepts import concept_of
from harmscope.comparison.side import Rates, Side, Sizes
from harmscope.reading.ranges import Range, ratio

# The verdict for a pair of figures, out of its axes.

SIZELESS = frozenset({"share", "hours", "days"})
"""Units that do not grow with the size of a service."""

VERDICTS: dict[Verdict, str] = {
    "comparable": "Comparable",
    "with_care": "Comparable with care",
    "not_comparable": "Not comparable",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What a ratio is of: what is counted, what it is divided by, and the unit of both sides."""

    numerator: str
    denominator: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures, what each axis says, and what may be said of them together.

    ``ratio`` and ``rates`` are limits; they are None where the verdict, a contradiction or an
    open bound forbids them. The ratio is of the rates, or of shares and times as they stand; raw
    counts of services of different size have none. ``measure`` says what it is of. ``better``
    names the service with less of what has a direction, and only where every axis is green and the
    intervals do not overlap.
    """

    a: Side
    b: Side
    verdict: Verdict
    axes: dict[str, Outcome]
    ratio: tuple[float | None, float | None] | None = None
    rates: Rates | None = None
    better: str | None = None
    measure: Measure | None = None

    def failed(self) -> list[str]:
        """Ids of the axes that rule the comparison out."""
        return [axis for axis, outcome in self.axes.items() if outcome.state == "fails"]

    def open(self) -> list[str]:
        """Ids of the axes that ask for care or are not stated."""
        return [axis for axis, o in self.axes.items() if o.state in ("care", "unknown")]


def judge(a: Side, b: Side, sizes: Sizes) -> Pair:
    """The verdict for a pair: one failing axis rules it out, one unclear axis asks for care."""
    context = Context(sizes.per(a, b))
    axes = {axis.id: axis.judge(a, b, context) for axis in AXES}
    states = {outcome.state for outcome in axes.values()}
    verdict: Verdict = "comparable"
    if states & {"care", "unknown"}:
        verdict = "with_care"
    if "fails" in states:
        verdict = "not_comparable"
    contested = "contested" in (a.figure.status, b.figure.status)
    if verdict == "not_comparable" or contested or a.range is None or b.range is None:
        return Pair(a, b, verdict, axes)
    rates = sizes.rates(a, b)
    found, measure = _ratio(a, b, rates)
    return Pair(a, b, verdict, axes, found, rates, _better(a, b, verdict), measure)


def _ratio(
    a: Side, b: Side, rates: Rates | None
) -> tuple[tuple[float | None, float | None] | None, Measure | None]:
    """The ratio of the figures that the verdict speaks of, and what it is of."""
    unit = a.figure.unit
    if rates is not None:
        one, two = (Range(low, high, None, "rate") for low, high in (rates.a, rates.b))
        found = ratio(one, two)
        measure = Measure(a.title.lower(), rates.per, f"per million {rates.per}")
    elif unit not in SIZELESS or a.range is None or b.range is None:
        return None, None
    else:
        found, measure = (
            ratio(a.range, b.range),
            Measure(a.title.lower(), a.figure.denominator_name, unit),
        )
    return found, measure if found is not None else None


def _better(a: Side, b: Side, verdict: Verdict) -> str | None:
    directed = concept_of(a.metric).direction == "down"
    if verdict != "comparable" or not directed or a.range is None or b.range is None:
        return None
    intervals = a.figure.interval is not None and b.figure.interval is not None
    if not intervals or a.range.overlaps(b.range):
        return None
    return min((a, b), key=lambda side: side.range.high or 0 if side.range else 0).service


# A ranking, or the reasons why there is none.


@dataclass(frozen=True, slots=True)
class Ranking:
    """``order`` holds service names, least first, and is empty where ``refused`` says why."""

    order: tuple[str, ...]
    refused: tuple[str, ...]


def rank(sides: list[Side], pairs: list[Pair]) -> Ranking:
    """A ranking only where the metric has a direction and every axis of every pair is green."""
    refused = []
    if len({side.service for side in sides}) < 2:
        refused.append("there are not two services to rank")
    if any(concept_of(side.metric).direction == "none" for side in sides):
        refused.append("the metric has no direction: more enforcement is neither better nor worse")
    titles = {axis.id: axis.title.lower() for axis in AXES}
    failing = sorted({titles[axis] for pair in pairs for axis in pair.failed()})
    unclear = sorted({titles[axis] for pair in pairs for axis in pair.open()} - set(failing))
    if failing:
        refused.append(f"not comparable on {', '.join(failing)}")
    if unclear:
        refused.append(f"not green on {', '.join(unclear)}")
    if any(pair.better is None for pair in pairs) and not refused:
        refused.append("the intervals overlap, or there are none")
    if refused:
        return Ranking((), tuple(refused))
    ordered = sorted(sides, key=lambda side: side.range.high or 0 if side.range else 0)
    return Ranking(tuple(side.service for side in ordered), ())
