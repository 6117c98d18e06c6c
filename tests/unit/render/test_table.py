from datetime import date
from decimal import Decimal

import pytest

from harmscope.render.table import (
    Amount,
    Cell,
    Column,
    Missing,
    Table,
    grouped,
    percent,
    plain,
    shown,
    table,
)


@pytest.mark.parametrize(
    ("cell", "unit", "text"),
    [
        (None, "", ""),
        ("a, b", "", "a, b"),
        (1234, "", "1,234"),
        (1234.5, "", "1,234.5"),
        (Decimal("0.25"), "share", "25.0 %"),
        (date(2026, 3, 1), "", "2026-03-01"),
        (Missing.SUPPRESSED, "", "withheld"),
        (Amount(0.05, "share", low=0.04, high=0.06), "", "5.0 % (4.0 % to 6.0 %)"),
        (Amount(0.4848, "share", high=0.7765), "", "48.4 % to 77.7 %"),
        (Amount(0.0, "share", high=0.281), "", "0.0 % to 28.1 %"),
        (Amount(3123, high=3935), "", "3,123 to 3,935"),
        (Amount(5, "items", high=1000), "", "5 to 1,000"),
        (Amount(1, "days"), "", "1 day"),
        (Amount(20, "items", "at least"), "", "at least 20"),
    ],
)
def test_people_read(cell: Cell, unit: str, text: str) -> None:
    assert shown(cell, unit) == text


def test_programs_read_numbers() -> None:
    cells: list[Cell] = [Amount(0.05, "share", "about"), Missing.NOT_RECORDED, 1234, None]
    assert [plain(cell) for cell in cells] == [0.05, "not recorded", 1234, None]


def test_limits_get_columns_of_their_own() -> None:
    rows: list[list[Cell]] = [
        ["a", Amount(0.05, "share", low=0.04, high=0.06)],
        ["b", Missing.SUPPRESSED],
        ["c", Amount(0.5, "share")],
    ]
    flat = Table([Column("What"), Column("Share", "number")], rows).flat()
    assert flat.head == ["What", "Share", "Share, low", "Share, high"]
    assert [[plain(cell) for cell in row] for row in flat.rows] == [
        ["a", 0.05, 0.04, 0.06],
        ["b", "withheld", None, None],
        ["c", 0.5, None, None],
    ]


def test_no_limits_no_columns() -> None:
    one = table(["What", "Number"], [["a", 1]])
    assert one.flat().head == ["What", "Number"]
    assert list(one.shown()) == [["a", "1"]]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1234567, "1,234,567"),
        (2.5, "2.5"),
        (10.0, "10"),
        (10**15, "1,000,000,000,000,000"),
    ],
)
def test_grouped(number: float, text: str) -> None:
    assert grouped(number) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0.0 %"),
        (1, "100.0 %"),
        (0.3333, "33.3 %"),
        (0.0004, "0.04 %"),
        (0.00123, "0.12 %"),
        (0.9996, "over 99.9 %"),
    ],
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text
