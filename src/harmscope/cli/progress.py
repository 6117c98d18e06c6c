"""Progress bars on a terminal, and nothing on a pipe."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import typer

LEAST = 4 * 1024 * 1024
"""Bytes below which reading is over before a bar could be read."""


@contextmanager
def reading(paths: Sequence[str]) -> Iterator[Callable[[int], None]]:
    """Something to tell how many bytes more were read from ``paths``. Nothing is shown of small
    files and of standard input, whose size is not known."""
    from harmscope.formats.sources import source_files

    files = [file for path in paths for file in source_files(path)]
    total = sum(file.stat().st_size for file in files)
    with Bars() as bars:
        if total >= LEAST:
            bars.start("reading", total)
        yield bars.advance


class Bars:
    """One bar after another on standard error: each :meth:`start` ends the one before.

    Use as a context manager. Where standard error is no terminal, nothing is shown.
    """

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._bar: Any = None

    def __enter__(self) -> "Bars":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def start(self, what: str, total: int) -> None:
        """Show a bar for ``what``; ``total`` is what :meth:`advance` adds up to."""
        self._end()
        if self._shown and total > 0:
            self._bar = typer.progressbar(length=total, label=what, file=sys.stderr)
            self._bar.__enter__()

    def advance(self, done: int) -> None:
        """Move the bar on."""
        if self._bar is not None:
            self._bar.update(done)

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
