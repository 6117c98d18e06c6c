"""The folder of a report."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.model.report import Report
from harmscope.render.report_folder import write_report


def test_six_files_the_page_first(made: Callable[..., Report], tmp_path: Path) -> None:
    paths = write_report(made(), {"engine": "x"}, tmp_path / "a" / "b")
    assert [path.name for path in paths] == [
        "report.html",
        "report.json",
        "figures.csv",
        "report.md",
        "run.json",
        "report.xlsx",
    ]
    assert all(path.stat().st_size for path in paths)


def test_a_folder_that_cannot_be_made_is_the_users_error(
    made: Callable[..., Report], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be made"):
        write_report(made(), {}, tmp_path / "file" / "out")


def test_the_template_comes_as_workbook_and_eleven_files(
    made: Callable[..., Report], tmp_path: Path
) -> None:
    names = [path.name for path in write_report(made("dsa-harmonised"), {}, tmp_path)]
    assert "dsa-report.xlsx" in names
    assert "report.xlsx" not in names
    assert len(list((tmp_path / "dsa").glob("*.csv"))) == 11


def test_an_authority_that_takes_a_pdf_gets_one(
    made: Callable[..., Report], tmp_path: Path
) -> None:
    names = [path.name for path in write_report(made("ny-s895b"), {}, tmp_path)]
    assert "report.pdf" in names
