import re

import pytest

from harmscope.importers.dsa_sor.cells import Cells


def faults(cells: Cells) -> list[tuple[str, str]]:
    return [(rule.slug, column) for rule, column in cells.faults]


@pytest.mark.parametrize("value", [None, "", "null", " "])
def test_nothing_has_many_forms(value: object) -> None:
    cells = Cells({"a": value})
    assert cells.text("a") == ""
    assert cells.codes("a") == ()
    assert cells.moment("a") == ""
    assert not cells.faults


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('["B","A","B"]', ("B", "A")),
        (["B", "A", "B"], ("B", "A")),
        ("B", ("B",)),
        ("[]", ()),
        (["null"], ()),
    ],
)
def test_arrays_are_sets_in_the_order_of_the_cell(value: object, expected: tuple) -> None:
    cells = Cells({"a": value})
    assert cells.codes("a") == expected
    assert not cells.faults


@pytest.mark.parametrize("value", ['["A"', "[1]", {"b": 1}, [["A"]], "[" * 100_000])
def test_broken_arrays_are_left_out_with_a_fault(value: object) -> None:
    cells = Cells({"a": value})
    assert cells.codes("a") == ()
    assert faults(cells) == [("source_cell_broken", "a")]


@pytest.mark.parametrize(
    ("value", "day", "time"),
    [
        ("2025-07-01", "2025-07-01", "2025-07-01"),
        ("2025-07-01 00:00:00", "2025-07-01", "2025-07-01T00:00:00Z"),
        ("2025-07-01T00:00:00+00:00", "2025-07-01", "2025-07-01T00:00:00Z"),
        ("2025-07-01 10:11:12", "2025-07-01T10:11:12Z", "2025-07-01T10:11:12Z"),
        ("2025-07-01T10:11:12.000Z", "2025-07-01T10:11:12Z", "2025-07-01T10:11:12Z"),
    ],
)
def test_midnight_is_a_day_or_a_time(value: str, day: str, time: str) -> None:
    cells = Cells({"a": value})
    assert (cells.moment("a"), cells.time("a")) == (day, time)


@pytest.mark.parametrize(
    "value", ["2025-02-30", "01/02/2025", "2025-07-01 25:00:00", "2025-7-1", "\u0662025-07-01", 1.5]
)
def test_broken_dates_are_left_out_with_a_fault(value: object) -> None:
    cells = Cells({"a": value})
    assert cells.moment("a") == ""
    assert len(cells.faults) == 1


def test_unknown_codes_are_a_fault_and_other() -> None:
    cells = Cells(
        {"content_type": '["CONTENT_TYPE_TEXT","CONTENT_TYPE_SMELL"]', "source_type": "X"}
    )
    assert cells.all_mapped("content_type", "other") == ["text", "other"]
    assert cells.mapped("source_type") == ""
    assert faults(cells) == [
        ("unmapped_source_code", "content_type"),
        ("unmapped_source_code", "source_type"),
    ]


def test_yes_no_and_patterns() -> None:
    cells = Cells({"a": "Yes", "b": "No", "c": "Maybe", "d": "x1", "e": '["DE","de"]'})
    assert [cells.answer(name) for name in "abcz"] == [True, False, None, None]
    assert cells.matching("d", re.compile("[a-z]")) == ""
    assert cells.listed("e", re.compile("[A-Z]{2}")) == ["DE"]
    assert len(cells.faults) == 3


def test_an_object_in_a_cell() -> None:
    for value in ({"EAN-13": "4006381333931"}, '{"EAN-13": "4006381333931"}'):
        assert Cells({"content_id": value}).inner("content_id", "EAN-13").text("EAN-13")
    assert not Cells({"content_id": "{"}).inner("content_id", "EAN-13").text("EAN-13")
