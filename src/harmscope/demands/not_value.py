"""Values that have the right form and mean nothing: placeholders, sentinel days, the future."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.conditions import is_one_of
from harmscope.demands.path import nested, places
from harmscope.times import moment


@dataclass(frozen=True, slots=True)
class NotValue:
    """No member at ``paths`` has one of ``values``."""

    paths: tuple[str, ...]
    values: tuple[str, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for path in self.paths:
            for pointer, value in places(record, path):
                if is_one_of(value, self.values):
                    yield pointer

    def schema(self) -> Schema | None:
        fragment: Schema = {"not": {"enum": list(self.values)}}
        return {"allOf": [nested(path, fragment) for path in self.paths]}


@dataclass(frozen=True, slots=True)
class NotSentinel:
    """No time at ``paths`` lies on one of ``days`` (``YYYY-MM-DD``)."""

    paths: tuple[str, ...]
    days: tuple[str, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for path in self.paths:
            for pointer, value in places(record, path):
                if isinstance(value, str) and value[:10] in self.days:
                    yield pointer

    def schema(self) -> Schema | None:
        return None


@dataclass(frozen=True, slots=True)
class NotAfterClock:
    """No time at ``paths`` lies after the day of the run's clock; silent without a clock."""

    paths: tuple[str, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if context.clock is None:
            return
        for path in self.paths:
            for pointer, value in places(record, path):
                read = moment(value) if isinstance(value, str) else None
                if read is not None and min(read.day, read.utc_day) > context.clock:
                    yield pointer

    def schema(self) -> Schema | None:
        return None
