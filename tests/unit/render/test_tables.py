"""Panels as plain tables."""

from collections.abc import Callable

from harmscope.model.report import Report
from harmscope.render.tables import tables_of


def test_one_table_a_panel_in_order(made: Callable[..., Report]) -> None:
    report = made()
    tables = list(tables_of(report))
    titles = [panel.title for section in report.sections for panel in section.panels]
    assert [table.title for table in tables] == titles
    assert all(len(row) == len(table.head) for table in tables for row in table.rows)


def test_notes_say_why_there_is_nothing(made: Callable[..., Report]) -> None:
    tables = {table.title: table for table in tables_of(made())}
    assert "None in this period." in tables["Decisions reversed, by cause"].notes
