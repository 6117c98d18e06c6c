"""A claim as it was understood, and the answer that reports give to it."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from harmscope.comparison.side import Side
from harmscope.comparison.verdicts import Pair
from harmscope.errors import UserError
from harmscope.model.period import Period
from harmscope.reading import LoadedReport

Kind = Literal["count", "share", "time"]
Form = Literal["compare", "change", "limit", "reports"]
Op = Literal["gt", "ge", "lt", "le", "eq"]
State = Literal["supported", "not_supported", "cannot_say"]


@dataclass(frozen=True, slots=True)
class Condition:
    """The first number stands in ``op`` to ``factor`` times the second plus ``shift``; where there
    is no second number, to ``shift`` alone."""

    op: Op
    factor: float = 1
    shift: float = 0


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share made of counts: the metrics of the part and of the whole, what it is a share of, and
    how it is printed."""

    part: tuple[str, ...]
    whole: tuple[str, ...]
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """One thing that a claim can be about, as ``grammar.toml`` says it."""

    id: str
    kind: Kind
    metric: str
    said: str
    splits: tuple[tuple[str, str], ...] = ()
    ratios: tuple[Ratio, ...] = ()
    rest_open: str = ""
    at_least: str = ""
    at_least_because: str = ""
    also: tuple[str, ...] = ()
    active: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    automation: tuple[str, ...] = ()
    category: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it was understood. ``conditions`` must all hold.

    ``periods`` holds none (the claim names none), one, or the earlier and the later of a change;
    ``since`` says that the later one is the newest that the reports hold. ``what`` are the words
    for a category, empty for all; ``amount`` those for how many. A claim of the form ``reports``
    may have no measurement; ``not_`` says that it denies, ``apart`` that it says "separately".
    """

    text: str
    form: Form
    a: str
    b: str | None = None
    measure: Measurement | None = None
    what: str = ""
    conditions: tuple[Condition, ...] = ()
    periods: tuple[Period, ...] = ()
    since: bool = False
    place: str | None = None
    amount: str = ""
    not_: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What reports say of a claim.

    ``axis`` and ``reason`` say what decides where the reports cannot say. ``sides`` are the figures
    that were compared, ``pair`` what every axis says of them. ``notes`` are the limits to print
    with it, ``instead`` a nearer claim that these reports do answer, with its answer.
    """

    claim: Claim
    state: State
    reason: str
    axis: str | None = None
    sides: tuple[Side, ...] = ()
    pair: Pair | None = None
    notes: tuple[str, ...] = ()
    instead: "Answer | None" = None
    reports: tuple[LoadedReport, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence that is no claim of the grammar: why, what to do, and the nearest claims."""

    text: str
    fault: str
    fix: str
    nearest: tuple[str, ...] = ()


class NotKnownError(UserError):
    """A claim, or a name in it, that is not known. ``nearest`` are claims in its place, or, where
    ``word`` is set, names in place of this word of the claim."""

    def __init__(
        self, where: str, fault: str, fix: str, nearest: tuple[str, ...] = (), word: str = ""
    ) -> None:
        super().__init__(where, fault, fix)
        self.nearest = nearest
        self.word = word

    def __reduce__(self) -> Any:
        """It passes from one process to another."""
        return (*super().__reduce__(), {"nearest": self.nearest, "word": self.word})

    def instead_of(self, text: str) -> tuple[str, ...]:
        """The nearest claims in place of ``text``."""
        if not self.word:
            return self.nearest
        form = re.compile(rf"(?<!\w){re.escape(self.word)}(?!\w)")
        found = form.search(text)
        if found is None:
            return ()
        before, after = text[: found.start()], text[found.end() :]
        return tuple(f"{before}{one}{after}" for one in self.nearest)
