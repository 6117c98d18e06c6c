"""Every finding of an import with its place, in a file of the forms that ``validate`` has."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from harmscope.errors import UserError
from harmscope.findings import Tally
from harmscope.formats.door import shown
from harmscope.formats.write import whole
from harmscope.importers.contract import Task
from harmscope.render.outputs import FORMS, form_named, output
from harmscope.times import today
from harmscope.validation import Verdict
from harmscope.validation.verdict import FileCount

_KEPT = 100_000
"""Findings of a rule that a JSON file holds; CSV and Parquet hold all of them."""


def form_of(path: Path) -> str:
    """The form that a file's name asks for. Raises UserError for a name that asks for none."""
    form = form_named(path.name)
    if form is None:
        fix = f"end the name with one of {', '.join(FORMS)}"
        raise UserError("--findings", "the name does not say which format the file has", fix)
    return form


@contextmanager
def findings_file(path: Path, task: Task, sources: Sequence[str]) -> Iterator[None]:
    """Write the findings of an import that runs inside; where it fails, nothing is written."""
    with (
        whole(path) as file,
        output(form_of(path), file, sources, None, today(), stats=False) as form,
    ):
        task.tally = Tally(_KEPT, form.sinks)
        yield
        file.write(form.shown(verdict_of(task, sources)).encode("utf-8", "backslashreplace"))


def verdict_of(task: Task, sources: Sequence[str]) -> Verdict:
    """The outcome of an import as one of ``validate``: rows that became part of a record are
    accepted, the others skipped."""
    names = ", ".join(shown(Path(source).name) for source in sources)
    count = FileCount(names, accepted=task.written, skipped=task.skipped.total())
    count.notes += [f"{reason}: {rows:,}" for reason, rows in sorted(task.skipped.items())]
    count.notes += sorted(task.notes)
    return Verdict(task.tally, [count])
