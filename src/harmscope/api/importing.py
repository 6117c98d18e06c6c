"""Logs of systems: which can be brought in, and how they are."""

from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from harmscope.api.keeping import bring_in
from harmscope.errors import UserError, apart
from harmscope.importers import GROUP, IMPORTERS, LOGS, importer
from harmscope.importers.contract import Importer, Task
from harmscope.importers.run import Request

_TITLES = {
    "dsa-sor": "Statements of reasons (DSA Transparency Database)",
    "mapping": "My own table",
    "guard-log": "Verdicts of a generator's safeguards",
    "cybertip": "Reports to NCMEC's CyberTipline",
    "xarf": "Abuse reports in the form of XARF",
    "adcp": "Validations of delivered advertisements (AdCP)",
}


@dataclass(frozen=True, slots=True)
class Importable:
    """A system of which logs can be brought in: what ``system`` of :func:`harmscope.import_log` is
    called, in words, and what of it is taken."""

    name: str
    title: str
    reads: str


def importable() -> list[Importable]:
    """Every system, the shipped ones first, then those that installed packages add. One that cannot
    be loaded is left out; naming it says why."""
    titles = {**_TITLES, **{log.name: log.system.title for log in LOGS}}
    found = [Importable(n, titles.get(n, n), one.reads) for n, one in IMPORTERS.items()]
    for name in sorted(entry_points(group=GROUP).names - IMPORTERS.keys()):
        try:
            found.append(Importable(name, name, importer(name).reads))
        except UserError:
            continue
    return found


def brought_in(
    system: str, asked: Request, *, findings: Path | None = None, jobs: int = 0
) -> tuple[Task, Importer]:
    """Make records of a log; gives counts and findings, and the importer. Every finding goes to the
    file ``findings``; ``jobs`` processes prove what a Parquet file holds, 0 for one a core.

    Raises UserError for an unknown ``system``, for files that cannot be read, and where a file
    would be written over one that is read.
    """
    chosen, task = importer(system), Task()
    given = [one for one in (asked.mapping, asked.dataset, asked.key_file) if one is not None]
    apart(asked.target, *asked.sources)
    apart(findings, *asked.sources, asked.target, *given)
    with ExitStack() as files:
        if findings is not None:
            from harmscope.render.import_findings import findings_file

            files.enter_context(findings_file(findings, task, asked.sources))
        bring_in(chosen, asked, task, jobs)
    return task, chosen
