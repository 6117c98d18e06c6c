"""The same case under two services, exactly and in flat memory.

A case is told by the platform's own reference or the hash of its content, together with its times
and its category. Records that have none of the two leave nothing. What is left is a pair of
numbers; Python's own hash is used, which starts elsewhere in every run, so the numbers mean
nothing outside of it. Processes that are forked share it.
"""

import tempfile
from array import array
from collections.abc import Iterator
from typing import BinaryIO, Self

from harmscope.validation.subject import STATEMENT, Fields
from harmscope.validation.view import NOTHING

IN_MEMORY = 500_000
"""Pairs that are kept in memory before they go to a file (16 bytes each)."""

PARTS = 64


def leave(pairs: "array[int]", kind: str, record: Fields) -> None:
    """Add the pair of an accepted record, a number for the case and one for the service."""
    if kind == STATEMENT:
        case, service = _statement(record), record.platform_name
    else:
        case, service = _incident(record), record.service
    if case is not None and service:
        pairs.extend((case, hash(service)))


def _incident(record: Fields) -> int | None:
    source, content = record.source or NOTHING, record.content or NOTHING
    if source.reference is not None:
        mark = source.reference
    elif content.hashes is not None:
        mark = content.hashes[0].value
    else:
        return None
    decision = record.decisions[0] if record.decisions else NOTHING
    decided = decision.decided_at or decision.applied_at
    harm = record.harm.primary if record.harm is not None else None
    return hash((mark, content.created_at, decided, harm))


def _statement(record: Fields) -> int | None:
    days = (record.content_date, record.application_date)
    return hash((record.puid, *days, record.category)) if record.puid else None


class Twins:
    """All pairs of a run. Use as a context manager."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._limit = 2 * in_memory
        self._held: array[int] = array("q")
        self._file: BinaryIO | None = None
        self._services: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, pairs: "array[int]") -> None:
        """Add the pairs of some records."""
        if len(self._services) < 2:
            self._services.update(pairs[1::2])
        self._held.extend(pairs)
        if len(self._held) > self._limit:
            if self._file is None:
                # Closed in __exit__, after the pass over it.
                self._file = tempfile.TemporaryFile()  # noqa: SIM115
            self._held.tofile(self._file)
            self._held = array("q")

    def count(self) -> int:
        """How many cases stand under more than one service."""
        if len(self._services) < 2:
            return 0
        if self._file is None:
            return _count(self._held)
        return sum(_count(part) for part in self._parts())

    def _parts(self) -> Iterator["array[int]"]:
        """All pairs, in parts of which no two hold the same case."""
        with tempfile.TemporaryDirectory(prefix="harmscope-") as folder:
            parts = [open(f"{folder}/{n}", "w+b") for n in range(PARTS)]  # noqa: SIM115
            try:
                for stretch in self._stretches():
                    divided: list[array[int]] = [array("q") for _ in parts]
                    for case, service in zip(stretch[::2], stretch[1::2], strict=True):
                        divided[case % PARTS].extend((case, service))
                    for file, part in zip(parts, divided, strict=True):
                        part.tofile(file)
                for file in parts:
                    file.seek(0)
                    yield array("q", file.read())
            finally:
                for file in parts:
                    file.close()

    def _stretches(self) -> Iterator["array[int]"]:
        assert self._file is not None
        self._file.seek(0)
        while held := self._file.read(8 * self._limit):
            yield array("q", held)
        yield self._held


def _count(pairs: "array[int]") -> int:
    first: dict[int, int] = {}
    twins = set()
    for case, service in zip(pairs[::2], pairs[1::2], strict=True):
        if first.setdefault(case, service) != service:
            twins.add(case)
    return len(twins)
