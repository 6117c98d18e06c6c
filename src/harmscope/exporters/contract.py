"""What every exporter offers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

Fill = Mapping[str, object]
"""Members that the user gives for every item, where the records do not hold them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the foreign form. ``id`` tells where it comes from; ``missing`` names members
    that its form demands and nothing gives; then it is not written."""

    id: str
    data: dict[str, object]
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Outcome:
    """What an export did: items written in how many files, items that lack something, and what was
    left out by reason. ``lacking`` counts by member."""

    written: int = 0
    files: int = 0
    incomplete: int = 0
    lacking: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


class Exporter(Protocol):
    """One foreign form. ``batch`` items at most go into one document, under ``wrapper``."""

    @property
    def name(self) -> str:
        """What ``--to`` calls it."""

    @property
    def batch(self) -> int:
        """Most items in one document."""

    @property
    def wrapper(self) -> str:
        """Member of a document under which its items stand."""

    @property
    def members(self) -> frozenset[str]:
        """Members that can be filled."""

    @property
    def choices(self) -> Mapping[str, str]:
        """What the records leave open, and how it is answered."""

    def items(self, record: dict[str, object], fill: Fill, outcome: Outcome) -> Iterator[Item]:
        """Items of one incident. What becomes none is counted in ``outcome.skipped``."""
