"""The check digit of a product number (EAN-13, GS1 General Specifications)."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """Every text of 13 digits at ``path`` ends with the check digit of the twelve before."""

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for pointer, value in places(record, self.path):
            if isinstance(value, str) and _is_number(value) and _weighted(value) % 10:
                yield pointer

    def schema(self) -> Schema | None:
        return None


def _is_number(text: str) -> bool:
    return len(text) == 13 and text.isascii() and text.isdigit()


def _weighted(digits: str) -> int:
    return sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits))
