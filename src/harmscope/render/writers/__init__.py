"""Writers of tables, one file a format: ``to_csv.py`` writes files that end in ``.csv``, and so on.

A writer is a module ``to_ENDING.py`` with a function ``write(tables, file)``. Nothing else has to
know of it: commands that write tables take every ending for which there is a module here.
"""

import io
from collections.abc import Callable, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import BinaryIO, cast

from harmscope.render.table import Table

Write = Callable[[Sequence[Table], BinaryIO], None]

ENDINGS = tuple(sorted(one.name[3:] for one in iter_modules(__path__) if one.name[:3] == "to_"))
"""Endings of the formats that tables can be written in, without the dot."""


def write(ending: str, tables: Sequence[Table], file: BinaryIO) -> None:
    """Write tables as the format of one of ``ENDINGS``. A format that holds one table, such as
    CSV, gets the first."""
    writer = cast("Write", import_module(f"{__name__}.to_{ending}").write)
    writer(tables, file)


def written(ending: str, tables: Sequence[Table]) -> bytes:
    """Tables in the format of one of ``ENDINGS``, as bytes."""
    out = io.BytesIO()
    write(ending, tables, out)
    return out.getvalue()
