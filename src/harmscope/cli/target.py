"""Where a command writes its outcome: a file as a whole or not at all, or standard output."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from harmscope.errors import UserError


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
