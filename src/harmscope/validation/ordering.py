"""Sorts what may be more than fits into memory: sorted stretches in files, merged on reading."""

import heapq
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import BinaryIO, TypeVar

HELD = 100_000
"""Items that are kept in memory."""

CHUNK = 1_000
"""Items that are written and read together."""

Item = TypeVar("Item", bound=tuple[object, ...])


def in_order(items: Iterable[Item], held: int = HELD) -> Iterator[Item]:
    """All items, the smallest first. Temporary files are removed when the last one was given."""
    with ExitStack() as stack:
        runs: list[Iterator[Item]] = []
        waiting: list[Item] = []
        for item in items:
            waiting.append(item)
            if len(waiting) == held:
                file = stack.enter_context(tempfile.TemporaryFile())
                _write(file, sorted(waiting))
                runs.append(_read(file))
                waiting = []
        yield from heapq.merge(*runs, sorted(waiting))


def _write(file: BinaryIO, items: list[Item]) -> None:
    for start in range(0, len(items), CHUNK):
        pickle.dump(items[start : start + CHUNK], file, pickle.HIGHEST_PROTOCOL)
    file.seek(0)


def _read(file: BinaryIO) -> Iterator[Item]:
    """Only what this process wrote into a file without a name is read."""
    while True:
        try:
            chunk: list[Item] = pickle.load(file)  # noqa: S301 - see above
        except EOFError:
            return
        yield from chunk
