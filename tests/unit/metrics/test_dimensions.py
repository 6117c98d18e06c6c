"""What figures can be split by."""

import pytest

from harmscope.metrics.dimensions import SPLITS, Split
from harmscope.metrics.tables import TABLES, table
from harmscope.taxonomy import codelist

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
