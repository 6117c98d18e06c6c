"""A ranking, or the reasons why there is none."""

from dataclasses import dataclass

from harmscope.comparison.axes import AXES
from harmscope.comparison.concepts import concept_of
from harmscope.comparison.side import Side
from harmscope.comparison.verdicts import Pair


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
