"""The folder of a report."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harmscope.api.report import Options, report
from harmscope.errors import UserError
from harmscope.model.report import Report
from harmscope.render.report_folder import write_report


@pytest.fixture
def made(header: Callable[..., Any], write_records: Callable[..., Path]) -> Report:
    options = Options("core", "2025-07", "Lanternfish", clock="2026-01-01")
    return report([write_records(header())], options)


def test_four_files_the_page_first(made: Report, tmp_path: Path) -> None:
    paths = write_report(made, {"engine": "x"}, tmp_path / "a" / "b")
    assert [path.name for path in paths] == [
        "report.html",
        "report.json",
        "figures.csv",
        "run.json",
    ]
    assert all(path.stat().st_size for path in paths)


def test_a_folder_that_cannot_be_made_is_the_users_error(made: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be made"):
        write_report(made, {}, tmp_path / "file" / "out")
