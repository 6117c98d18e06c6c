"""Reports as Markdown."""

from collections.abc import Callable

from harmscope.model.report import Report
from harmscope.render.report_markdown import report_markdown


def test_sections_tables_and_definitions(made: Callable[..., Report]) -> None:
    text = report_markdown(made())
    assert text.startswith("# Content moderation report: Lanternfish\n")
    assert "## Harms" in text
    assert "| Figure | Number | Status |" in text
    assert "## Definitions" in text


def test_text_out_of_the_data_is_escaped(made: Callable[..., Report]) -> None:
    text = report_markdown(made(service="<b>|*x*"))
    assert r"&lt;b\>\|\*x\*" in text


def test_every_row_of_a_table_has_its_cells(made: Callable[..., Report]) -> None:
    width = 0
    for line in report_markdown(made()).splitlines():
        if line.startswith("|---"):
            width = line.count("|")
        elif line.startswith("|") and width:
            assert line.replace(r"\|", "").count("|") == width
        elif not line.startswith("|"):
            width = 0
