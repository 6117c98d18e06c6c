""""""

import gzip
import pickle
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harmscope.errors import UserError
from harmscope.formats import Limits, Member, Row, RowFault, StreamFault, members
from harmscope.formats.csv_ import Layout
from harmscope.formats.parquet import Column, Frame, Table, packed
from harmscope.formats.rows import row_fault
from harmscope.formats.split import Stretch, StretchRows, Tail
from harmscope.validation import Options
from harmscope.validation.chunks import (
    CsvChunk,
    CsvRest,
    FrameChunk,
    LineChunk,
    LineRest,
    RowChunk,
    RowRest,
    behind,
    chunks,
    result_of,
    results_of,
)
from harmscope.validation.examine import Examiner
from harmscope.validation.statement import LIGHT_OMITS

LIMITS = Limits()
LAYOUT = Layout(("a", "b"), ",", 2, 4)
FAULT = row_fault("bad_cell", 3, 0)


@pytest.fixture
def examiner() -> Examiner:
    return Examiner(Options())


def stretch(data: bytes, *, last: bool = False) -> Stretch:
    return Stretch(2, 4, len(data), last, data)


def test_lines_are_found_at_their_places(examiner: Examiner) -> None:
    chunk = LineChunk("r", stretch(b"{\n{broken}\n"), LIMITS)
    found = chunk.examine(examiner)
    assert [(one.line, one.offset) for one in found.part.findings] == [(2, 4), (3, 6)]
    assert found.whole


def test_a_last_line_that_breaks_off_is_told_apart(examiner: Examiner) -> None:
    for last, said in ((True, "cut off"), (False, "is not JSON")):
        data = b'{"a":' if last else b'{"a":\n'
        part = LineChunk("r", stretch(data, last=last), LIMITS).examine(examiner).part
        assert said in part.findings[0].message


def test_a_csv_share_says_that_its_last_row_goes_on(examiner: Examiner) -> None:
    first = CsvChunk("r", stretch(b'1,"x\n'), LAYOUT, LIMITS)
    second = CsvChunk("r", Stretch(3, 9, 8, True, b'y"\n1,2\n'), LAYOUT, LIMITS)
    assert not first.examine(examiner).whole
    both = first.joined(second).examine(examiner)
    assert both.whole
    assert [one.line for one in both.part.findings] == [2, 4]


def test_a_rest_starts_with_the_share_before_it(examiner: Examiner) -> None:
    chunk = CsvChunk("r", stretch(b'1,"x\n'), LAYOUT, LIMITS)
    rest = CsvRest("r", Tail(3, 9, iter([b'y"\n1,2\n'])), LAYOUT, LIMITS)
    (part,) = behind(chunk, rest).parts(examiner)
    assert [one.line for one in part.findings] == [2, 4]


def test_a_rest_of_lines_is_read_in_flat_memory(examiner: Examiner) -> None:
    limits = Limits(line=100)
    tail = Tail(5, 50, (b"x" * 60 for _ in range(50)))
    (part,) = LineRest("r", tail, limits).parts(examiner)
    assert [(one.line, one.offset) for one in part.findings] == [(5, 50)]


def test_rows_that_were_read_are_judged(examiner: Examiner) -> None:
    chunk = RowChunk("r", (FAULT,))
    assert chunk.joined(chunk).examine(examiner).part.rejected == 2
    assert [part.rejected for part in RowRest("r", iter([FAULT])).parts(examiner)] == [1]


def test_a_part_comes_before_the_fault(examiner: Examiner) -> None:
    def source() -> Iterator[Row | RowFault]:
        yield FAULT
        raise StreamFault("bad_parquet")

    parts = results_of("r", source(), examiner)
    assert next(parts).rejected == 1
    with pytest.raises(StreamFault):
        next(parts)


@pytest.mark.parametrize(
    ("columns", "missing"), [(("uuid", "decision_facts"), True), (("uuid",), False)]
)
def test_only_a_missing_column_makes_a_dump_a_light_one(
    columns: tuple[str, ...], missing: bool
) -> None:
    data = packed(Table([Column(["u" if name == "uuid" else None]) for name in columns]))
    examiner = Examiner(Options("dsa-sor", select=("HS002",)))
    part = FrameChunk("r", Frame(1, 1, columns, data), frozenset()).examine(examiner).part
    places = {one.pointer for one in part.findings}
    assert "/puid" in places or "/platform_uid" in places
    assert ("/decision_facts" in places) == missing


def test_lists_in_rows_are_taken_apart(examiner: Examiner) -> None:
    data = packed(Table([Column([[{"a": 1}, {"a": 2}, 3]])]))
    chunk = FrameChunk("r", Frame(1, 1, ("records",), data), frozenset({"records"}))
    assert chunk.examine(examiner).part.rejected == 3
    assert chunk.joined(chunk).examine(examiner).part.rejected == 6


def test_shares_pass_from_process_to_process() -> None:
    for chunk in (LineChunk("r", stretch(b"x"), LIMITS), RowChunk("r", (FAULT,))):
        assert pickle.loads(pickle.dumps(chunk)) == chunk


GOOD = {
    "puid": "p1", "platform_name": "Example", "decision_account": "DECISION_ACCOUNT_TERMINATED",
    "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT", "illegal_content_legal_ground": "A law",
    "illegal_content_explanation": "It breaks the law.", "category": "STATEMENT_CATEGORY_VIOLENCE",
    "content_type": '"[""CONTENT_TYPE_TEXT""]"', "content_date": "2025-10-02",
    "application_date": "2025-10-03", "decision_facts": "A reader looked at it.",
    "source_type": "SOURCE_VOLUNTARY", "automated_detection": "No",
    "territorial_scope": '"[""DE""]"',
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
}  # fmt: skip


@pytest.mark.parametrize(
    "change", [{}, {"platform_name": "null"}, {"platform_uid": "p1"}, {"puid": ""}]
)
def test_statements_are_judged_as_rows_are(change: dict[str, str]) -> None:
    """Through the gate or past it, accepted or not: the same part comes out."""
    cells = GOOD | change
    layout = Layout(tuple(cells), ",", 2, 4)
    line = ",".join(cells.values()).encode() + b"\n"
    data = line + line.replace(b"2025-10-03", b"x") + b"ragged\n" + line
    chunk = CsvChunk("r", Stretch(2, 4, len(data), True, data), layout, LIMITS)
    part = chunk.examine(Examiner(Options())).part
    rows = list(StretchRows(chunk.stretch, layout, LIMITS))
    assert part == result_of("r", iter(rows), Examiner(Options()))
    assert part.accepted + part.rejected == 4


@pytest.mark.parametrize(
    "change", [{}, {"platform_name": "null"}, {"platform_uid": "p1"}, {"uuid": "u"}]
)
def test_statements_in_frames_are_judged_as_rows_are(
    change: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Distinct values, lists, null and faults of rows, whichever way they go."""
    monkeypatch.setattr("harmscope.validation.chunks.LEAST_ROWS", 1)
    cells = {**GOOD, **change, "content_type": ["CONTENT_TYPE_TEXT"], "territorial_scope": ["DE"]}
    columns = [Column([value, None], b"\0\0\0\0\1\0\0\0") for value in cells.values()]
    columns[0] = Column(["p1", "p1", "p2", "p3"])
    frame = Frame(1, 4, tuple(cells), packed(Table(columns, {3: "bad_cell"})))
    part = FrameChunk("r", frame, frozenset()).examine(Examiner(Options())).part
    kept = LIGHT_OMITS if "uuid" in cells else frozenset[str]()
    assert part == result_of("r", frame.rows(kept), Examiner(Options()))
    assert (part.accepted, part.rejected) == (2, 2)


TABLE = b"a,b\n" + b"1,2\n" * 1000
LINES = b'{"a":1}\n' * 1000


def kinds(path: Path, size: int = 500) -> set[type]:
    return {type(chunk) for member in members(path) for chunk in chunks(member, size)}


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("t.csv", TABLE, CsvChunk),
        ("t.csv.gz", gzip.compress(TABLE, mtime=0), CsvChunk),
        ("t.csv", TABLE.decode().encode("utf-16"), RowRest),
        ("t.jsonl", LINES, LineChunk),
        ("t.json", b'[{"a":1},\n{"a":1}]', RowRest),
    ],
    ids=["csv", "packed", "wide", "lines", "array"],
)
def test_what_can_be_cut_is_cut(tmp_path: Path, name: str, data: bytes, kind: type) -> None:
    (tmp_path / name).write_bytes(data)
    assert kinds(tmp_path / name) == {kind}


def test_parquet_comes_in_frames(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["x"] * 3000}), tmp_path / "t.parquet")
    assert kinds(tmp_path / "t.parquet") == {FrameChunk}


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    member = Member("m", iter([b"\xef\xbb\xbf", LINES]))
    (chunk,) = chunks(member, 10**6)
    assert isinstance(chunk, LineChunk)
    assert (chunk.stretch.offset, chunk.stretch.content()) == (3, LINES)
    assert member.notes == ["there is a byte order mark at the start"]


def test_wide_text_is_refused() -> None:
    with pytest.raises(StreamFault):
        list(chunks(Member("m", iter(['{"a":1}\n'.encode("utf-16")])), 500))


def test_a_file_that_changes_under_the_reader_is_said(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(LINES)
    (member,) = [Member("t", iter([LINES[:4000], LINES[4000:]]), Limits(), path)]
    found = chunks(member, 500)
    next(found)
    path.write_bytes(LINES + b"{}\n")
    with pytest.raises(UserError, match="changed while it was read"):
        list(found)
