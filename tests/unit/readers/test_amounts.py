"""Numbers of cells, guarded alike in every reader."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.findings import Finding
from harmscope.readers.amounts import cell_amount, guarded, has_decimal_commas, plain_none
from harmscope.readers.figures_csv import read_figures_csv
from harmscope.readers.meta_cser import read_meta_cser
from harmscope.readers.numbers import Amount
from harmscope.readers.result import Table

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


@pytest.mark.parametrize(
    ("text", "unit", "commas", "value", "code"),
    [
        ("1.234", "items", False, 1234, "RD016"),
        ("1.234", "hours", False, 1.234, None),
        ("1.234", "hours", True, 1234, "RD016"),
        ("12.5", "views", False, 12.5, "RD012"),
        ("12.5", "share", False, 0.125, "RD013"),
        ("71762776.0", "items", False, 71762776, None),
    ],
)
def test_units_tell_what_a_number_may_be(
    text: str, unit: str, commas: bool, value: float, code: str | None
) -> None:
    amount, said = guarded(text, unit, commas=commas)
    assert amount is not None
    assert (amount.value, said) == (value, code)


def test_a_fraction_with_a_comma_tells_what_dots_are() -> None:
    assert has_decimal_commas(["1.234", "0,0009"])
    assert not has_decimal_commas(["1.234", "12,345", "0.5"])


def test_every_reader_asks_about_fractions_and_dots(
    write_csv: Callable[..., Path],
) -> None:
    header = ["metric", "unit", "service", "period", "value", "address", "retrieved", "quoted"]
    row = ["notices.received", "notices", "X", "2025-07-01/2025-12-31"]
    rest = ["example.org", "2026-02-20", "as printed"]
    rows = [header, [*row, "12.5", *rest], [*row, "1.234", *rest]]
    reading = read_figures_csv(write_csv("f.csv", rows))
    assert [(f.rule, f.pointer) for f in reading.findings] == [("RD012", "E2"), ("RD016", "E3")]
    assert [each.value for each in reading.figures] == [12.5, 1234]
    columns = ["app", "policy_area", "metric", "period", "value"]
    cells = ["Facebook", "Spam", "Content Actioned", "2022Q2", "1.234"]
    meta = read_meta_cser(write_csv("m.csv", [columns, cells]))
    assert [f.rule for f in meta.findings] == ["RD016"]
    assert [each.value for each in meta.figures] == [1234]
