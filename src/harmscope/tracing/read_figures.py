"""Explains a figure that was read, not counted: its place in the source, and what reading met."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from harmscope.aggregation.labels import definition
from harmscope.errors import UserError, many, offer
from harmscope.metrics.catalogue import METRICS
from harmscope.model.explanation import EarlierEdition, ExplainedReport, Explanation
from harmscope.model.figure import Figure
from harmscope.model.report import Remark
from harmscope.reading import LoadedReport
from harmscope.tracing.asked import Placed, find, narrowed
from harmscope.tracing.explain import compared_text

READ: Final = "read"
"""The section of figures that were read: they stand in no section of a report of ours."""


def placed_figures(report: LoadedReport) -> list[Placed]:
    """Every figure of a report that was read, with its place; service and period stand for the
    panel."""
    seen: Counter[object] = Counter()
    found = []
    for figure in report.figures:
        about = ", ".join(each for each in (_service(report, figure), figure.period) if each)
        same = (about, figure.metric, figure.place)
        found.append(Placed(READ, about, figure, seen[same]))
        seen[same] += 1
    return found


def _service(report: LoadedReport, figure: Figure) -> str | None:
    return (figure.scope.service if figure.scope else None) or report.service


def find_figure(report: LoadedReport, cell: str) -> Placed:
    """The figure that ``cell`` means: its id, ``metric[dimension=code,…]``, where ``service``,
    ``period``, ``edition`` and ``surface`` may stand among the dimensions, or ``FILE!CELL`` of the
    source.

    Raises UserError where none fits or several do.
    """
    figures = placed_figures(report)
    if "!" not in cell:
        return find(*narrowed(figures, cell, report.service))
    name, _, spot = cell.rpartition("!")
    wanted, spot = name.strip().casefold(), spot.strip().upper()
    here = [one for one in figures if wanted in _names(report, one.figure)]
    if not here:
        known = sorted({each for one in figures for each in _names(report, one.figure)})
        raise UserError("CELL", "no figure was read from that file or sheet", offer(wanted, known))
    fitting = [one for one in here if one.figure.source and one.figure.source.cell == spot]
    if not fitting:
        cells = sorted({s.cell for one in here if (s := one.figure.source) and s.cell})
        raise UserError("CELL", "no figure was read from that cell", offer(spot, cells))
    return fitting[0] if len(fitting) == 1 else find(fitting, fitting[0].figure.metric)


def _names(report: LoadedReport, figure: Figure) -> set[str]:
    """What the file and the sheet of a figure may be called, in small letters."""
    source = figure.source
    names = {_file(report, figure), source.sheet if source else None}
    whole = {each.casefold() for each in names if each}
    number = {name.partition("_")[0] for name in whole if name.partition("_")[0].isdigit()}
    return whole | {name.rpartition(".")[0] for name in whole if "." in name} | number


def _file(report: LoadedReport, figure: Figure) -> str | None:
    digest = figure.source.sha256 if figure.source else None
    found = next((name for name, own in report.sources.items() if own == digest), None)
    return found or (next(iter(report.sources)) if len(report.sources) == 1 else None)


def explained_figure(
    report: LoadedReport, one: Placed, before: LoadedReport | None = None
) -> Explanation:
    """Where a figure that was read stands, what it means, what reading met there, and what it was
    in an earlier edition."""
    figure, source = one.figure, one.figure.source
    file = _file(report, figure)
    spot = {
        "file": file,
        "sheet": source.sheet if source else None,
        "cell": source.cell if source else None,
        "address": source.address if source else None,
        "quoted": source.quoted if source else None,
    }
    head = {
        "file": report.file,
        "sha256": report.sha256,
        "format": report.format,
        "service": _service(report, figure),
        "period": figure.period or report.period,
        "edition": figure.edition or report.edition,
    }
    known = METRICS.get(figure.metric)
    members: dict[str, Any] = {
        "record": "explanation",
        "version": "1.0",
        "id": one.id,
        "report": ExplainedReport.model_validate(_given(head)),
        "place": _given(spot),
        "figure": figure,
        "basis": [],
        "notes": list(_notes(report, figure)),
    }
    members |= {"definition": definition(known)} if known is not None else {}
    met = [Remark.model_validate(each) for each in _remarks(report, file, spot["cell"])]
    members |= {"remarks": met} if met else {}
    left = len(report.remarks) - len(met)
    if left:
        members["notes"].append(f"Reading met {many(left, 'more thing')} to know about the report.")
    if before is not None:
        members["before"] = _earlier(before, one)
    return Explanation.model_validate(members)


def _given(members: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in members.items() if value}


def _remarks(report: LoadedReport, file: str | None, cell: str | None) -> Iterator[dict[str, str]]:
    """What reading met in the cell of a figure, or in the whole of its file."""
    for each in report.remarks:
        place = each.get("place")
        if each.get("file") == file and (place is None or place == cell):
            yield each


def _notes(report: LoadedReport, figure: Figure) -> Iterator[str]:
    stated = (figure.basis or {}).get("definition")
    yield "Its publisher counted it: harmscope read it, and holds no records of it."
    yield "harmscope reconcile REPORT RECORDS compares the report with records."
    if figure.metric in METRICS:
        own = f"by “{stated}”" if stated else "in a way that is not stated"
        yield f"The definition above is that of harmscope; the publisher counts {own}."


def _earlier(before: LoadedReport, one: Placed) -> EarlierEdition:
    """The same figure in an earlier edition."""
    found = next((each for each in placed_figures(before) if each.key == one.key), None)
    figure = found.figure if found else None
    editions = ((figure.edition if figure else None) or before.edition, one.figure.edition)
    reasons = []
    if None not in editions and editions[0] != editions[1]:
        reasons.append(f"The editions differ: {editions[0]} then, {editions[1]} now.")
    return EarlierEdition(
        file=before.file,
        sha256=before.sha256,
        period=before.period,
        figure=figure,
        change=compared_text(figure, one.figure),
        reasons=reasons,
    )
