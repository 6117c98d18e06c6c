import zipfile
from io import BytesIO

from harmscope.comparison import Comparison
from harmscope.readers.workbook import read_workbook
from harmscope.render.compare_table import HEADER
from harmscope.render.compare_xlsx import comparison_xlsx


def test_verdicts_coverage_and_sources_have_their_sheets(comparison: Comparison) -> None:
    sheets = dict(read_workbook("c.xlsx", comparison_xlsx(comparison)))
    assert list(sheets) == ["Verdicts", "Who reports what", "Cannot answer", "Sources"]
    assert sheets["Verdicts"][0] == list(HEADER)
    assert sheets["Sources"][1][2:] == ["4_notices.csv", "1" * 64]


def test_no_cell_is_a_formula(comparison: Comparison) -> None:
    with zipfile.ZipFile(BytesIO(comparison_xlsx(comparison))) as book:
        sheets = [book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_equal_comparisons_give_equal_bytes(comparison: Comparison) -> None:
    assert comparison_xlsx(comparison) == comparison_xlsx(comparison)
