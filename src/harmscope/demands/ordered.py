"""Times in their order, and not too far apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places
from harmscope.times import Moment, is_before, moment


@dataclass(frozen=True, slots=True)
class Ordered:
    """No time at ``later`` is before any time at ``earlier``; the pointer names the later one."""

    earlier: str
    later: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        starts = [start for _, start in _moments(record, self.earlier)]
        if not starts:
            return
        for pointer, end in _moments(record, self.later):
            if any(is_before(end, start) for start in starts):
                yield pointer

    def schema(self) -> Schema | None:
        return None


@dataclass(frozen=True, slots=True)
class InSequence:
    """The times at ``path`` (with one ``*``) never go back; the pointer names the one that does."""

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        last: Moment | None = None
        for pointer, now in _moments(record, self.path):
            if last is not None and is_before(now, last):
                yield pointer
            else:
                last = now

    def schema(self) -> Schema | None:
        return None


@dataclass(frozen=True, slots=True)
class NotLonger:
    """No time at ``later`` is more than ``days`` days after a time at ``earlier``."""

    earlier: str
    later: str
    days: int

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        starts = [start.day for _, start in _moments(record, self.earlier)]
        for pointer, end in _moments(record, self.later):
            if any(end.day - start > timedelta(days=self.days) for start in starts):
                yield pointer

    def schema(self) -> Schema | None:
        return None


def _moments(record: object, path: str) -> Iterator[tuple[str, Moment]]:
    for pointer, value in places(record, path):
        read = moment(value) if isinstance(value, str) else None
        if read is not None:
            yield pointer, read
