"""The template's files."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from harmscope.model.report import Report
from harmscope.render.dsa.files import template_csv, write_template

Made = Callable[..., Report]


def test_equal_reports_give_equal_bytes(made: Made, tmp_path: Path) -> None:
    report = made("dsa-harmonised")
    contents = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        contents.append([path.read_bytes() for path in write_template(report, tmp_path / name)])
    assert contents[0] == contents[1]
    assert len(contents[0]) == 12


def test_the_workbook_holds_no_formula(made: Made, tmp_path: Path) -> None:
    path = write_template(made("dsa-harmonised", service="=1+1"), tmp_path)[0]
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 11
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_csv_follows_rfc_4180_and_starts_no_formula() -> None:
    assert template_csv([["a", None, 0, 1.5], ["=x", 'say "y"', "", -1]]) == (
        'a,,0,1.5\r\n\'=x,"say ""y""",,-1\r\n'
    )
