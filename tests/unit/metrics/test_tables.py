"""The flat tables."""

import pytest

from harmscope.metrics.tables import CASE, TABLES, table


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_numbers_its_records(name: str) -> None:
    assert next(iter(TABLES[name])) == "seq"
    assert table(name).columns == tuple(TABLES[name])


@pytest.mark.parametrize("name", ["incident", "decision", "appeal"])
def test_tables_about_incidents_repeat_the_case(name: str) -> None:
    assert list(TABLES[name])[: len(CASE)] == list(CASE)
