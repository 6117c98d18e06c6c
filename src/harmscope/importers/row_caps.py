"""Tables that their system cut: they have exactly as many rows as it lets out.

The numbers stand in ``row_caps.toml``.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from harmscope.importers.columns import ANY, Book
from harmscope.importers.contract import Task
from harmscope.rules.import_ import TABLE_CUT


@dataclass(frozen=True, slots=True)
class Cap:
    """How many rows a table of an importer has at most, which ``system`` cuts it, and what may be
    missing then. With ``paged``, a table comes in pages; ``*`` is any importer, any table."""

    importer: str
    table: str
    rows: int
    system: str
    lacks: tuple[str, ...]
    source: str
    paged: bool = False

    @property
    def reason(self) -> str:
        """Why parts are recorded in part only."""
        return (
            f"A table has exactly {self.rows:,} rows, as many as {self.system} lets out: "
            "older rows may be missing"
        )


@cache
def caps() -> tuple[Cap, ...]:
    """Every cap that is known."""
    text = files(__package__).joinpath("row_caps.toml").read_text(encoding="utf-8")
    return tuple(Cap(**{**one, "lacks": tuple(one["lacks"])}) for one in tomllib.loads(text)["cap"])


def note_cuts(importer: str, book: Book, task: Task) -> None:
    """Say which tables were cut, and declare what may be missing in the header."""
    for cap in caps():
        sizes = book.sizes(cap.table) if cap.importer in (importer, ANY) else {}
        full = [file for file, rows in sizes.items() if rows == cap.rows]
        if cap.paged and len(full) < len(sizes):
            continue
        for file in full:
            detail = f"{cap.rows:,} rows, as many as {cap.system} lets out"
            task.tally.add(TABLE_CUT.finding(file, detail=detail))
        for part in cap.lacks if full else ():
            task.hole(part, cap.reason)
