"""What commands share: words of the command line, where results go, and bars of progress."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import typer

from harmscope.errors import UserError

# What commands share in translating words: formats, JSON.


def check_format(
    value: str, allowed: tuple[str, ...] = ("text", "json"), option: str = "--format"
) -> None:
    """Refuse a value of ``option`` that is not one of ``allowed``."""
    if value not in allowed:
        raise UserError(option, "the value is not known", f"use one of {', '.join(allowed)}")


def as_json(body: object) -> str:
    """``body`` as JSON output shows it."""
    return json.dumps(body, indent=2, ensure_ascii=False)


# Where a command writes its outcome: a file as a whole or not at all, or standard output.


@contextmanager
def target(path: str | None, inputs: Sequence[str] = ()) -> Iterator[BinaryIO]:
    """A binary file for ``-o``; standard output for None and ``-``.

    Raises UserError where the place cannot be written or is one of ``inputs``.
    """
    if path in (None, "-"):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from harmscope.formats.write import whole

    place = Path(str(path))
    for source in inputs:
        if source != "-" and place.resolve() == Path(source).resolve():
            fault = "it is one of the files that are read"
            raise UserError("-o", fault, "name another file; nothing is written over the data")
    with whole(place) as file:
        yield file


# Progress bars on a terminal, and nothing on a pipe.


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


# How far reading has come.

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
