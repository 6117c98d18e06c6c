"""What judging one axis gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from harmscope.comparison.side import Side

State = Literal["same", "care", "unknown", "fails", "not_applicable"]
Verdict = Literal["comparable", "with_care", "not_comparable"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """State of one axis for one pair, and in words why."""

    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """What judging needs beside the pair: what both counts can be divided by, if anything."""

    per: str | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of comparability."""

    id: str
    title: str
    question: str
    judge: Callable[[Side, Side, Context], Outcome]


NOT_APPLICABLE = Outcome("not_applicable", "does not matter for this figure")


def same(reason: str) -> Outcome:
    """The axis agrees."""
    return Outcome("same", reason)


def care(reason: str) -> Outcome:
    """The axis differs in a way that asks for care."""
    return Outcome("care", reason)


def unknown(what: str) -> Outcome:
    """A publisher does not state it. Unknown is never green."""
    return Outcome("unknown", f"not stated: {what}")


def fails(reason: str) -> Outcome:
    """The axis rules the comparison out."""
    return Outcome("fails", reason)


def stated(name: str, a: str | None, b: str | None, otherwise: State = "fails") -> Outcome:
    """Both sides state ``name``: equal is same, different is ``otherwise``; else unknown."""
    if a is None or b is None:
        return unknown(name)
    if a == b:
        return same(a)
    return Outcome(otherwise, f"{a} against {b}")
