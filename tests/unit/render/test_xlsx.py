"""Reports as workbooks."""

import io
import zipfile
from collections.abc import Callable

import pytest

from harmscope.model.report import Report
from harmscope.render.xlsx import report_xlsx

Made = Callable[..., Report]


def parts(report: Report) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(report_xlsx(report))) as book:
        return {name: book.read(name).decode("utf-8", "replace") for name in book.namelist()}


def test_a_sheet_a_section_and_two_more(made: Made) -> None:
    report = made()
    book = parts(report)["xl/workbook.xml"]
    assert book.count("<sheet ") == len(report.sections) + 2
    assert 'name="All figures"' in book


def test_no_cell_is_a_formula(made: Made) -> None:
    found = parts(made(service="=HYPERLINK(1)"))
    assert not any("<f>" in text for name, text in found.items() if "worksheets" in name)


def test_equal_reports_give_equal_bytes(made: Made) -> None:
    report = made()
    assert report_xlsx(report) == report_xlsx(report)


@pytest.mark.parametrize("profile", ["garm-amr", "synthetic-media", "india-monthly"])
def test_every_profile_can_be_written(made: Made, profile: str) -> None:
    assert parts(made(profile))["xl/workbook.xml"]
