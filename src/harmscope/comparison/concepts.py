"""What reports count under which name, and what they cannot answer."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from harmscope.comparison.side import Side
from harmscope.reading.report_file import title_of

# Which metrics are laid side by side, and which question each answers.


@dataclass(frozen=True, slots=True)
class Question:
    """One of the four questions of the GARM measurement report."""

    id: str
    number: int
    title: str
    construct: str


@dataclass(frozen=True, slots=True)
class Concept:
    """Metrics that answer one question. A metric outside the catalogue is a concept of its own.

    ``direction`` is ``none`` or ``down`` (less is better for people). ``authorised`` metrics are
    those of the measurement report, ``substitutes`` were given in their place.
    """

    id: str
    title: str
    direction: str
    authorised: tuple[str, ...]
    substitutes: tuple[str, ...]
    question: str | None = None
    basis: str | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric of the concept, authorised ones first."""
        return self.authorised + self.substitutes


@cache
def _catalogue() -> dict[str, Any]:
    text = files("harmscope.comparison").joinpath("concepts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def questions() -> dict[str, Question]:
    """The four questions by id, in their order."""
    entries = sorted(_catalogue()["questions"].items(), key=lambda entry: entry[1]["number"])
    return {key: Question(key, q["number"], q["title"], q["construct"]) for key, q in entries}


@cache
def concepts() -> dict[str, Concept]:
    """The catalogue by id, in the order of the file."""
    return {
        key: Concept(
            id=key,
            title=entry["title"],
            direction=entry["direction"],
            authorised=tuple(entry["authorised"]),
            substitutes=tuple(entry["substitutes"]),
            question=entry.get("question"),
            basis=entry.get("basis"),
        )
        for key, entry in _catalogue()["concepts"].items()
    }


@cache
def concept_of(metric: str) -> Concept:
    """The concept of a metric; one of its own where the catalogue does not name it."""
    for concept in concepts().values():
        if metric in concept.metrics:
            return concept
    return Concept(metric, title_of(metric), "none", (), (metric,))


# Which service reports which metric, and what the compared reports cannot answer.

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
