"""One import from sources to a file of records."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.sources import source_files
from harmscope.formats.write import records
from harmscope.importers.contract import FOREIGN, Importer, Progress, Task, Unseen
from harmscope.importers.header import given, header
from harmscope.importers.repeats import Repeats
from harmscope.importers.tables import tables


@dataclass(frozen=True, slots=True)
class Request:
    """What to import: ``sources`` as :func:`harmscope.formats.members` takes them."""

    sources: tuple[str, ...]
    target: str
    dataset: Path | None = None
    mapping: Path | None = None
    key_file: Path | None = None
    keep_text: bool = False
    progress: Progress = field(default_factory=Unseen)


def run(importer: Importer, request: Request) -> Task:
    """Write the records of all sources, the header first, and say what was counted and found.

    Raises UserError for wrong use, and where nothing in the sources is of the importer's kind;
    then no file is written.
    """
    extra = given(request.dataset)
    task = Task(str(extra.get("service", "")), request.keep_text, request.mapping, request.key_file)
    task.progress = request.progress
    task.progress.start("reading", _size(request.sources))
    repeats = Repeats()
    with records(request.target) as out:
        source_tables = tables(request.sources, importer.lists, task)
        for record in importer.records(source_tables, task):
            repeats.see(record)
            out.write(record)
            task.records += 1
            task.services.add(str(record["service"]))
            task.written += not task.joins
        _check(importer, request.sources, task)
        repeats.say(task)
        out.write_header(header(importer, request.sources, task, extra))
    return task


def _size(sources: Sequence[str]) -> int:
    return sum(path.stat().st_size for source in sources for path in source_files(source))


def _check(importer: Importer, sources: Sequence[str], task: Task) -> None:
    if task.read != task.written + task.skipped.total():
        raise AssertionError("rows read are not rows written + rows skipped")
    if 0 < task.read == task.skipped[FOREIGN]:
        raise UserError(
            ", ".join(sources),
            f"nothing in it is what {importer.name} reads",
            f"check --from; {importer.name} reads {importer.reads}",
        )
