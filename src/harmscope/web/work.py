"""What a task of a job gets, and what it says it wrote."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypedDict

from harmscope.errors import UserError
from harmscope.web.configuration import MEBI

ASKED, OUTCOME, SAID = "asked.json", "outcome.json", "said.txt"
"""What a job's process is given, what it gives, and its last line; in the folder of the job."""

FULL: Final = 3
"""The exit code of a job's process that found no room on the disk."""


@dataclass(frozen=True, slots=True)
class Work:
    """One job. It writes into ``out``; ``tenant`` is the folder of its organisation, ``asked`` what
    the task takes, ``tell`` shows a line of progress."""

    out: Path
    tenant: Path
    asked: dict[str, Any]
    tell: Callable[[str], None]


def failure(error: UserError) -> str:
    """What is kept of an error of the user."""
    return json.dumps({"where": error.where, "fault": error.fault, "fix": error.fix})


OURS: Final = ("files", "made", "report", "package")
"""What in the outcome of a task is for the server alone: files and where they lie."""


class Written(TypedDict):
    """A file of a job: its name in the job's folder, and what it is in words."""

    name: str
    label: str


_OFTEN: Final = 0.5


class Reading:
    """Says how many rows of some files were read, and what share of their bytes; call it with the
    bytes of each step, and ``rows`` with the rows so far."""

    def __init__(self, work: Work, paths: Iterable[str], what: str, then: str) -> None:
        self._tell, self._what, self._then = work.tell, what, then
        self._total = sum(Path(path).stat().st_size for path in paths)
        self._done, self._last, self._rows, self._over = 0, 0.0, 0, False
        work.tell(what)

    def rows(self, count: int) -> None:
        """Take note of how many rows were read so far."""
        self._rows = count
        self(0)

    def __call__(self, step: int) -> None:
        """Add a step, and say so if some time has passed since the last word."""
        self._done += step
        if self._done >= self._total and not self._over:
            self._over = True
            self._tell(self._then)
        if self._over:
            return
        if time.monotonic() - self._last < _OFTEN:
            return
        self._last = time.monotonic()
        said = [f"{self._rows:,} rows"] if self._rows else []
        if self._done:  # of an archive nothing is heard until it is read
            said.append(f"{self._done / self._total:.0%} of {self._total / MEBI:,.1f} MB")
        self._tell(f"{self._what}: {', '.join(said)}" if said else self._what)
