import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from harmscope.comparison import Comparison
from harmscope.errors import UserError
from harmscope.formats import Member
from harmscope.formats.spreadsheet import sheets as read_sheets
from harmscope.render.comparison_file import FORMS, comparison_bytes, write_comparison
from harmscope.render.comparison_text import COLUMNS


def test_verdicts_coverage_and_sources_have_their_sheets(comparison: Comparison) -> None:
    sheets = dict(read_sheets(Member("c.xlsx", iter([comparison_bytes(comparison, ".xlsx")]))))
    assert list(sheets) == ["Verdicts", "Who reports what", "Cannot answer", "Sources"]
    assert sheets["Verdicts"][0] == [column.name for column in COLUMNS]
    assert sheets["Sources"][1][2:] == ["4_notices.csv", "1" * 64]


def test_no_cell_is_a_formula(comparison: Comparison) -> None:
    with zipfile.ZipFile(BytesIO(comparison_bytes(comparison, ".xlsx"))) as book:
        sheets = [book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_equal_comparisons_give_equal_bytes(comparison: Comparison) -> None:
    assert comparison_bytes(comparison, ".xlsx") == comparison_bytes(comparison, ".xlsx")


@pytest.mark.parametrize("form", FORMS)
def test_the_ending_chooses_the_form(comparison: Comparison, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"c{form}"
    write_comparison(comparison, path)
    assert path.read_bytes() == comparison_bytes(comparison, form)


def test_another_ending_is_refused(comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the output format is not known"):
        write_comparison(comparison, tmp_path / "c.pdf")
