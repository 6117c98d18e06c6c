import pickle
from collections.abc import Iterator

import pytest

from harmscope.formats import Limits, Row, RowFault, StreamFault
from harmscope.formats.csv_ import Layout
from harmscope.formats.csv_rows import StretchRows
from harmscope.formats.frames import Column, Frame, Table, packed
from harmscope.formats.rows import row_fault
from harmscope.formats.stretches import Stretch, Tail
from harmscope.validation import Options
from harmscope.validation.examiner import Examiner
from harmscope.validation.shares import (
    CsvRest,
    CsvShare,
    FrameShare,
    LineRest,
    LineShare,
    RowRest,
    RowShare,
    behind,
    part_of,
    parts_of,
)
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
    share = LineShare("r", stretch(b"{\n{broken}\n"), LIMITS)
    found = share.examine(examiner)
    assert [(one.line, one.offset) for one in found.part.findings] == [(2, 4), (3, 6)]
    assert found.whole


def test_a_last_line_that_breaks_off_is_told_apart(examiner: Examiner) -> None:
    for last, said in ((True, "breaks off"), (False, "is not JSON")):
        data = b'{"a":' if last else b'{"a":\n'
        part = LineShare("r", stretch(data, last=last), LIMITS).examine(examiner).part
        assert said in part.findings[0].message


def test_a_csv_share_says_that_its_last_row_goes_on(examiner: Examiner) -> None:
    first = CsvShare("r", stretch(b'1,"x\n'), LAYOUT, LIMITS)
    second = CsvShare("r", Stretch(3, 9, 8, True, b'y"\n1,2\n'), LAYOUT, LIMITS)
    assert not first.examine(examiner).whole
    both = first.joined(second).examine(examiner)
    assert both.whole
    assert [one.line for one in both.part.findings] == [2, 4]


def test_a_rest_starts_with_the_share_before_it(examiner: Examiner) -> None:
    share = CsvShare("r", stretch(b'1,"x\n'), LAYOUT, LIMITS)
    rest = CsvRest("r", Tail(3, 9, iter([b'y"\n1,2\n'])), LAYOUT, LIMITS)
    (part,) = behind(share, rest).parts(examiner)
    assert [one.line for one in part.findings] == [2, 4]


def test_a_rest_of_lines_is_read_in_flat_memory(examiner: Examiner) -> None:
    limits = Limits(line=100)
    tail = Tail(5, 50, (b"x" * 60 for _ in range(50)))
    (part,) = LineRest("r", tail, limits).parts(examiner)
    assert [(one.line, one.offset) for one in part.findings] == [(5, 50)]


def test_rows_that_were_read_are_judged(examiner: Examiner) -> None:
    share = RowShare("r", (FAULT,))
    assert share.joined(share).examine(examiner).part.rejected == 2
    assert [part.rejected for part in RowRest("r", iter([FAULT])).parts(examiner)] == [1]


def test_a_part_comes_before_the_fault(examiner: Examiner) -> None:
    def source() -> Iterator[Row | RowFault]:
        yield FAULT
        raise StreamFault("bad_parquet")

    parts = parts_of("r", source(), examiner)
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
    part = FrameShare("r", Frame(1, 1, columns, data), frozenset()).examine(examiner).part
    places = {one.pointer for one in part.findings}
    assert "/puid" in places or "/platform_uid" in places
    assert ("/decision_facts" in places) == missing


def test_lists_in_rows_are_taken_apart(examiner: Examiner) -> None:
    data = packed(Table([Column([[{"a": 1}, {"a": 2}, 3]])]))
    share = FrameShare("r", Frame(1, 1, ("records",), data), frozenset({"records"}))
    assert share.examine(examiner).part.rejected == 3
    assert share.joined(share).examine(examiner).part.rejected == 6


def test_shares_pass_from_process_to_process() -> None:
    for share in (LineShare("r", stretch(b"x"), LIMITS), RowShare("r", (FAULT,))):
        assert pickle.loads(pickle.dumps(share)) == share


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
    share = CsvShare("r", Stretch(2, 4, len(data), True, data), layout, LIMITS)
    part = share.examine(Examiner(Options())).part
    rows = list(StretchRows(share.stretch, layout, LIMITS))
    assert part == part_of("r", iter(rows), Examiner(Options()))
    assert part.accepted + part.rejected == 4


@pytest.mark.parametrize(
    "change", [{}, {"platform_name": "null"}, {"platform_uid": "p1"}, {"uuid": "u"}]
)
def test_statements_in_frames_are_judged_as_rows_are(change: dict[str, str]) -> None:
    """Distinct values, lists, null and faults of rows, whichever way they go."""
    cells = {**GOOD, **change, "content_type": ["CONTENT_TYPE_TEXT"], "territorial_scope": ["DE"]}
    columns = [Column([value, None], b"\0\0\0\0\1\0\0\0") for value in cells.values()]
    columns[0] = Column(["p1", "p1", "p2", "p3"])
    frame = Frame(1, 4, tuple(cells), packed(Table(columns, {3: "bad_cell"})))
    part = FrameShare("r", frame, frozenset()).examine(Examiner(Options())).part
    kept = LIGHT_OMITS if "uuid" in cells else frozenset[str]()
    assert part == part_of("r", frame.rows(kept), Examiner(Options()))
    assert (part.accepted, part.rejected) == (2, 2)
