import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.errors import UserError
from harmscope.formats import parquet_write
from harmscope.formats.parquet_write import write
from harmscope.formats.spool import Spool
from schema_records import records


def table(*records: dict[str, object]) -> pq.ParquetFile:
    out = io.BytesIO()
    with Spool() as spool:
        for record in records:
            spool.write(record)
        write(out, spool)
    return pq.ParquetFile(out)


def test_the_schema_is_the_union_of_the_shapes() -> None:
    found = table({"a": {"b": 1}}, {"a": {"c": ["x"]}, "d": 1}, {"d": 0.5})
    assert str(found.schema_arrow.field("d").type) == "double"
    assert found.schema_arrow.field("a").type.num_fields == 2


@pytest.mark.parametrize("records", [({"a": 1}, {"a": "x"}), ({"a": [1]}, {"a": 1}), ({"a": {}},)])
def test_shapes_that_fit_no_table_are_refused(records: tuple[dict[str, object], ...]) -> None:
    with pytest.raises(UserError, match="JSON Lines"):
        table(*records)


def by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every record become Python objects."""
    monkeypatch.setattr(parquet_write, "_read_schema", lambda spool: None)


TEXTS = st.sampled_from(["2026-01-05", "2026-01-05T10:00:00Z", "1", "", 'é\0\n\\"{}null', "true"])
NUMBERS = st.one_of(st.integers(-(2**62), 2**62), st.sampled_from([0.5, -0.0, 1e300, 2.0, 10**15]))
LEAVES = st.fixed_dictionaries(
    {}, optional={"t": TEXTS, "n": NUMBERS, "i": st.integers(-9, 9), "b": st.booleans()}
).filter(bool)
ROWS = st.fixed_dictionaries(
    {"record": TEXTS},
    optional={
        "inner": LEAVES,
        "many": st.lists(LEAVES, min_size=1, max_size=3),
        "texts": st.lists(TEXTS, max_size=3),
        "deep": st.lists(st.lists(st.integers(-9, 9), max_size=2), max_size=2),
    },
)


@given(st.lists(ROWS, min_size=1, max_size=12), st.integers(20, 400))
def test_columns_are_those_of_the_way_by_rows(rows: list[dict[str, object]], size: int) -> None:
    found = []
    for way in (by_row, lambda patch: patch.setattr(parquet_write, "_STRETCH", size)):
        with pytest.MonkeyPatch.context() as patch:
            way(patch)
            try:
                file = table(*rows)
            except (UserError, pa.ArrowInvalid, OverflowError) as fault:
                found.append(type(fault))
            else:
                found.append((set(file.schema_arrow.names), file.read().to_pylist()))
    assert found[0] == found[1]


@given(st.lists(st.one_of(records("incident"), records("notice")), min_size=1, max_size=8))
def test_records_are_read_by_columns(rows: list[dict[str, object]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        by_row(patch)
        try:
            expected = table(*rows).read()
        except UserError:  # an empty object somewhere
            return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet_write, "_schema", None)
        found = table(*rows).read()
    assert found.select(expected.column_names).to_pylist() == expected.to_pylist()


def test_a_member_without_a_value_is_refused() -> None:
    with pytest.raises(UserError, match="without a value"):
        table({"a": None})
