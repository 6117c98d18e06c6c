"""A report's panels as plain tables, for formats that have no charts."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.model.report import Report
from harmscope.render.html.panels import panel_view
from harmscope.render.html.rows import words_of


@dataclass(frozen=True, slots=True)
class PlainTable:
    """One panel: its section, title, head, rows of text, and notes."""

    section: str
    question: str
    title: str
    head: list[str]
    rows: list[list[str]]
    notes: list[str]


def tables_of(report: Report) -> Iterator[PlainTable]:
    """One table a panel, in the order of the report."""
    words = words_of(report)
    for section in report.sections:
        for panel in section.panels:
            view = panel_view(panel, words)
            notes = [note for note in (view.note, *view.notes, view.empty) if note]
            yield PlainTable(
                section.title, section.question or "", panel.title, view.head, view.rows, notes
            )
