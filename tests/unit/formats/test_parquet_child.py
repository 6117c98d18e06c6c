from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from harmscope.formats import Limits


def outcome(table: pa.Table, of_file: Callable, tmp_path: Path, limits: Limits) -> object:
    pq.write_table(table, tmp_path / "t")
    return of_file((tmp_path / "t").read_bytes(), limits=limits)["f"]


def test_too_many_columns_are_refused(of_file: Callable, tmp_path: Path) -> None:
    table = pa.table({f"c{number}": [1] for number in range(30)})
    assert outcome(table, of_file, tmp_path, Limits(columns=20)) == ["!too_many_columns"]


def test_deep_types_are_refused_before_they_are_read(of_file: Callable, tmp_path: Path) -> None:
    kind, value = pa.int32(), 1
    for _ in range(20):
        kind, value = pa.list_(kind), [value]
    table = pa.table({"a": pa.array([value], kind)})
    assert outcome(table, of_file, tmp_path, Limits(nesting=10)) == ["!too_deep"]


def test_a_memory_bomb_kills_the_child_alone(of_file: Callable, tmp_path: Path) -> None:
    table = pa.table({"a": pa.array(["x" * 2_000_000] * 1000).dictionary_encode()})
    assert outcome(table, of_file, tmp_path, Limits()) == ["!reader_stopped"]


def test_more_rows_than_bytes_can_hold_are_a_bomb(of_file: Callable, tmp_path: Path) -> None:
    table = pa.table({"a": pa.nulls(300_000)})
    assert outcome(table, of_file, tmp_path, Limits()) == ["!bomb"]
    assert len(outcome(table.slice(0, 2_000), of_file, tmp_path, Limits())) == 2_000  # type: ignore[arg-type]
