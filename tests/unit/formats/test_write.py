from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.formats import Row, members
from harmscope.formats.records import rows
from harmscope.formats.write import records, whole

HEADER: dict[str, object] = {"record": "dataset", "n": 1}
RECORDS: list[dict[str, object]] = [
    {"record": "incident", "id": "ü", "parts": [{"a": 1}]},
    {"record": "incident", "flag": True, "share": 0.5},
]
ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")


def write(path: Path, *, header_first: bool) -> bytes:
    with records(path) as out:
        if header_first:
            out.write_header(HEADER)
        for record in RECORDS:
            out.write(record)
        out.write_header(HEADER)
    return path.read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_is_read_again_the_header_first(tmp_path: Path, ending: str) -> None:
    write(tmp_path / f"r{ending}", header_first=False)
    found = [row for one in members(tmp_path / f"r{ending}") for row in rows(one)]
    assert [row.data for row in found if isinstance(row, Row)] == [HEADER, *RECORDS]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_records_are_the_same_bytes(tmp_path: Path, ending: str) -> None:
    first = write(tmp_path / f"a{ending}", header_first=True)
    assert first == write(tmp_path / f"b{ending}", header_first=False)


def test_nothing_is_left_behind_when_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text("old")
    with pytest.raises(ValueError, match="JSON compliant"), records(tmp_path / "r.jsonl") as out:
        out.write({"a": float("nan")})
    assert [path.name for path in tmp_path.iterdir()] == ["r.jsonl"]
    assert (tmp_path / "r.jsonl").read_text() == "old"


def test_targets_that_cannot_be_written(tmp_path: Path) -> None:
    for path in (tmp_path / "r.txt", tmp_path / "no" / "r.jsonl"):
        with pytest.raises(UserError), records(path):
            pass
    (tmp_path / "d.jsonl").mkdir()
    with pytest.raises(UserError, match="not a regular file"), whole(tmp_path / "d.jsonl"):
        pass


def test_standard_output_takes_json_lines(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with records("-") as out:
        out.write({"a": 1})
        out.write_header({"h": 1})
    assert capsysbinary.readouterr().out == b'{"h":1}\n{"a":1}\n'
