"""A rule: a kind of finding, with the demand that a record must meet."""

from dataclasses import dataclass

from harmscope.demands import Demand
from harmscope.findings import MODEL, FindingKind

__all__ = ["MODEL", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule(FindingKind):
    """A rule of the catalogue. ``demand`` is set for rules of scope ``record`` alone; the shape,
    file and cross rules are asked by the validator itself."""

    demand: Demand | None = None
