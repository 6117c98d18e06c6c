import io

import pyarrow.parquet as pq
import pytest

from harmscope.errors import UserError
from harmscope.formats.parquet_write import write
from harmscope.formats.spool import Spool


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
