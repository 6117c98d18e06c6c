"""Flat tables come out of their file as they went in, and nothing strange comes out of it."""

import io
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec
import pyarrow as pa
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from harmscope.aggregation.collect import Collector
from harmscope.aggregation.flat_file import DamagedError, FlatFile, FlatWriter, sound
from harmscope.aggregation.parts import FLAT, Part, Setting, State
from harmscope.errors import UserError
from schema_records import records

Record = dict[str, Any]
Make = Callable[..., Record]


def collected(found: list[Record], service: str = "all") -> Iterator[Part]:
    collector = Collector(Setting(service=service))
    collector.state = State(begun=True, headed=True)
    for number, record in enumerate(found, 1):
        collector.take_plain(record["record"], record, b"%d" % number)
        if number % 2 == 0:
            yield collector.part()
    yield collector.part()


def written(parts: Iterator[Part]) -> bytes:
    file = io.BytesIO()
    writer = FlatWriter(file)
    for part in parts:
        writer.add(part)
    writer.done()
    return file.getvalue()


def read(data: bytes, service: str = "all") -> Iterator[Part]:
    return FlatFile(io.BytesIO(data), 0, len(data)).parts(Setting(service=service))


def whole(parts: Iterator[Part]) -> tuple[Part, dict[str, list[Record]]]:
    """Everything together, and the rows of the tables, numbered through."""
    sum_, rows = Part(), dict[str, list[Record]]()
    for part in parts:
        for name, batch in part.tables.items():
            found = [{**row, "seq": row["seq"] + sum_.number} for row in batch.to_pylist()]
            rows.setdefault(name, []).extend(found)
        sum_.add(part)
    days = {kind: days for kind, days in sum_.days.items() if days}
    # Of several services one has a time of day, and that is said of all of them.
    return replace(sum_, days=days, timed=False), rows


@given(st.lists(st.one_of(records("incident"), records("notice")), max_size=6))
def test_what_goes_in_comes_out(found: list[Record]) -> None:
    assert whole(read(written(collected(found)))) == whole(collected(found))


@given(
    st.lists(st.one_of(records("incident"), records("notice")), max_size=8),
    st.lists(st.sampled_from("ABC"), min_size=8, max_size=8),
)
def test_one_of_several_services_comes_out_alone(found: list[Record], names: list[str]) -> None:
    mixed = [{**record, "service": name} for record, name in zip(found, names, strict=False)]
    assert whole(read(written(collected(mixed)), "B")) == whole(collected(mixed, "B"))


def test_a_time_of_day_is_remembered(incident: Make) -> None:
    days = {"decisions": [{"id": "d", "decided_at": "2025-07-03"}], "content": {}}
    for record, timed in ((incident(**days), False), (incident(created="2025-07-03"), True)):
        record.pop("detection", None)
        record.pop("created", None)
        if timed:
            record["content"] = {"created_at": "2025-07-03T01:00:00Z"}
        data = written(collected([record]))
        assert FlatFile(io.BytesIO(data), 0, len(data)).timed is timed


def test_damage_is_told_or_changes_nothing(incident: Make) -> None:
    data = written(collected([incident(str(number)) for number in range(30)]))
    good = whole(read(data))
    chance = random.Random(5)
    for _ in range(400):
        place = chance.randrange(len(data))
        changed = data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))])
        changed += data[place + 1 :]
        with suppress(DamagedError):
            assert whole(read(changed)) == good
    for end in range(len(data)):
        with pytest.raises(DamagedError):
            list(read(data[:end]))


def forged(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The same with another index."""
    packed = int.from_bytes(data[-16:-8], "little")
    index = msgspec.json.decode(zstandard.decompress(data[-16 - packed : -16]))
    change(index)
    new = msgspec.json.encode(index)
    again = zstandard.compress(new)
    tail = len(again).to_bytes(8, "little") + len(new).to_bytes(8, "little")
    return data[: -16 - packed] + again + tail


FORGERIES: dict[str, Callable[[dict[str, Any]], None]] = {
    "too many read": lambda index: index.update(read=9),
    "negative": lambda index: index.update(number=-1, read=-1),
    "a kind that there is not": lambda index: index.update(taken={"Example": {"tale": 3}}),
    "a rule that there is not": lambda index: index.update(read=4, excluded={"XX9": 1}),
    "a day that there is not": lambda index: index["days"].update(incident=[10**9]),
    "a header of another shape": lambda index: index.update(header={"record": "dataset"}),
    "an exposure of another shape": lambda index: index.update(exposures=[[0, {}]]),
    "a table that there is not": lambda index: index["chunks"][0].__setitem__(0, "tale"),
    "another table": lambda index: index["chunks"][0].__setitem__(0, "notice"),
    "a place before the start": lambda index: index["chunks"][0].__setitem__(1, -5),
    "a place behind the end": lambda index: index["chunks"][0].__setitem__(1, 10**12),
    "a size that is huge": lambda index: index["chunks"][0].__setitem__(3, 10**15),
    "other rows": lambda index: index["chunks"][0].__setitem__(4, 1),
    "an unknown member": lambda index: index.update(more=1),
    "a text": lambda index: index.update(read="3"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_index_is_told(incident: Make, name: str) -> None:
    data = written(collected([incident(str(number)) for number in range(3)]))
    with pytest.raises(DamagedError):
        list(read(forged(data, FORGERIES[name])))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("incident", "seq", 3),
        ("incident", "seq", -1),
        ("incident", "seq", None),
        ("incident", "day", 10**8),
        ("decision", "day", -(10**7)),
    ],
)
def test_a_forged_column_is_told(incident: Make, table: str, column: str, value: Any) -> None:
    parts = list(collected([incident("a"), incident("b"), incident("c")]))
    for part in parts:
        batch = part.tables.get(table)
        if batch is not None:
            place, kind = batch.schema.get_field_index(column), batch.column(column).type
            plain = pa.int32() if FLAT[table][column] == "date" else kind
            forged_ = pa.array([value] * batch.num_rows, type=plain).cast(kind)
            part.tables[table] = batch.set_column(place, column, forged_)
    for part in parts:
        part.days = {}
    with pytest.raises(DamagedError):
        list(read(written(iter(parts))))


def test_damage_in_what_said_it_was_sound_is_told_with_its_place() -> None:
    said = r"--cache: what is kept there is not .*; empty it"
    with pytest.raises(UserError, match=said), sound("--cache", "empty it"):
        raise DamagedError
