from harmscope.formats import Row
from harmscope.validation.whole import Duplicates, Header


def row(text: str) -> Row:
    return Row(1, 0, {}, text.encode())


def test_repeats_of_a_record_and_of_an_id() -> None:
    seen = Duplicates()
    one: dict[str, object] = {"notice_id": "n"}
    assert seen.see("notice", one, row("a")) is None
    assert seen.see("notice", one, row("a")) == "HS202"
    assert seen.see("notice", one, row("b")) == "HS201"
    assert seen.see("incident", {"incident_id": "n"}, row("a")) is None
    assert seen.see("notice", {}, row("a")) is None


def test_a_row_without_bytes_is_told_apart_by_its_members() -> None:
    seen = Duplicates()
    one: dict[str, object] = {"notice_id": "n"}
    assert seen.see("notice", one, Row(1, 0, {"a": 1, "b": 2})) is None
    assert seen.see("notice", one, Row(2, 9, {"b": 2, "a": 1})) == "HS202"


def test_a_header_is_first_and_once() -> None:
    header = Header()
    assert header.see("dataset") is None
    assert header.see("notice") is None
    assert header.see("dataset") == "HS204"
    assert not header.missing


def test_records_without_header() -> None:
    header = Header()
    assert not header.missing
    header.see("notice")
    assert header.missing
