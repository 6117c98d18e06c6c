"""The flat tables."""

import pytest

from harmscope.metrics.flat_tables import CASE, SPLITS, TABLES, Split, table
from harmscope.taxonomy import codelist


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_numbers_its_records(name: str) -> None:
    assert next(iter(TABLES[name])) == "seq"
    assert table(name).columns == tuple(TABLES[name])


@pytest.mark.parametrize("name", ["incident", "decision", "appeal"])
def test_tables_about_incidents_repeat_the_case(name: str) -> None:
    assert list(TABLES[name])[: len(CASE)] == list(CASE)


EACH = pytest.mark.parametrize("split", SPLITS.values(), ids=list(SPLITS))


@EACH
def test_it_fits_some_table_and_attaches_a_column_there(split: Split) -> None:
    fitting = [name for name in TABLES if split.fits(name) and "service" in TABLES[name]]
    assert fitting
    for name in fitting:
        assert split.attach(table(name))[split.id].type().is_string()


@EACH
def test_its_codes_have_labels(split: Split) -> None:
    if split.codelist is not None:
        assert codelist(split.codelist).codes
    assert set(split.needs) <= set(codelist("record-part").codes)


def test_a_dimension_of_several_rows_a_record_says_so() -> None:
    assert SPLITS["action"].multiple
    assert not SPLITS["harm"].multiple
