"""Records on their way into a file that proves what they were checked against.

What judges, brings in or writes records is loaded where it is needed: a command that only judges
starts without the importers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from harmscope.times import day_asked

if TYPE_CHECKING:
    from harmscope.formats.write import Keeper
    from harmscope.importers.contract import Importer, Task
    from harmscope.importers.run import Request
    from harmscope.validation.verdict import Options


@contextmanager
def keeping_valid(
    path: Path | None, options: "Options", jobs: int = 0
) -> "Iterator[Keeper | None]":
    """Takes the valid records of a run of the validator with these options into the Parquet file
    ``path``, with their proof; None without a path."""
    if path is None:
        yield None
        return
    from harmscope.api.making import proving
    from harmscope.formats.write import keeping

    day = options.clock or day_asked(None)
    with keeping(path, proving(day, jobs, checked=_as_a_report(options))) as keep:
        yield keep


def _as_a_report(options: "Options") -> bool:
    """Whether a run of the validator asks every rule that a report asks, as strictly."""
    from harmscope.rules.ruleset import load_ruleset

    every = not (options.select or options.ignore)
    return every and options.clock is not None and options.ruleset == load_ruleset()


def bring_in(importer: "Importer", request: "Request", task: "Task", jobs: int = 0) -> "Task":
    """Run an import; a Parquet file of records gets a proof of what they were checked against."""
    from harmscope.importers.run import run

    if request.target.endswith(".parquet"):
        from harmscope.api.making import proving

        request = replace(request, prove=proving(day_asked(None), jobs))
    return run(importer, request, task)
