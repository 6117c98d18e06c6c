"""Which service reports which metric, and what the compared reports cannot answer."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from harmscope.comparison.concepts import Concept, concept_of
from harmscope.comparison.side import Side

# Who reports what: a matrix of metrics and services.

ORDER = ("number", "contested", "suppressed", "not_recorded", "not_reported", "blank")


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One metric: for each service the best state seen and how many figures have a number.

    A state is ``number``, ``contested``, ``suppressed``, ``not_recorded``, ``not_reported``,
    ``blank`` or, where the service has no such figure at all, ``absent``.
    """

    concept: Concept
    metric: str
    title: str
    states: dict[str, str]
    counts: dict[str, int]


def coverage(services: list[str], sides: Iterable[Side]) -> list[CoverageRow]:
    """A row for each metric that any service reports, those of the catalogue first."""
    states: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    titles: dict[str, str] = {}
    for side in sides:
        titles[side.metric] = side.title
        states[side.metric][side.service].add(_state(side))
        counts[side.metric][side.service] += side.has_number
    rows = [
        CoverageRow(
            concept=concept_of(metric),
            metric=metric,
            title=titles[metric],
            states={service: _best(states[metric].get(service, set())) for service in services},
            counts={service: counts[metric][service] for service in services},
        )
        for metric in states
    ]
    return sorted(rows, key=lambda row: (row.concept.id == row.metric, row.concept.id, row.metric))


def _state(side: Side) -> str:
    if side.figure.status == "contested":
        return "contested"
    return "number" if side.has_number else side.figure.status


def _best(found: set[str]) -> str:
    return next((state for state in ORDER if state in found), "absent")


# What the reports that are compared cannot answer.


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question, why these reports do not answer it, and what would."""

    question: str
    why: str
    needs: str


@cache
def _rows() -> tuple[tuple[Unanswered, tuple[str, ...]], ...]:
    text = files("harmscope.comparison").joinpath("unanswerable.toml").read_text(encoding="utf-8")
    return tuple(
        (Unanswered(row["question"], row["why"], row["needs"]), tuple(row["metrics"]))
        for row in tomllib.loads(text)["row"]
    )


def unanswerable(services: Iterable[str], sides: Iterable[Side]) -> list[Unanswered]:
    """The questions left open, given which service reports which metric with a number."""
    wanted = set(services)
    given: dict[str, set[str]] = {}
    for side in sides:
        if side.has_number:
            given.setdefault(side.metric, set()).add(side.service)
    return [
        row
        for row, metrics in _rows()
        if not any(given.get(metric, set()) >= wanted for metric in metrics)
    ]
