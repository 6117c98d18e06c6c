""""""

import csv
import gzip
import json
from pathlib import Path

import pytest
import zstandard

from harmscope.errors import UserError
from harmscope.formats import Member
from harmscope.formats.dotted import flatten
from harmscope.validation import Options, validate
from harmscope.validation.fix import Fixed, can_be_rewritten, ends_lines, fix_file, record_ranges
from harmscope.validation.repairs import Change

FILES = {
    "jsonl": b'\xef\xbb\xbf{"a":"X"}\r\nbroken\n\n{"a":"Y"}',
    "json": b'[{"a":"X"} , broken,\n{"a":"Y"}\n]',
    "csv": b'a;b\r\nX;"1\n2"\r\nragged\r\n"Y";\r\n',
}
STAND = {
    "jsonl": [(1, b'{"a":"X"}'), (4, b'{"a":"Y"}')],
    "json": [(1, b'{"a":"X"}'), (2, b'{"a":"Y"}')],
    "csv": [(2, b'X;"1\n2"'), (5, b'"Y";')],
}


def member(data: bytes) -> Member:
    return Member("m", iter([data]))


CHANGE = [Change("HS005", "/a", "letter case changed")]


@pytest.mark.parametrize("kind", FILES)
def test_passages_are_where_their_records_stand(kind: str) -> None:
    data = FILES[kind]
    found = [(one.line, data[one.start : one.end]) for one in record_ranges(member(data))]
    assert found == STAND[kind]


@pytest.mark.parametrize("kind", FILES)
def test_a_record_is_written_as_the_file_has_it(kind: str) -> None:
    first = next(iter(record_ranges(member(FILES[kind]))))
    expected = b'x;"1\n2"' if kind == "csv" else b'{"a":"x"}'
    mended = {**first.record, "a": "x"}
    assert first.anew(mended, CHANGE) == expected


def test_what_no_cell_holds_is_not_written() -> None:
    first = next(iter(record_ranges(member(FILES["csv"]))))
    elsewhere = [Change("HS005", "/a/0", "letter case changed")]
    assert first.anew({"a": ["x"]}, elsewhere) is None


def test_only_an_item_that_follows_another_can_be_dropped() -> None:
    data = b'[{"a":1},{"a":2},broken,{"a":3}]'
    cuts = [one.cut for one in record_ranges(member(data))]
    assert cuts == [None, data.index(b',{"a":2'), None]


@pytest.mark.parametrize(
    ("data", "good", "lines"),
    [
        (FILES["jsonl"], True, True),
        (FILES["json"], True, False),
        (FILES["csv"], True, True),
        ("a,b\n1,2\n".encode("utf-16"), False, True),
        (b"a,b\r1,2\r", False, True),
        (b"PAR1", False, True),
    ],
)
def test_files_in_which_records_can_be_mended(data: bytes, good: bool, lines: bool) -> None:
    assert can_be_rewritten(member(data)) is good
    assert ends_lines(member(data)) is lines


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
    assert head == ["line", "offset", "pointer", "rule", "change"]
    second, sixth = str(len(HEADER) + 2), str(file.read_bytes().rindex(line(3)))
    assert sorted(rows) == [
        ["2", second, "/harm", "HS007", "null member dropped"],
        ["2", second, "/origin", "HS005", "letter case changed"],
        ["6", sixth, "", "HS202", "identical record dropped"],
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


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.zip", b"PK\x05\x06" + bytes(18)),
        ("r.csv", "a,b\n1,ä\n".encode("cp1252")),
        ("r.csv", "a,b\n1,2\n".encode("utf-16")),
        ("r.parquet", b"PAR1"),
    ],
)
def test_other_formats_are_refused(file: Path, name: str, content: bytes) -> None:
    path = file.with_name(name)
    path.write_bytes(content)
    with pytest.raises(UserError, match="JSON Lines"):
        fixed(path)


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("between", [b",", b",\n  "])
def test_items_of_a_json_list_are_mended_where_they_stand(
    tmp_path: Path, between: bytes, wrapped: bool
) -> None:
    items = [HEADER, line(1, origin="LOCAL"), line(2), line(2), line(3, origin="LOCAL"), line(3)]
    start, end = (b'{"records":[', b"]}") if wrapped else (b"[", b"]")
    path = tmp_path / "r.json"
    path.write_bytes(b"\xef\xbb\xbf" + start + between.join([*items, line(2)]) + end + b"\n")
    done = fixed(path)
    assert (done.records, done.count, done.dropped) == (2, 2, 2)
    after = done.path.read_bytes()
    whole = json.loads(after.decode("utf-8-sig"))
    found = whole["records"] if wrapped else whole
    mended = [line(1, origin="local"), line(2), line(3, origin="local"), line(3)]
    assert found == [json.loads(one) for one in (HEADER, *mended)]
    assert between.join((HEADER, b"")) in after


def table(path: Path, *records: dict[str, object]) -> Path:
    rows = [flatten(record) for record in records]
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names, delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_cells_of_a_table_are_mended_where_they_stand(tmp_path: Path) -> None:
    one = json.loads(line(1, origin="LOCAL", content={"territory": ["AT", "de"]}))
    two, three = (json.loads(line(number)) for number in (2, 3))
    two["decisions"][0]["facts"] = 'a; "quoted"\nname'
    path = table(tmp_path / "r.csv", json.loads(HEADER), one, two, three, two, three)
    done = fixed(path)
    assert (done.records, done.count, done.dropped) == (1, 2, 2)
    before, after = path.read_bytes(), done.path.read_bytes()
    start = before.index(b";LOCAL")
    kept = before[: before.rindex(b"incident", 0, before.rindex(b"quoted"))]
    assert after == kept.replace(b"LOCAL", b"local").replace(b";de;", b";DE;")
    assert start > 0
    assert not validate([done.path]).fails()


def test_a_cell_that_is_not_found_again_is_left_to_people(tmp_path: Path) -> None:
    gap = json.loads(line(1, content={"territory": ["AT", "AT", "de"]}))
    path = table(tmp_path / "r.csv", json.loads(HEADER), gap)
    path.write_bytes(path.read_bytes().replace(b"AT;AT;de", b"AT;;de"))
    assert fixed(path) == Fixed(path, None)
    assert list(tmp_path.iterdir()) == [path]


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
