"""Figures out of single cells."""

from collections.abc import Callable

import pytest

from harmscope.findings import Finding
from harmscope.readers.dsa_figures import (
    Meaning,
    Spot,
    number_figure,
    read_spot_period,
    text_figures,
)
from harmscope.readers.result import Table


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
        ("12.5", "notices", 12.5, "estimate", "RD012"),
        ("1.9", "fte", 1.9, "exact", None),
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


def test_the_templates_word_for_a_text_is_no_text(table: Callable[..., Table]) -> None:
    findings: list[Finding] = []
    spot = Spot(table([]), "Example", "2025-07-01/2025-12-31", "whole service", findings)
    (made,) = text_figures(spot, "Free text", "E2", "qualitative.summary", {})
    assert (made.text, made.status) == (None, "not_reported")
    assert [f.rule for f in findings] == ["RD043"]
