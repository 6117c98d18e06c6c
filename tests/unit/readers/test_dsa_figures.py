""""""

from collections.abc import Callable

import pytest

from harmscope.findings import Finding
from harmscope.readers.dsa_figures import (
    Meaning,
    Spot,
    cell_amount,
    number_figure,
    plain_none,
    read_spot_period,
    text_figures,
)
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


@pytest.fixture
def spot(table: Callable[..., Table]) -> Spot:
    return Spot(table([]), "Example", "2025-07-01/2025-12-31", "whole service", [])


@pytest.mark.parametrize(
    ("text", "unit", "value", "status", "rule"),
    [
        ("12", "notices", 12, "exact", None),
        ("0", "notices", 0, "exact", None),
        ("", "notices", None, "blank", None),
        ("n/a", "notices", None, "not_reported", "RD011"),
        ("words", "notices", None, "not_reported", "RD010"),
        ("12.5", "notices", 12.5, "exact", "RD012"),
        ("0.97", "share", 0.97, "exact", None),
        ("97", "share", 0.97, "exact", "RD013"),
        ("1.9", "hours", 1.9, "exact", None),
    ],
)
def test_reads_cells(
    spot: Spot, text: str, unit: str, value: float | None, status: str, rule: str | None
) -> None:
    made = number_figure(spot, text, "F2", Meaning("notices.received", unit, {}))
    assert (made.value, made.status) == (value, status)
    assert [finding.rule for finding in spot.findings] == ([rule] if rule else [])


def test_a_figure_knows_what_the_template_states(spot: Spot) -> None:
    meaning = Meaning("notices.received", "notices", {"territory": "SE"})
    made = number_figure(spot, "12", "F2", meaning, "We count twice.")
    assert made.scope is not None
    assert (made.scope.geography, made.scope.surface) == ("SE", "whole service")
    assert made.estimand == "census_of_received"
    assert made.basis == {
        "definition": "Implementing Regulation (EU) 2024/2835",
        "notice": "Article 16 DSA",
    }
    assert made.notes == ["We count twice."]


def test_a_long_text_is_split_and_said(spot: Spot) -> None:
    parts = list(text_figures(spot, "x" * 5001, "E2", "qualitative.governance", {}))
    assert [len(part.text or "") for part in parts] == [5000, 1]
    assert [finding.rule for finding in spot.findings] == ["RD015"]


def test_periods_are_said_where_lenient_or_lost(table: Callable[..., Table]) -> None:
    findings: list[Finding] = []
    assert read_spot_period(table([]), "2025-07-1 - 2025-12-31", "C2", findings) == (
        "2025-07-01/2025-12-31"
    )
    assert read_spot_period(table([]), "2025-12-32", "C3", findings) is None
    assert [finding.rule for finding in findings] == ["RD021", "RD020"]
