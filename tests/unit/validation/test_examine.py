""""""

from pathlib import Path

from harmscope.formats import Row
from harmscope.formats.rows import Limits, row_fault
from harmscope.formats.split import Block
from harmscope.validation import Options
from harmscope.validation.examine import ChunkResult, Examiner


def test_a_part_starts_empty() -> None:
    part = ChunkResult("r.jsonl")
    assert (part.accepted, part.rejected, part.headers, part.records) == (0, 0, 0, 0)
    assert part.opening is None


CASES = Path(__file__).parents[2] / "cases"
GOOD = (CASES / "HS102" / "good.jsonl").read_bytes()
HEADER, RECORD = GOOD.splitlines()
LIMITS = Limits()


def rules(part: ChunkResult) -> list[str]:
    return [finding.rule for finding in part.findings]


def test_lines_have_their_places_in_the_file() -> None:
    part = Examiner(Options()).block("r", Block(10, 500, RECORD + b"\n{broken\n"), LIMITS)
    assert (part.accepted, part.rejected) == (1, 1)
    (finding,) = part.findings
    assert (finding.line, finding.offset) == (11, 500 + len(RECORD) + 1)


def test_blank_lines_and_carriage_returns_are_no_faults() -> None:
    part = Examiner(Options()).block("r", Block(1, 0, b"\r\n" + RECORD + b"\r\n \n"), LIMITS)
    assert (part.accepted, part.rejected) == (1, 0)


def test_a_cut_off_line_is_told_from_a_broken_one() -> None:
    whole, cut = (Block(1, 0, b'{"record": ', ended=ended) for ended in (True, False))
    fixes = [
        Examiner(Options()).block("r", block, LIMITS).findings[0].message
        for block in (Block(1, 0, whole.data + b"\n"), cut)
    ]
    assert "not JSON" in fixes[0]
    assert "cut off" in fixes[1]


def test_a_line_over_the_limit_is_refused() -> None:
    for block in (Block(1, 0, b"", too_long=True), Block(1, 0, RECORD + b"\n")):
        part = Examiner(Options()).block("r", block, Limits(line=100))
        assert rules(part) == ["HS012"]


def test_a_header_that_is_first_here_is_left_to_the_whole() -> None:
    part = Examiner(Options()).block("r", Block(1, 0, HEADER + b"\n" + HEADER + b"\n"), LIMITS)
    assert part.opening == (1, 0, True)
    assert rules(part) == ["HS204"]
    assert (part.accepted, part.rejected) == (1, 1)


def test_rows_of_other_readers() -> None:
    part, examiner = ChunkResult("r"), Examiner(Options(), keeps=True)
    examiner.row(part, row_fault("ragged_row", 2, 10))
    examiner.row(part, Row(3, 20, {"record": "nothing"}))
    assert rules(part) == ["HS016", "HS013"]
    assert (part.rejected, part.kept) == (2, [])


def test_a_request_is_judged_like_its_row() -> None:
    examiner = Examiner(Options("dsa-sor"))
    row: dict[str, object] = {"puid": "p", "category": "x"}
    told, read = ChunkResult("r"), ChunkResult("r")
    examiner.request(told, dict(row), (3, 30), lambda: row)
    examiner.row(read, Row(3, 30, row, b"p,x"))
    assert told == read
    assert told.rejected == 1
    assert examiner.given == "dsa-sor"


def test_a_record_of_another_kind_than_asked_for_is_said_to_be_one() -> None:
    part = Examiner(Options(kind="notice")).block("r", Block(1, 0, RECORD + b"\n"), LIMITS)
    (found,) = part.findings
    assert found.rule == "HS013"
    assert "another kind than that of --kind" in found.message
    assert "no --kind" in found.fix
