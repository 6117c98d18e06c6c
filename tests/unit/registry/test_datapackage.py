import csv
import hashlib
import io

import pyarrow.parquet as pq

from harmscope.registry import datapackage
from harmscope.registry.rows import CANNOT_EXIST, DIMENSIONS, MISSING, OBSERVED, SUPPRESSED, Row

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
    data = datapackage.csv(ROWS)
    body = datapackage.description("figures", "Pooled", {"figures.csv": data})
    (resource,) = body["resources"]
    assert [f["name"] for f in resource["schema"]["fields"]] == list(datapackage.COLUMNS)
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert resource["bytes"] == len(data)
    assert set(DIMENSIONS) < set(datapackage.COLUMNS)


def test_rows_are_unique_where_the_description_says_so() -> None:
    schema = datapackage.description("figures", "Pooled", {"figures.csv": b""})["resources"][0][
        "schema"
    ]
    # A primary key may hold no empty cell, and a total leaves its dimensions empty.
    assert "primaryKey" not in schema
    (key,) = schema["uniqueKeys"]
    places = [tuple(row.as_dict()[name] for name in key) for row in ROWS]
    assert len(set(places)) == len(places)


def test_every_flag_is_one_that_the_description_lists() -> None:
    body = datapackage.description("figures", "Pooled", {"figures.csv": b""})
    enums = {
        f["name"]: f["constraints"]["enum"]
        for f in body["resources"][0]["schema"]["fields"]
        if "constraints" in f
    }
    assert set(enums["obs_status"]) == {OBSERVED, SUPPRESSED, MISSING, CANNOT_EXIST}
    assert all(row.as_dict()["obs_status"] in enums["obs_status"] for row in ROWS)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert datapackage.parquet(ROWS) == datapackage.parquet(list(ROWS))
