from collections.abc import Callable

import pytest

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.readers.dsa_layout import lay_out, plain
from harmscope.readers.result import Table

Rows = list[list[str]]
MakeTable = Callable[..., Table]
Notices = Callable[..., Rows]


def rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


@pytest.mark.parametrize("language", ["en", "es", "fr", "it"])
def test_reads_headers_in_each_language(table: MakeTable, notices: Notices, language: str) -> None:
    findings: list[Finding] = []
    layout = lay_out(table(notices(("TOTAL", "5"), language=language)), findings)
    assert layout is not None
    assert (layout.sheet.number, layout.columns["notices"], layout.first_line) == (4, 5, 2)
    assert findings == []


def test_an_unknown_language_is_read_by_position(table: MakeTable, notices: Notices) -> None:
    rows = notices(("TOTAL", "5"))
    rows[0] = [f"Spalte {at}" for at in range(len(rows[0]))]
    findings: list[Finding] = []
    layout = lay_out(table(rows), findings)
    assert layout is not None
    assert layout.columns["notices"] == 5
    assert rules(findings) == {"RD004"}


def test_a_sheet_without_its_name_is_known_by_its_headers(
    table: MakeTable, notices: Notices
) -> None:
    findings: list[Finding] = []
    layout = lay_out(table(notices(("TOTAL", "5")), name="Sheet1"), findings)
    assert layout is not None
    assert layout.sheet.number == 4
    assert rules(findings) == {"RD007"}


def test_rows_above_and_columns_beside_are_said(table: MakeTable, notices: Notices) -> None:
    rows = [["Our report"], *notices(("TOTAL", "5"))]
    rows[1].append("")
    rows[2].append("a note")
    findings: list[Finding] = []
    layout = lay_out(table(rows), findings)
    assert layout is not None
    assert layout.first_line == 3
    assert rules(findings) == {"RD006", "RD003"}


def test_a_trimmed_header_is_said(table: MakeTable, notices: Notices) -> None:
    rows = [[cell.strip() for cell in row] for row in notices(("TOTAL", "5"))]
    findings: list[Finding] = []
    assert lay_out(table(rows), findings) is not None
    assert rules(findings) == {"RD005"}


def test_what_is_no_sheet_is_said(table: MakeTable) -> None:
    findings: list[Finding] = []
    assert lay_out(table([["a", "b"], ["1", "2"]], name="readme"), findings) is None
    assert rules(findings) == {"RD002"}


def test_plain_text_ignores_blanks_case_and_apostrophes() -> None:
    assert plain("The Provider\u2019s\u00a0 own ") == "the provider's own"


@pytest.mark.parametrize("name", ["5_notices", "5_Meldungen"])
def test_headers_outweigh_the_publishers_own_number(
    table: MakeTable, notices: Notices, name: str
) -> None:
    findings: list[Finding] = []
    layout = lay_out(table(notices(("TOTAL", "5")), name=name), findings)
    assert layout is not None
    assert layout.sheet.number == 4
    assert rules(findings) == {"RD007"}


def test_indicators_tell_sheets_of_equal_headers_apart(
    table: MakeTable, indicators: Callable[..., Rows]
) -> None:
    row = ("Number of complaints submitted to the internal-complaints mechanism", "Total", "5")
    findings: list[Finding] = []
    layout = lay_out(table(indicators(7, row), name="Sheet3"), findings)
    assert layout is not None
    assert layout.sheet.number == 7


def test_moved_and_missing_columns_are_said(table: MakeTable, notices: Notices) -> None:
    rows = [[row[1], row[0], *row[2:8]] for row in notices(("TOTAL", "5"))]
    findings: list[Finding] = []
    layout = lay_out(table(rows), findings)
    assert layout is not None
    assert layout.columns["service"] == 0
    assert rules(findings) == {"RD018", "RD019"}
    assert sum(each.rule == "RD018" for each in findings) == 7


def test_several_sheets_in_one_table_are_refused(
    table: MakeTable, notices: Notices, indicators: Callable[..., Rows]
) -> None:
    rows = [*notices(("TOTAL", "5")), *indicators(10, ("Recipients", "TOTAL", "5"))]
    with pytest.raises(UserError, match="several tables"):
        lay_out(table(rows), [])
