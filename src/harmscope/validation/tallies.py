"""How many records give which value of the fields that two periods are compared by."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

CODES = "codes"
FLAGS = ("detected", "automation", "source", "ground", "medium")
"""Fields of a record with one value each."""

MOST = 5_000
"""Values that are told apart. The others are counted together under no name."""


@dataclass(slots=True)
class Tallies:
    """Records by field and value. ``("codes", "")`` counts those of too many codes."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, name: str, times: Mapping[str, int]) -> None:
        """Count so many records by the value of one field."""
        for value, number in times.items():
            self._add((name, value), number)

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
