"""Flat tables as Parquet."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harmscope.aggregation.coded import Coded, TableWriter
from harmscope.aggregation.normalise import Intake, judging, normalise, open_tables
from harmscope.aggregation.parts import FLAT, Setting
from harmscope.engine import DuckDb
from harmscope.errors import UserError
from harmscope.metrics.flat_tables import table


def test_every_table_is_written_even_an_empty_one(tmp_path: Path) -> None:
    for name, schema in FLAT.items():
        TableWriter(tmp_path / f"{name}.parquet", schema).close()
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert table.num_rows == 0
        assert table.column_names == list(schema)


def test_combinations_come_back_in_order_whatever_their_number(tmp_path: Path) -> None:
    rows = [(f"k{number % 700}", None if number % 3 else "d") for number in range(2_000)]
    columns = {"kind": "string", "dimension": "string"}
    writer = TableWriter(tmp_path / "some.parquet", columns)
    for start in (0, 500):
        coded = Coded(columns)
        numbers = {row: coded.number(row) for row in dict.fromkeys(rows[start:])}
        arrays = dict(coded.arrays([numbers[row] for row in rows[start:]]))
        writer.add(pa.RecordBatch.from_arrays(list(arrays.values()), list(columns)))
    writer.close()
    table = pq.read_table(tmp_path / "some.parquet")
    found = zip(table["kind"].to_pylist(), table["dimension"].to_pylist(), strict=True)
    assert list(found) == rows + rows[500:]


Make = Callable[..., dict[str, Any]]
Run = Callable[..., Intake]


def test_every_row_is_counted_or_excluded(intake: Run, header: Make, incident: Make) -> None:
    def judge(record: dict[str, Any]) -> list[str]:
        return ["HS103", "HS101"] if record.get("incident_id") == "bad" else []

    found = intake(header(), incident("good"), incident("bad"), judge=judge)
    assert (found.read, found.taken) == (2, 1)
    assert found.excluded == {"HS101": 1}


def test_other_services_are_counted_apart(intake: Run, header: Make, incident: Make) -> None:
    found = intake(header(), incident("a"), incident("b", service="Other"), service="Lanternfish")
    assert (found.taken, found.other_services) == (1, 1)


def test_records_without_a_header_are_excluded(intake: Run, incident: Make) -> None:
    assert intake(incident()).excluded == {"HS203": 1}


def test_kinds_without_metrics_are_said(intake: Run, header: Make) -> None:
    assert intake(header(), {"record": "measure"}).excluded == {"not_counted": 1}


def test_a_broken_line_is_excluded_by_its_rule(tmp_path: Path, header: Make) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"record":"dataset"}\n{"record":\n', encoding="utf-8")
    found = normalise([path], tmp_path, judging(lambda record: []), Setting())
    assert found.excluded.total() == found.read == 1
    assert next(iter(found.excluded)).startswith("HS")


@pytest.mark.parametrize("before", [0, 1])
def test_a_header_that_is_not_the_first_stops_the_report(
    intake: Run, header: Make, incident: Make, before: int
) -> None:
    rows = [header(), incident("a"), header(), incident("b")]
    with pytest.raises(UserError, match=r":[23]: HS204 the header is not the first record"):
        intake(*rows[before:])


def test_a_header_that_is_not_valid_stops_the_report(intake: Run, header: Make) -> None:
    with pytest.raises(UserError, match="header"):
        intake(header(), judge=lambda record: ["HS101"])


def test_a_damaged_file_stops_the_report(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03cut")
    with pytest.raises(UserError):
        normalise([path], tmp_path, judging(lambda record: []), Setting())


@pytest.fixture
def left(
    tmp_path: Path, intake: Callable[..., Intake], engine: DuckDb, header: Make
) -> Callable[..., tuple[dict[str, int], int]]:
    """What was taken out, by reason, and how many decisions are left."""

    def run(*records: dict[str, Any]) -> tuple[dict[str, int], int]:
        intake(header(), *records)
        dropped = open_tables(engine, tmp_path, date(2026, 1, 1))
        rows = table("decision")
        return dict(dropped), engine.rows(rows.agg(n=rows.count()))[0]["n"]

    return run


def test_nothing_is_taken_out_of_distinct_records(left: Any, incident: Make) -> None:
    assert left(incident("a"), incident("b")) == ({}, 2)


def test_the_same_record_twice_counts_once(left: Any, incident: Make) -> None:
    assert left(incident("a"), incident("a"), incident("a")) == ({"HS202": 2}, 1)


def test_the_same_record_counts_once_whatever_the_order_of_its_members(
    left: Any, incident: Make
) -> None:
    turned = dict(reversed(incident("a").items()))
    assert left(incident("a"), turned) == ({"HS202": 1}, 1)


def test_contradicting_records_do_not_count(left: Any, incident: Make) -> None:
    other = incident("a", subject_kind="ad")
    assert left(incident("a"), incident("a"), other, incident("b")) == ({"HS201": 3}, 1)


def test_a_superseded_record_does_not_count(left: Any, incident: Make) -> None:
    assert left(incident("a"), incident("b", supersedes="a")) == ({"superseded": 1}, 1)


def test_the_same_id_in_another_service_or_kind_is_another_record(
    left: Any, incident: Make, notice: Make
) -> None:
    assert left(incident("a"), incident("a", service="Other"), notice("a")) == ({}, 2)
