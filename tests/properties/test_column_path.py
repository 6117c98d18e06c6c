"""Statements judged by columns and row by row: the same outcome, whatever the table holds."""

import copy
import csv
import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harmscope.formats.csv_ import Layout
from harmscope.formats.json_ import Refused, parse
from harmscope.formats.parquet import Column, Frame, Table, packed
from harmscope.formats.records import LISTS
from harmscope.formats.rows import Limits
from harmscope.formats.split import Stretch, StretchRows
from harmscope.validation import Options, chunks
from harmscope.validation.chunks import CsvChunk, FrameChunk, result_of
from harmscope.validation.examine import ChunkResult, Examiner
from harmscope.validation.identify import STATEMENT, kind_of

TESTS = Path(__file__).parents[1]
OPTIONS = Options(STATEMENT, date(2026, 6, 1))
LIMITS = Limits()
BY_COLUMNS, BY_ROWS = Examiner(OPTIONS), Examiner(OPTIONS)
"""Both remember values from one example to the next."""

VALUES = [
    *("", "null", "n/a", "x", "Yes", "0", "[]", "[null]", '["x"]', "[1]", "{}", "[", "é\u2028"),
    *("2026-01-05", "2026-01-05 00:00:00", "2026-02-30", "2038-01-02", "2026-06-02T10:00:00Z"),
    *('["CONTENT_TYPE_OTHER"]', '["CONTENT_TYPE_TEXT","CONTENT_TYPE_TEXT"]', '["DE"]'),
    *("jo@example.org", "KEYWORD_OTHER", "AUTOMATED_DECISION_FULLY", "DECISION_MONETARY_OTHER"),
    *("x" * 501, "text\nof two lines", 'a "quoted" text', "4006381333931", "4006381333932"),
]


def _statements() -> list[dict[str, Any]]:
    lines = {
        line
        for path in sorted((TESTS / "cases").glob("HS*/*.jsonl"))
        for line in path.read_bytes().split(b"\n")
        if line.strip()
    }
    found = []
    for line in sorted(lines):
        try:
            record = parse(line)
        except (Refused, UnicodeDecodeError):
            continue
        if isinstance(record, dict) and kind_of(record, None) == STATEMENT:
            found.append(record)
    return found


STATEMENTS = _statements()
MEMBERS = sorted({name for each in STATEMENTS for name in each} | {"created_at", "uuid", "id"})


def cell_of(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value) if value is not None else ""


def table(rows: list[dict[str, Any]], header: list[str], ends: str = "\n") -> tuple[Layout, bytes]:
    text = io.StringIO()
    written = csv.writer(text, lineterminator=ends)
    written.writerows([cell_of(row.get(name)) for name in header] for row in rows)
    return Layout(tuple(header), ",", 2, 100), text.getvalue().encode()


def by_rows(layout: Layout, data: bytes) -> ChunkResult:
    rows = StretchRows(Stretch(2, 100, len(data), True, data), layout, LIMITS)
    return result_of("t", iter(rows), BY_ROWS)


def by_columns(layout: Layout, data: bytes) -> ChunkResult:
    chunk = CsvChunk("t", Stretch(2, 100, len(data), True, data), layout, LIMITS)
    return chunk.examine(BY_COLUMNS).part


def assert_same(layout: Layout, data: bytes) -> ChunkResult:
    one, other = by_columns(layout, data), by_rows(layout, data)
    assert one == other
    assert one.statistics.cases == other.statistics.cases
    assert list(one.statistics.values.items()) == list(other.statistics.values.items())
    return one


@pytest.fixture(autouse=True)
def small_ones_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "LEAST", 0)
    monkeypatch.setattr(chunks, "LEAST_ROWS", 0)


def frame_of(rows: list[dict[str, Any]], header: list[str], faults: dict[int, str]) -> FrameChunk:
    """A frame as the process that reads Parquet packs it: each distinct value once, or each."""
    columns = []
    for number, name in enumerate(header):
        values = [row.get(name) for row in rows]
        known = {json.dumps(value): value for value in values}
        places = [list(known).index(json.dumps(value)) for value in values]
        several = number % 3 == 0 or len(known) * 2 > len(rows) > 4
        packed_places = b"".join(place.to_bytes(2, "little") for place in places)
        columns.append(Column(values) if several else Column(list(known.values()), packed_places))
    return FrameChunk(
        "t", Frame(1, len(rows), tuple(header), packed(Table(columns, faults))), LISTS
    )


def assert_frames_same(chunk: FrameChunk) -> ChunkResult:
    one = chunk.examine(BY_COLUMNS).part
    other = result_of("t", chunk._rows(), BY_ROWS)
    assert one == other
    assert one.statistics.cases == other.statistics.cases
    assert list(one.statistics.values.items()) == list(other.statistics.values.items())
    return one


TYPED: list[Any] = [
    *(*VALUES, None, 0, 1, 1.0, True, False, [], {}, [None], ["x"], ["DE"], [1], [True]),
    *(["CONTENT_TYPE_OTHER"], ["CONTENT_TYPE_TEXT"] * 2, {"EAN-13": "4006381333932"}),
]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_frames_with_changes_anywhere(data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=12))
    rows = [copy.copy(each) for each in drawn]
    names = data.draw(st.sets(st.sampled_from(MEMBERS)))
    header = sorted({name for row in rows for name in row} | names)
    changes = st.tuples(st.sampled_from(rows), st.sampled_from(header), st.sampled_from(TYPED))
    for row, name, value in data.draw(st.lists(changes, max_size=6)):
        row[name] = value
    faults = data.draw(st.dictionaries(st.integers(0, len(rows) - 1), st.just("bad_cell")))
    assert_frames_same(frame_of(rows, header, faults))


def test_every_case_of_the_rules_in_a_frame() -> None:
    header = [name for name in MEMBERS if name not in ("id", "platform_uid")]
    part = assert_frames_same(frame_of(STATEMENTS, header, {3: "bad_cell"}))
    assert part.accepted > 15
    assert len({one.rule for one in part.findings}) > 20


def test_every_case_of_the_rules() -> None:
    assert len(STATEMENTS) > 50
    header = [name for name in MEMBERS if name not in ("id", "platform_uid")]
    part = assert_same(*table(STATEMENTS, header))
    assert part.accepted > 15
    assert part.rejected > 5
    assert len({one.rule for one in part.findings}) > 20


@pytest.mark.parametrize("name", ["ROOM_OF_TABLE", "_MOST_COMBINED", "MOST", "ROOM"])
def test_little_room_to_remember(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Combinations that no table takes, and those that no number takes."""
    monkeypatch.setattr(f"harmscope.validation.column_tests.{name}", 1)
    examiner, header = Examiner(OPTIONS), [each for each in MEMBERS if each != "platform_uid"]
    layout, data = table(STATEMENTS, header)
    chunk = CsvChunk("t", Stretch(2, 100, len(data), True, data), layout, LIMITS)
    for _ in range(2):
        assert chunk.examine(examiner).part == by_rows(layout, data)


def test_chunks_of_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where what is remembered is forgotten all the time."""
    monkeypatch.setattr("harmscope.validation.column_tests.MOST", 2)
    for each in STATEMENTS:
        assert_same(*table([each], sorted(each)))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_tables_with_changes_anywhere(data: st.DataObject) -> None:
    rows = [
        copy.copy(each)
        for each in data.draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=12))
    ]
    names = data.draw(st.sets(st.sampled_from(MEMBERS)))
    header = [*dict.fromkeys(name for row in rows for name in row), *sorted(names)]
    header = data.draw(st.permutations(list(dict.fromkeys(header))))
    if len(header) < 2 or not {"decision_ground", "category", "source_type"} <= set(header):
        return
    changes = st.tuples(st.sampled_from(rows), st.sampled_from(header), st.sampled_from(VALUES))
    for row, name, value in data.draw(st.lists(changes, max_size=6)):
        row[name] = value
    assert_same(*table(rows, header, data.draw(st.sampled_from(["\n", "\r\n"]))))


def test_hostile_rows_among_good_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chunk that is irregular falls back, and nothing differs."""
    monkeypatch.setattr(sys, "path", [str(TESTS / "hostile"), *sys.path])
    from csv_cases import _ROWS

    header = sorted(STATEMENTS[0])
    layout, good = table([STATEMENTS[0], STATEMENTS[1]], header)
    first, _, second = good.partition(b"\n")
    for row, _, _ in _ROWS.values():
        if len(row) < 10_000:
            assert_same(layout, first + b"\n" + row + second)
            assert_same(layout, first.replace(b",", row.strip() + b",", 1) + b"\n" + second)


def test_a_chunk_made_irregular_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    judged = Examiner.statements

    def counted(self: Examiner, part: ChunkResult, rows: Any) -> None:
        taken.append(len(rows.lines))
        judged(self, part, rows)

    monkeypatch.setattr(Examiner, "statements", counted)
    header = [name for name in MEMBERS if name != "platform_uid"]
    layout, data = table(STATEMENTS, header)
    assert_same(layout, data)
    assert taken == [len(STATEMENTS)]
    assert_same(layout, data + b'"\n')
    assert_same(layout, data + b"ragged,row\n" + data)
    assert taken == [len(STATEMENTS)]
