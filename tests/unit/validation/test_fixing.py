import csv
import gzip
import json
from pathlib import Path

import pytest
import zstandard

from harmscope.errors import UserError
from harmscope.validation import Options, validate
from harmscope.validation.fixing import Fixed, fix_file, fix_files

GOOD = Path(__file__).parents[2] / "cases" / "HS102" / "good.jsonl"
HEADER, RECORD = GOOD.read_bytes().splitlines()


def line(number: int, **members: object) -> bytes:
    return json.dumps(json.loads(RECORD) | {"incident_id": f"i{number}"} | members).encode()


LINES = [
    HEADER,
    line(1, origin="LOCAL", harm=None),
    line(2).replace(b": ", b" :  "),
    line(3),
    b"{ broken",
    line(3),
    line(4, Zebra17="Zebra17"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"\r\n".join(LINES) + b"\n")
    return path


def fixed(path: Path) -> Fixed:
    return fix_file(path, Options())


def test_only_what_is_mended_differs(file: Path) -> None:
    before = file.read_bytes()
    done = fixed(file)
    assert (done.records, done.count, done.dropped) == (1, 2, 1)
    assert done.path.name == "r.fixed.jsonl"
    after = done.path.read_bytes().split(b"\n")
    kept = [each for number, each in enumerate(before.split(b"\n")) if number != 5]
    assert [a for a, b in zip(after, kept, strict=True) if a != b] == [after[1]]
    assert json.loads(after[1]) == json.loads(line(1, origin="local"))
    assert file.read_bytes() == before


def test_every_change_is_listed_without_a_value(file: Path) -> None:
    done = fixed(file)
    assert done.changes is not None
    text = done.changes.read_text(encoding="utf-8")
    head, *rows = csv.reader(text.splitlines())
    assert head == ["line", "pointer", "rule", "change"]
    assert sorted(rows) == [
        ["2", "/harm", "HS007", "null member dropped"],
        ["2", "/origin", "HS005", "letter case changed"],
        ["6", "", "HS202", "identical record dropped"],
    ]


def test_the_new_file_has_only_what_nobody_can_be_sure_of(file: Path) -> None:
    counts = validate([fixed(file).path]).tally.counts
    assert set(counts) == {"HS001", "HS003"}


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_what_is_packed_stays_packed(file: Path, ending: str) -> None:
    pack = gzip.compress if ending == ".gz" else zstandard.compress
    packed = file.with_name(f"p.jsonl{ending}")
    packed.write_bytes(pack(file.read_bytes()))
    done = fixed(packed)
    assert done.path.name == f"p.fixed.jsonl{ending}"
    assert validate([done.path]).seen == len(LINES) - 1


def test_nothing_is_written_where_nothing_can_be_mended(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(HEADER + b"\n" + line(4, Zebra=1) + b"\n")
    assert fixed(path) == Fixed(path, None)
    assert list(tmp_path.iterdir()) == [path]


def test_no_file_is_written_over(file: Path) -> None:
    fixed(file)
    with pytest.raises(UserError, match="there already"):
        fixed(file)


@pytest.mark.parametrize("name", ["r.csv", "r.json", "r.zip"])
def test_other_formats_are_refused(file: Path, name: str) -> None:
    content = {"r.csv": b"a,b\n1,2\n", "r.json": b"[\n{}\n]", "r.zip": b"PK\x05\x06" + bytes(18)}
    path = file.with_name(name)
    path.write_bytes(content[name])
    with pytest.raises(UserError, match="JSON Lines"):
        fixed(path)


def test_what_was_done_is_said_in_a_line(file: Path) -> None:
    (done,) = fix_files([str(file)], Options())
    assert done.said == (
        "r.fixed.jsonl: 2 changes in 1 record, 1 repeat dropped; all listed in r.changes.csv"
    )
    assert Fixed(file, None).said == "r.jsonl: nothing can be mended"


def test_folders_and_standard_input_are_refused(file: Path) -> None:
    for path in (file.parent, Path("-")):
        with pytest.raises(UserError, match="only files"):
            fixed(path)


def test_a_damaged_file_is_refused_and_leaves_nothing(file: Path) -> None:
    packed = file.with_name("p.jsonl.gz")
    packed.write_bytes(gzip.compress(file.read_bytes())[:-6])
    with pytest.raises(UserError):
        fixed(packed)
    assert {path.name for path in file.parent.iterdir()} == {"r.jsonl", "p.jsonl.gz"}
