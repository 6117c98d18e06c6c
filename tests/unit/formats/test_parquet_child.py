""""""

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harmscope.formats import Limits, members
from harmscope.formats.parquet import Frame, packed, read
from harmscope.formats.parquet_child import table, together
from harmscope.formats.rows import Row, RowFault
from harmscope.formats.sandbox import ChildFault


def through(columns: dict[str, pa.Array]) -> list[dict[str, object] | str]:
    """What comes out of a frame of these columns."""
    batch = pa.record_batch(columns)
    data = packed(table(batch))
    rows = Frame(1, batch.num_rows, tuple(columns), data).rows()
    return [row.data if isinstance(row, Row) else row.code for row in rows]


VALUES: dict[str, pa.Array] = {
    "text": pa.array(["x", "x", None, "y", "x", "x"]),
    "all differ": pa.array(list("abcdef")),
    "lists": pa.array([["a", "b"], ["a", "b"], [], None, ["b"], ["a", None]]),
    "large lists": pa.array([["a"], None, ["a"], [], ["b"], ["a"]], pa.large_list(pa.string())),
    "coded": pa.array(["p", "q", "p", None, "p", "p"]).dictionary_encode(),
    "numbers": pa.array([1, 1, 2, None, 2**40, 1]),
    "truth": pa.array([True, False, None, True, True, True]),
    "objects": pa.array([{"m": 1}, {"m": None}, None, {"m": 2}, {"m": 3}, {"m": 4}]),
    "nothing": pa.nulls(6),
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("start", [0, 2])
def test_values_come_through_as_they_are(name: str, start: int) -> None:
    array = VALUES[name].slice(start)
    found = [row.get("c") if isinstance(row, dict) else row for row in through({"c": array})]
    expected = array.to_pylist()
    if name == "objects":
        expected = [{k: v for k, v in one.items() if v is not None} if one else None
                    for one in expected]  # fmt: skip
    if "lists" in name:
        expected = [[v for v in one if v is not None] if one else one for one in expected]
    assert found == expected


def test_dates_and_decimals_become_text() -> None:
    days = pa.array([date(2026, 1, 2)] * 4)
    prices = pa.array([Decimal("1.50")] * 4)
    assert through({"d": days, "p": prices})[3] == {"d": "2026-01-02", "p": "1.50"}


def test_a_bad_value_spoils_its_rows_alone_and_the_first_column_names_the_fault() -> None:
    big = pa.array([1, 2**60, 1, 1, 2**60])
    wild = pa.array([1.0, float("nan"), 1.0, float("inf"), 1.0])
    found = through({"big": big, "wild": wild})
    assert found[0] == {"big": 1, "wild": 1.0}
    assert found[1:] == ["big_integer", found[0], "not_finite", "big_integer"]


def test_bad_values_in_lists_are_found() -> None:
    found = through({"c": pa.array([[1.0], [float("nan")], [1.0], [float("nan"), 1.0]])})
    assert [isinstance(row, dict) for row in found] == [True, False, True, False]
    assert RowFault is not None


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


def test_extension_types_are_read_by_what_they_store() -> None:
    text = pa.array(['["a"]', None, '["a"]', '["b"]'])
    number = uuid.UUID("12345678-1234-4123-8123-123456789abc")
    arrays = {
        "json": pa.ExtensionArray.from_storage(pa.json_(), text),
        "uuid": pa.array([number.bytes, None, number.bytes, number.bytes], pa.uuid()),
        "truth": pa.array([1, None, 0, 1], pa.bool8()),
        "view": pa.array(["a", None, "b", "a"], pa.string_view()),
    }
    first, second, *_ = through(arrays)
    assert first == {"json": '["a"]', "uuid": str(number), "truth": True, "view": "a"}
    assert second == {}


def test_extension_types_in_lists_and_objects_are_read_too() -> None:
    items = pa.ExtensionArray.from_storage(pa.json_(), pa.array(["1", "2", "3"]))
    lists = pa.ListArray.from_arrays(pa.array([0, 2, 3]), items)
    objects = pa.StructArray.from_arrays([items.slice(0, 2)], ["m"])
    assert through({"l": lists, "o": objects}) == [
        {"l": ["1", "2"], "o": {"m": "1"}}, {"l": ["3"], "o": {"m": "2"}},
    ]  # fmt: skip


def test_a_type_that_is_not_read_is_named_with_its_column() -> None:
    items = pa.ExtensionArray.from_storage(pa.json_(), pa.array(["1"]))
    array = pa.MapArray.from_arrays(pa.array([0, 1]), pa.array(["k"]), items)
    with pytest.raises(ChildFault) as fault:
        table(pa.record_batch({"span": array}))
    assert str(fault.value) == "unreadable_column"
    assert fault.value.detail.startswith("column span, type map")


def test_a_large_file_is_read_in_several_passes(tmp_path: Path) -> None:
    path = tmp_path / "large.parquet"
    values = pa.table({"n": list(range(250_000))})
    pq.write_table(values, path, row_group_size=40_000)
    assert list(together(pq.read_metadata(path))) == [[0, 1, 2], [3, 4, 5], [6]]
    (member,) = members(path)
    rows = [row for row in read(member) if isinstance(row, Row)]
    assert [row.data["n"] for row in rows] == list(range(250_000))
    assert [row.line for row in rows] == list(range(1, 250_001))
