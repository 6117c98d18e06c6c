"""Files that a caller of the Python functions names, or has at hand."""

import os
from collections.abc import Iterable
from pathlib import Path

Place = str | os.PathLike[str]
"""A file or a folder: its name, or a result that lies in a file, such as that of
``hs.import_log``."""


def names_of(files: Place | Iterable[Place]) -> list[str]:
    """The names of one file or of several."""
    if isinstance(files, str | os.PathLike):
        return [os.fspath(files)]
    return [os.fspath(one) for one in files]


def path_of(place: Place | None) -> Path | None:
    """The path of a file that may be left out."""
    return None if place is None else Path(place)
