from collections.abc import Callable

import pytest

from harmscope.findings import Finding
from harmscope.readers.dsa_amounts import cell_amount, plain_none
from harmscope.readers.numbers import Amount
from harmscope.readers.tables import Table

Read = Callable[[str, str], tuple[Amount | None, list[str]]]


@pytest.fixture
def read(table: Callable[..., Table]) -> Read:
    def read_cell(text: str, unit: str) -> tuple[Amount | None, list[str]]:
        findings: list[Finding] = []
        amount = cell_amount(table([]), findings, text, "F2", unit)
        return amount, [finding.rule for finding in findings]

    return read_cell


@pytest.mark.parametrize(
    ("text", "unit", "value", "rules"),
    [
        ("12", "notices", 12, []),
        ("6564.0", "notices", 6564, ["RD011"]),
        ("12,345", "notices", 12345, ["RD011"]),
        ("12.345", "notices", 12345, ["RD016"]),
        ("12.345", "hours", 12.345, []),
        ("0.125", "notices", 0.125, ["RD012"]),
        ("0,987", "share", 0.987, ["RD011"]),
        ("98,765%", "share", 0.98765, ["RD011"]),
        ("98", "share", 0.98, ["RD013"]),
    ],
)
def test_says_how_a_number_was_read(
    read: Read, text: str, unit: str, value: float, rules: list[str]
) -> None:
    amount, found = read(text, unit)
    assert amount is not None
    assert (amount.value, found) == (pytest.approx(value), rules)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("-5", "notices"), ("-0.2", "share"), ("150", "share"), ("100%", "fte"), ("<5%", "items")],
)
def test_what_cannot_be_is_no_number(read: Read, text: str, unit: str) -> None:
    amount, found = read(text, unit)
    assert amount is None
    assert "RD017" in found


def test_bounds_fit_their_unit(read: Read) -> None:
    millions, found = read("2.1 - 2.6", "people")
    assert millions is not None
    assert (millions.low, millions.high, found) == (2.1, 2.6, ["RD011", "RD012"])
    percent, found = read("95 - 98", "share")
    assert percent is not None
    assert (percent.low, percent.high, found) == (0.95, 0.98, ["RD011", "RD013"])


def test_words_for_none(read: Read) -> None:
    assert plain_none("N/A")
    assert not plain_none("zero")
    assert read("n/a", "items") == (None, ["RD011"])
    assert read("words", "items") == (None, ["RD010"])
