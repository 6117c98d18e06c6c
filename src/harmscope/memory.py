"""``--memory-limit``: how a command and all its processes share what they may take together.

What each part takes was measured on logs with the skew of real ones and rounded up. Where little
is given, fewer processes work on smaller chunks, and the engine writes to disk what it cannot hold.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from harmscope.errors import UserError

_SIZE: Final = re.compile(r"([1-9][0-9]{0,5})(MB|GB|TB|MiB|GiB|TiB)")
_UNITS: Final = {
    "MB": 10**6, "GB": 10**9, "TB": 10**12, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40,
}  # fmt: skip

MEGA: Final = 10**6

Work = Literal["validate", "import", "report", "pool"]

_MAIN: Final[dict[Work, int]] = {"validate": 250, "import": 400, "report": 300, "pool": 300}
"""Megabytes of the command itself, with the process that reads Parquet or spreadsheets for it."""

_ENGINE: Final = 100
"""Megabytes from which on the engine counts."""

_WORKER: Final = 150
"""Megabytes of each process beside it that judges records, with what waits for it."""

_AMPLE: Final = 1000
"""Megabytes from which on chunks need not be small."""

_HELD: Final = 0.8
"""The part of its share that the engine may fill: it takes some memory that it does not count."""

_COUNTS: Final = frozenset({"report", "pool"})


def size_of(text: str) -> int:
    """The bytes of a size such as ``2GB``. Raises UserError where it is none."""
    found = _SIZE.fullmatch(text)
    if found is None:
        raise UserError("--memory-limit", "this is not a size", "write it like 500MB or 2GB")
    return int(found[1]) * _UNITS[found[2]]


@dataclass(frozen=True, slots=True)
class Shares:
    """Who takes how much: ``jobs`` processes that judge records, in small chunks or not, and
    ``engine``, the limit of what counts, as it takes one; None for no limit."""

    jobs: int
    small: bool = False
    engine: str | None = None


def shares(limit: str | None, work: Work, jobs: int = 1) -> Shares:
    """How a limit is shared where ``jobs`` processes are wanted. Raises UserError where the limit
    is no size, or too small for the work."""
    if limit is None:
        return Shares(jobs)
    mega = size_of(limit) // MEGA
    least = _MAIN[work] + (_ENGINE if work in _COUNTS else 0)
    if mega < least:
        fix = f"{work} needs at least {least}MB"
        raise UserError("--memory-limit", "it is too small", fix)
    # Nothing is counted before all is judged, so both may have what the command leaves.
    left = mega - _MAIN[work]
    engine = f"{int(_HELD * left)}MB" if work in _COUNTS else None
    return Shares(max(1, min(jobs, left // _WORKER)), mega < _AMPLE, engine)
