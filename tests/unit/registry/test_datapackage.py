import csv
import io

import pyarrow.parquet as pq

from harmscope.registry import datapackage
from harmscope.registry.rows import DIMENSIONS, Row

NONE = (None, None, None)
ROWS = [
    Row("notices.received", "notices", {"period": "p"}, 125, None, None, 5, 3, 3),
    Row("notices.acted_share", "share", {"period": "p", "harm": "hate"}, 0.25, *NONE, 3, 3),
    Row("notices.received", "notices", {"period": "p", "service": "=A"}, None, *NONE, 1, 3),
]


def test_csv_and_parquet_say_the_same() -> None:
    read = list(csv.DictReader(io.StringIO(datapackage.csv(ROWS).decode(), newline="")))
    table = pq.read_table(io.BytesIO(datapackage.parquet(ROWS))).to_pylist()
    assert [row["value"] for row in read] == ["125", "0.25", ""]
    assert [row["value"] for row in table] == [125.0, 0.25, None]
    assert tuple(read[0]) == tuple(table[0]) == datapackage.COLUMNS


def test_no_cell_starts_a_formula() -> None:
    assert ",=A," not in datapackage.csv(ROWS).decode()


def test_the_description_names_every_column_and_digest() -> None:
    body = datapackage.description("figures", "Pooled", {"figures.csv": "ab"})
    (resource,) = body["resources"]
    assert [f["name"] for f in resource["schema"]["fields"]] == list(datapackage.COLUMNS)
    assert resource["hash"] == "sha256:ab"
    assert set(DIMENSIONS) < set(datapackage.COLUMNS)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert datapackage.parquet(ROWS) == datapackage.parquet(list(ROWS))
