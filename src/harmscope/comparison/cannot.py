"""What the reports that are compared cannot answer."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from harmscope.comparison.side import Side


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question, why these reports do not answer it, and what would."""

    question: str
    why: str
    needs: str


@cache
def _rows() -> tuple[tuple[Unanswered, tuple[str, ...]], ...]:
    text = files("harmscope.comparison").joinpath("cannot.toml").read_text(encoding="utf-8")
    return tuple(
        (Unanswered(row["question"], row["why"], row["needs"]), tuple(row["metrics"]))
        for row in tomllib.loads(text)["row"]
    )


def cannot_answer(services: Iterable[str], sides: Iterable[Side]) -> list[Unanswered]:
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
