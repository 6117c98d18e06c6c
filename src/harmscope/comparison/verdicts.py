"""The verdict for a pair of figures on every axis, and a ranking or why there is none."""

from dataclasses import dataclass

from harmscope.comparison.axes import AXES, Context, Outcome, Verdict
from harmscope.comparison.concepts import concept_of
from harmscope.comparison.side import Rates, Side, Sizes
from harmscope.reading.ranges import ratio

# The verdict for a pair of figures, out of its axes.

VERDICTS: dict[Verdict, str] = {
    "comparable": "Comparable",
    "with_care": "Comparable with care",
    "not_comparable": "Not comparable",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures, what each axis says, and what may be said of them together.

    ``ratio`` and ``rates`` are limits; they are None where the verdict, a contradiction or an
    open bound forbids them. ``better`` names the service with less of what has a direction, and
    only where every axis is green and the intervals do not overlap.
    """

    a: Side
    b: Side
    verdict: Verdict
    axes: dict[str, Outcome]
    ratio: tuple[float | None, float | None] | None = None
    rates: Rates | None = None
    better: str | None = None

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
    better = _better(a, b, verdict)
    return Pair(a, b, verdict, axes, ratio(a.range, b.range), sizes.rates(a, b), better)


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
