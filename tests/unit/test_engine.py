"""Every engine keeps the contract."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harmscope.engine import DuckDb, Engine
from harmscope.errors import UserError


def test_duckdb_is_an_engine(tmp_path: Path) -> None:
    engine: Engine = DuckDb(tmp_path)
    assert DuckDb.name == "duckdb"
    engine.close()


NUMBERS = ibis.table({"n": "int64"}, name="numbers")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDb]:
    path = tmp_path / "it's a folder"
    path.mkdir()
    pq.write_table(pa.table({"n": [1, 2, 3]}), path / "numbers.parquet")
    opened = DuckDb(path, memory="500MB", threads=1)
    opened.table("numbers", path / "numbers.parquet")
    yield opened
    opened.close()


def test_it_runs_an_unbound_expression(engine: DuckDb) -> None:
    assert engine.rows(NUMBERS.agg(total=NUMBERS.n.sum().cast("int64"))) == [{"total": 6}]


def test_a_question_asked_again_is_answered_from_what_is_there_now(
    engine: DuckDb, tmp_path: Path
) -> None:
    def asked() -> list[dict[str, int]]:
        return engine.rows(NUMBERS.agg(total=NUMBERS.n.sum().cast("int64")))

    assert asked() == [{"total": 6}]
    pq.write_table(pa.table({"n": [10, 20]}), tmp_path / "it's a folder" / "other.parquet")
    engine.table("numbers", tmp_path / "it's a folder" / "other.parquet")
    assert asked() == [{"total": 30}]


def test_questions_that_differ_in_one_value_are_two(engine: DuckDb) -> None:
    given = [engine.rows(NUMBERS.select(x=ibis.literal(one)).limit(1)) for one in (1, True, 1.0, 2)]
    assert repr(given) == "[[{'x': 1}], [{'x': True}], [{'x': 1.0}], [{'x': 2}]]"


def test_it_writes_inside_its_folder_only(engine: DuckDb, tmp_path: Path) -> None:
    inside = tmp_path / "it's a folder" / "out.parquet"
    engine.write(NUMBERS.filter(NUMBERS.n > 1), inside)
    assert pq.read_table(inside)["n"].to_pylist() == [2, 3]
    with pytest.raises(duckdb.PermissionException):
        engine.write(NUMBERS, tmp_path / "out.parquet")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/hosts')",
        "SELECT * FROM read_text('/etc/hosts')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SET memory_limit = '9GB'",
        "ATTACH '/tmp/other.db'",
        "COPY (SELECT 1) TO '/tmp/harmscope-leak.csv'",
    ],
)
def test_it_is_locked_down(engine: DuckDb, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        engine._raw.execute(statement)


def test_a_table_may_be_replaced_but_its_name_is_plain(engine: DuckDb, tmp_path: Path) -> None:
    path = tmp_path / "it's a folder" / "numbers.parquet"
    engine.table("numbers", path)
    with pytest.raises(ValueError, match="small letters"):
        engine.table("numbers; DROP", path)


@pytest.mark.parametrize("size", ["", "2", "lots", "2 GB", "0GB", "2GB'; --"])
def test_a_memory_limit_is_a_size(tmp_path: Path, size: str) -> None:
    with pytest.raises(UserError, match="--memory-limit"):
        DuckDb(tmp_path, memory=size)


def test_too_little_memory_is_the_users_error(tmp_path: Path) -> None:
    pq.write_table(pa.table({"n": list(range(500_000))}), tmp_path / "numbers.parquet")
    engine = DuckDb(tmp_path, memory="1MB", threads=1)
    engine.table("numbers", tmp_path / "numbers.parquet")
    groups = NUMBERS.group_by("n").agg(times=NUMBERS.count())
    with pytest.raises(UserError, match="--memory-limit"):
        engine.rows(groups.order_by("times"))
    engine.close()
