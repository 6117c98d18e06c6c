"""XML documents as rows, and those that are refused."""

from pathlib import Path

import pytest

from harmscope.formats import members
from harmscope.formats.member import kind
from harmscope.formats.records import rows
from harmscope.formats.rows import Row, StreamFault
from harmscope.formats.xml_ import BadXml, is_element, parse, read

REPORT = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<report a="1"><b>x</b><b/><c><d>y</d></c></report>'
)
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE report [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><report>&b;</report>'
)


def test_elements_stand_under_their_names() -> None:
    assert parse(REPORT) == {
        "report": [{"@a": "1", "b": [{"": "x"}, {}], "c": [{"d": [{"": "y"}]}]}]
    }
    assert parse("<report>a&amp;b</report>") == {"report": [{"": "a&b"}]}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB, "xml_declares"),
        (b'<!DOCTYPE report SYSTEM "file:///etc/passwd"><report/>', "xml_declares"),
        (b"<report>&a;</report>", "broken_xml"),
        (b"<report><b></report>", "broken_xml"),
        (b"", "broken_xml"),
        (b"<report>\xff</report>", "broken_xml"),
        (b'<?xml version="1.0" encoding="nope"?><report/>', "broken_xml"),
        (b"<a>" * 70 + b"</a>" * 70, "too_deep"),
        (b"<report>" + b"<a/>" * 100_001 + b"</report>", "row_too_large"),
        (b" " * 8_000_001, "row_too_large"),
    ],
    ids=range(10),
)
def test_what_is_no_xml_or_could_grow_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(BadXml, match=code):
        parse(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (REPORT, "xml"),
        (b"<report>", "xml"),
        (b"<!-- a --><report x='1'>", "xml"),
        (b"<reports>", "binary"),
        (b'<a:report xmlns:a="urn:a"><b/>', "binary"),
        (b"<id>,<name>\n1,2\n", "csv"),
        (REPORT.decode().encode("utf-16"), "xml"),
        ("<html><p>".encode("utf-16"), "binary"),
        (b"<?xml version='1.0'?><html>", "binary"),
        (BOMB, "xml"),
        (b"<!DOCTYPE reports><reports>", "binary"),
    ],
)
def test_only_reports_are_read(data: bytes, expected: str) -> None:
    assert kind(data) == expected


def test_a_file_is_one_row(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_bytes(REPORT)
    (row,) = (row for member in members(str(path)) for row in rows(member))
    assert isinstance(row, Row)
    assert (row.line, list(row.data)) == (1, ["report"])


def test_a_fault_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_bytes(b"<report><b></report>")
    with pytest.raises(StreamFault, match=r"report\.xml: .*not XML"):
        [list(read(member)) for member in members(str(path))]
    path.write_bytes(b"<report>" + b" " * 8_000_001)
    with pytest.raises(StreamFault, match=r"report\.xml: "):
        [list(read(member)) for member in members(str(path))]


def test_a_document_that_declares_a_type_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_bytes(BOMB)
    with pytest.raises(StreamFault, match=r"report\.xml: .*declares a document type"):
        [list(rows(member)) for member in members(str(path))]


@pytest.mark.parametrize(
    "value",
    [5, "x", {"a": "x"}, {"": 5}, {"@a": []}, {"a": [7]}, {"a": [{"b": {}}]}, {"a": {"": "x"}}],
    ids=range(8),
)
def test_rows_of_other_formats_are_no_elements(value: object) -> None:
    assert not is_element(value)
    assert is_element(parse(REPORT))
