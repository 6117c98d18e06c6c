"""Records on their way into a file that proves what they were checked against.

What judges and counts them is loaded where there is such a file: other imports stay light.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from harmscope.formats.write import keeping
from harmscope.importers.contract import Importer, Task
from harmscope.importers.run import Request, run
from harmscope.times import day_asked
from harmscope.validation.run import Keep


@contextmanager
def keeping_valid(path: Path | None, clock: date, jobs: int = 0) -> Iterator[Keep | None]:
    """Takes the valid records of a run of the validator into the Parquet file ``path``, with their
    proof; None without a path."""
    if path is None:
        yield None
        return
    from harmscope.api.making import proving

    with keeping(path, proving(clock, jobs)) as keep:
        yield keep


def bring_in(importer: Importer, request: Request, task: Task, jobs: int = 0) -> Task:
    """Run an import; a Parquet file of records gets a proof of what they were checked against."""
    if request.target.endswith(".parquet"):
        from harmscope.api.making import proving

        request = replace(request, prove=proving(day_asked(None), jobs))
    return run(importer, request, task)
