"""Writes the folder of explanations of a report, while its records are counted."""

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from harmscope.aggregation.report import Made
from harmscope.errors import UserError
from harmscope.formats.door import REPORT, read_text
from harmscope.formats.write import whole
from harmscope.model.explanation import Explanation
from harmscope.model.report import Report
from harmscope.reading.collection import REPORT_FILE
from harmscope.render.eu_template import FigureCell, figure_cells
from harmscope.render.explanation_text import explanation_document
from harmscope.render.html.explanation_page import (
    INDEX,
    MARK,
    Explanations,
    Link,
    Panel,
    index_page,
    link_to,
    page_name,
    panel_page,
    stands_on_records,
)
from harmscope.render.report_folder import TEMPLATE, report_json
from harmscope.render.safe_text import json_text
from harmscope.tracing.asked import QUALITY, placed
from harmscope.tracing.explain import FIGURES, Explainer, FromRecords, Given
from harmscope.tracing.inventory import FILE, inventory_document, read_inventory

_TITLES: Final = {"mapping": "How cases came to their category", "completeness": "Completeness"}


def check_apart(folder: Path | None, home: Path) -> None:
    """Raises UserError where the folder of explanations is that of the report, or inside of it:
    that one is for publication, and explanations name records."""
    if folder is not None and Path(home).resolve() in (folder.resolve(), *folder.resolve().parents):
        fix = "name a folder outside of it: explanations name records by their ids"
        raise UserError("--explain", "it is in the folder of the report", fix)


def write_explanations(
    made: Made, sources: Sequence[str | Path], folder: Path, back: str = ""
) -> Explanations:
    """Write a page for each panel of the report, a JSON file for each figure that stands on
    records, and the list of records; ``back`` is the address of the report's page as seen from
    the folder.

    A report that protects people gets neither ids nor numbers of records, and no list. Raises
    UserError where the folder cannot be written.
    """
    report = made.report
    given = Given(report, REPORT_FILE, sha256(report_json(report).encode()).hexdigest())
    now = FromRecords(made, sources, full=False)
    explainer = Explainer(given, now, declared=True, recount=False)
    _make(folder / FIGURES)
    _clear(folder)
    places = _places(report)
    panels: dict[Panel, list[Explanation]] = {}
    own: list[str] = []
    for one in placed(report):
        found = explainer.explain(one, places.get(id(one.figure)))
        if stands_on_records(found):
            text = json_text(explanation_document(found), ordered=True)
            _write(folder / FIGURES / f"{found.id}.json", text)
            own.append(found.id)
        panels.setdefault((one.section, one.panel), []).append(found)
    titles = _titles(report, panels)
    for panel, explained in panels.items():
        _write(folder / page_name(panel), panel_page(report, titles[panel], explained, back))
    _write(folder / INDEX, index_page(report, titles, back))
    if not given.protects:
        document = inventory_document(now.entries, given.sha256, own)
        _write(folder / FILE, json_text(document, ordered=True))
    links = {panel: _links(panel, explained) for panel, explained in panels.items()}
    return Explanations(folder, links)


def _links(panel: Panel, explained: Sequence[Explanation]) -> list[Link]:
    """Links to the figures that have a number other than 0, then to all of the panel."""
    numbered = [link_to(panel, one) for one in explained if one.figure.value]
    return [*numbered, Link("All figures of this table", page_name(panel))]


def _places(report: Report) -> dict[int, dict[str, str]]:
    if report.profile.id != TEMPLATE:
        return {}
    return {id(cell.figure): template_place(cell) for cell in figure_cells(report)}


def template_place(cell: FigureCell) -> dict[str, str]:
    """Where a figure stands in the official template, as an explanation says it."""
    return {"sheet": cell.sheet, "cell": cell.cell, "words": " / ".join(cell.words)}


def _titles(report: Report, panels: dict[Panel, list[Explanation]]) -> dict[Panel, str]:
    known = {(s.id, panel.id): panel.title for s in report.sections for panel in s.panels}
    known |= {(QUALITY, name): title for name, title in _TITLES.items()}
    return {panel: known[panel] for panel in panels}


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        fix = "name a folder that can be made"
        raise UserError("--explain", "this folder cannot be made", fix) from None


def _clear(folder: Path) -> None:
    """Remove what an earlier run left: pages and lists of another report would name records that
    this one may have to protect, and read as if they were about it."""
    old = [one for one in (folder / FIGURES).glob("*.json") if _OWN.fullmatch(one.name)]
    old += [one for one in folder.glob("*.html") if MARK in _text(one)]
    if (folder / FILE).is_file():
        try:
            read_inventory(folder / FILE)
        except UserError:
            fix = "name a folder of its own for the explanations"
            raise UserError("--explain", f"it holds a {FILE} of something else", fix) from None
        old.append(folder / FILE)
    for path in old:
        path.unlink(missing_ok=True)


_OWN: Final = re.compile(r"[0-9a-f]{12}\.json")


def _text(path: Path) -> str:
    try:
        return read_text(path, REPORT)
    except UserError:
        return ""


def _write(path: Path, text: str) -> None:
    with whole(path) as file:
        file.write(text.encode() + (b"" if text.endswith("\n") else b"\n"))
