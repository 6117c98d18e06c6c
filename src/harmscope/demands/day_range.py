"""Days within limits."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places
from harmscope.times import moment


@dataclass(frozen=True, slots=True)
class DayRange:
    """Every day at ``paths`` lies from ``first`` to ``last`` (``YYYY-MM-DD``, both inside)."""

    paths: tuple[str, ...]
    first: str
    last: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for path in self.paths:
            for pointer, value in places(record, path):
                read = moment(value) if isinstance(value, str) else None
                if read and not self.first <= read.day.isoformat() <= self.last:
                    yield pointer

    def schema(self) -> Schema | None:
        return None
