"""Which metrics are laid side by side, and which question each answers."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from harmscope.reading.report_file import title_of


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
