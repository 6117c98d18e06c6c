"""How many records give which value of the fields that two periods are compared by."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

CODES = "codes"
FLAGS = ("detected", "automation", "source", "ground", "medium")
"""Fields of a pattern with one value each."""

MOST = 5_000
"""Values that are told apart. The others are counted together under no name."""


class Held(Protocol):
    """What is looked at: the fields of ``survey.Pattern``."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Native codes, or the harm."""


@dataclass(slots=True)
class Tallies:
    """Records by field and value. ``("codes", "")`` counts those of too many codes."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, pattern: Held, times: int) -> None:
        """Count so many records of one pattern."""
        for name in FLAGS:
            value = getattr(pattern, name)
            if value:
                self._add((name, value), times)
        for code in set(pattern.codes):
            self._add((CODES, code), times)

    def merge(self, other: "Tallies") -> None:
        """Add what was counted of other records."""
        for key, times in other.counts.items():
            self._add(key, times)

    def of(self, name: str) -> dict[str, int]:
        """Records by the value of a field."""
        return {value: times for (field_, value), times in self.counts.items() if field_ == name}

    def _add(self, key: tuple[str, str], times: int) -> None:
        known = key in self.counts or len(self.counts) < MOST
        self.counts[key if known else (key[0], "")] += times
