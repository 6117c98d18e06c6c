"""A date must be a day that exists: 30 February has the right form and is none.

The 32nd has not even the form, and that is the schema's finding."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places
from harmscope.model.dates import DATE
from harmscope.times import moment

_FORM = re.compile(DATE)


@dataclass(frozen=True, slots=True)
class RealDate:
    """Every text at ``paths`` that has the form of a date names a day of the calendar."""

    paths: tuple[str, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for path in self.paths:
            for pointer, value in places(record, path):
                if isinstance(value, str) and _FORM.match(value) and moment(value[:10]) is None:
                    yield pointer

    def schema(self) -> Schema | None:
        return None
