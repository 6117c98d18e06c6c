"""More than fits into memory: sorted, divided or kept in temporary files that vanish afterwards.

Three ways. :func:`in_order` sorts items. :class:`Divided` deals bytes out to files by a number, so
that what belongs together meets in one file that fits into memory. :func:`database` keeps rows in
SQLite, which sorts and groups them on disk.
"""

import heapq
import pickle
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from _typeshed import SupportsRichComparison

HELD = 100_000
"""Items that are kept in memory."""

CHUNK = 1_000
"""Items that are written and read together."""

PARTS = 64
"""Files that bytes are dealt out to."""

Head = Callable[[int], bytes]

Item = TypeVar("Item", bound="SupportsRichComparison")


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


class Divided:
    """Nameless temporary files, one for each part. To be closed."""

    def __init__(self, parts: int = PARTS) -> None:
        # Closed in close, after the last pass over them.
        self._files = [tempfile.TemporaryFile() for _ in range(parts)]  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the files."""
        for file in self._files:
            file.close()

    def deal(self, rows: "np.ndarray", numbers: "np.ndarray", head: Head | None = None) -> None:
        """Write each row of a table to the part that its number names, in the order of the rows.
        ``head`` makes what stands before the rows of one part, from their length in bytes."""
        import numpy as np

        order = np.argsort(numbers, kind="stable")
        ends = np.searchsorted(numbers[order], np.arange(len(self._files) + 1))
        rows = rows[order]
        for file, first, last in zip(self._files, ends, ends[1:], strict=False):
            if last > first:
                packed = rows[first:last].tobytes()
                file.write(head(len(packed)) + packed if head else packed)

    def parts(self) -> Iterator[BinaryIO]:
        """Each part from its start."""
        for file in self._files:
            file.seek(0)
            yield file


class Database:
    """SQLite in a temporary folder, gone afterwards. Use as a context manager.

    ``setup`` makes the tables; ``folder`` is where the temporary folder is made (default: the
    system's). All that is written is one transaction that is never needed again.
    """

    def __init__(self, setup: str, folder: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="harmscope-", dir=folder)
        self.base = sqlite3.connect(Path(self._folder.name) / "rows.sqlite")
        self.base.isolation_level = None
        self.base.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;" + setup
        )
        self.base.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()
        self._folder.cleanup()

    def rows(self, question: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Ask or tell the database something."""
        return self.base.execute(question, values)

    def many(self, order: str, values: Iterable[tuple[Any, ...]]) -> None:
        """Give one order for each of many rows."""
        self.base.executemany(order, values)
