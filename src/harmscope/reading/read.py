"""Reads the files of one published report, whatever their format."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.model.figure import Figure, Scope
from harmscope.readers import READERS, Reading, Source
from harmscope.readers.conflicts import mark_conflicts
from harmscope.reading.report_file import load

OWN = "report"
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
    if kind not in (*READERS, OWN):
        kinds = ", ".join((*READERS, OWN))
        raise UserError("--from", "there is no such format", f"use one of {kinds}")
    whole = Reading(kind, edition=edition)
    for path in paths:
        part = _part(path, kind)
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
    whole.figures, clashes = mark_conflicts(whole.figures, whole.sources)
    whole.findings += clashes
    return whole


def _part(path: Path, kind: str) -> Reading:
    try:
        return _own(path) if kind == OWN else READERS[kind](path)
    except ValidationError:
        # The message of the error repeats the cell, so it goes no further.
        fix = "keep names to 500 characters and numbers within 2^53"
        raise UserError(path.name, "a cell holds more than a figure can take", fix) from None


def _own(path: Path) -> Reading:
    """A report that harmscope wrote, its figures with their service, period and edition."""
    report = load(path)
    source = Source(path.name, report.sha256, path.stat().st_size)
    return Reading(OWN, report.service, report.edition, [source], report.figures)


def _of_service(figures: list[Figure], service: str) -> list[Figure]:
    names = {figure.scope.service for figure in figures if figure.scope and figure.scope.service}
    if names and service not in names:
        fix = f"use one of {', '.join(sorted(names))}"
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
