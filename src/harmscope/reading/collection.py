"""Read published reports, and keep them in a library."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from harmscope.errors import UserError, offer
from harmscope.formats.door import document_in
from harmscope.machine import portable
from harmscope.model.figure import Figure, Scope
from harmscope.model.period import parse_period
from harmscope.readers import READERS, Reading, Source
from harmscope.readers.result import mark_conflicts
from harmscope.reading.report_file import load, span_of, write_published

# Reads the files of one published report, whatever their format.

OWN = ("report", "publication")
"""The format of reports that harmscope itself wrote."""


def read(
    paths: Iterable[Path], kind: str, service: str | None = None, edition: str | None = None
) -> Reading:
    """All figures of ``paths`` as one reading.

    ``service`` keeps that service's figures where the files name services, and names the service
    where they name none. ``edition`` is set on every figure. Figures that stand twice with
    different values are marked as contested. Raises UserError for an unknown ``kind`` and where
    no figure is left.
    """
    if kind not in (*READERS, *OWN):
        raise UserError("--from", "there is no such format", offer(kind, (*READERS, *OWN)))
    whole = Reading(kind, edition=edition)
    for part in _apart([_part(path, kind) for path in paths]):
        whole.sources += part.sources
        whole.figures += part.figures
        whole.findings += part.findings
        whole.service = whole.service or part.service
        whole.edition = whole.edition or part.edition
    if service is not None:
        whole.figures = _of_service(whole.figures, service)
        whole.service = service
    if whole.edition is not None:
        whole.figures = [_with_edition(each, whole.edition) for each in whole.figures]
    return whole


def _apart(parts: list[Reading]) -> list[Reading]:
    """The parts, figures that stand twice with different values marked in all of them; a reader
    that marks its own has done so for each part."""
    figures = [figure for part in parts for figure in part.figures]
    sources = [source for part in parts for source in part.sources]
    marked, clashes = mark_conflicts(figures, sources)
    rest = iter(marked)
    for part in parts:
        part.figures = [next(rest) for _ in part.figures]
    if parts:
        parts[-1].findings += clashes
    return parts


def _part(path: Path, kind: str) -> Reading:
    try:
        return _own(path, kind) if kind in OWN else READERS[kind](path)
    except ValidationError:
        # The message of the error repeats the cell, so it goes no further.
        fix = "keep names to 500 characters and numbers within 2^53"
        raise UserError(path.name, "a cell holds more than a figure can take", fix) from None


def _own(path: Path, kind: str) -> Reading:
    """A report or a publication that harmscope wrote, its figures with their service, period and
    edition."""
    path = document_in(path)
    report = load(path)
    if (report.format == "publication") != (kind == "publication"):
        fix = f"read it with --from {'report' if kind == 'publication' else 'publication'}"
        raise UserError(path.name, f"this is no {kind} of harmscope", fix)
    source = Source(path.name, report.sha256, path.stat().st_size)
    return Reading(kind, report.service, report.edition, [source], report.figures)


def _of_service(figures: list[Figure], service: str) -> list[Figure]:
    names = {figure.scope.service for figure in figures if figure.scope and figure.scope.service}
    if names and service not in names:
        fix = offer(service, sorted(names))
        raise UserError("--service", "the report has no such service", fix)
    kept = []
    for figure in figures:
        scope = figure.scope or Scope()
        if scope.service is None:
            named = scope.model_copy(update={"service": service})
            kept.append(figure.model_copy(update={"scope": named}))
        elif scope.service == service:
            kept.append(figure)
    return kept


def _with_edition(figure: Figure, edition: str) -> Figure:
    return figure if figure.edition else figure.model_copy(update={"edition": edition})


# A small local library: a folder of reports by service, period and edition.

FIX = "name LIBRARY/service@period or LIBRARY/service@period#edition"


def add_to_library(reading: Reading, library: Path) -> Path:
    """Write the report to ``library/<service>/<period>/<edition>.json`` and return the path.

    Without an edition the digest of the sources tells reports apart. The same report again
    replaces itself. Raises UserError where other files stand under the same edition: replacing
    them would hide a restatement.
    """
    service = slug(reading.service or reading.format)
    period = (span_of(reading.figures) or "undated").replace("/", "_")
    edition = slug(reading.edition) if reading.edition else _digest(reading)
    folder = library / service / period
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{edition}.json"
    if path.is_file() and set(load(path).sources.values()) != {s.sha256 for s in reading.sources}:
        fix = "give the new publication an --edition of its own"
        raise UserError(path.name, "the library holds other files under this edition", fix)
    write_published(reading, path)
    return path


REPORT_FILE: Final = "report.json"


def find_report(name: str) -> Path:
    """The file that ``name`` means: a path, the folder that ``harmscope report`` wrote, or
    ``LIBRARY/service@period[#edition]``.

    The period may be written as on the command line (``2025-H2``). Several editions: the last by
    name. Raises UserError where nothing fits.
    """
    path = Path(name)
    if path.is_dir() and (path / REPORT_FILE).is_file():
        return path / REPORT_FILE
    if path.is_file() or "@" not in name:
        return path
    place, _, rest = name.rpartition("@")
    wanted, _, edition = rest.partition("#")
    folder = Path(place).parent / slug(Path(place).name)
    span = str(parse_period(wanted)).replace("/", "_")
    found = sorted((folder / span).glob("*.json"))
    if edition:
        found = [each for each in found if each.stem == slug(edition)]
    if not found:
        raise UserError(name, "the library has no such report", FIX)
    return found[-1]


def slug(text: str) -> str:
    """A name for files: lower case, letters, digits, dots and hyphens; none that a system
    keeps for a device."""
    return portable(re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")) or "unnamed"


def _digest(reading: Reading) -> str:
    digests = "".join(sorted(source.sha256 for source in reading.sources))
    return hashlib.sha256(digests.encode()).hexdigest()[:12]
