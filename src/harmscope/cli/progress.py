"""How far reading has come."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from harmscope.cli.bars import Bars

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
