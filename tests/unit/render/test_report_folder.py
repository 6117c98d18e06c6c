"""Reports as Markdown."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.model.report import Excluded, Report, ReportFinding
from harmscope.render.report_folder import (
    finding_lines,
    report_json,
    report_markdown,
    report_workbook,
    write_report,
)
from harmscope.render.writers import written


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


def test_members_are_sorted_and_text_is_as_it_is() -> None:
    figure = Figure(metric="a.b", value=1, unit="items", status="exact", notes=["ü"])
    text = report_json(figure)
    assert text.endswith("}\n")
    assert text.index('"metric"') < text.index('"notes"') < text.index('"status"')
    assert "ü" in text


def test_the_order_in_which_members_were_given_does_not_matter() -> None:
    one = Figure(metric="a.b", unit="items", status="exact", dimensions={"x": "1", "y": "2"})
    two = Figure(dimensions={"y": "2", "x": "1"}, status="exact", unit="items", metric="a.b")
    assert report_json(one) == report_json(two)


def test_lines_count_and_name_but_never_quote_a_source(made: Callable[..., Report]) -> None:
    report = made()
    findings = [
        ReportFinding(code="not_recorded", count=1, what="Words of a source.", metrics=["a.b"]),
        ReportFinding(code="not_recorded", count=2, what="Other words.", metrics=["a.b", "a.a"]),
        ReportFinding(code="primary_out_of_precedence", count=1200, what="Others."),
    ]
    excluded = [
        Excluded(reason="HS201", text="Two different records have the same id", records=2),
        Excluded(reason="superseded", records=1),
    ]
    quality = report.quality.model_copy(update={"findings": findings, "excluded": excluded})
    report = report.model_copy(update={"quality": quality})
    tail = "see the report's part on the data"
    assert list(finding_lines(report)) == [
        "HS201: 2 records not counted: Two different records have the same id",
        "superseded: 1 record not counted",
        "primary_out_of_precedence: 1,200. Others.",
        f"not_recorded: 3 figures of a.a, a.b; {tail}",
    ]


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


def parts(report: Report) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(written("xlsx", report_workbook(report)))) as book:
        return {name: book.read(name).decode("utf-8", "replace") for name in book.namelist()}


def test_a_sheet_a_section_and_two_more(made: Callable[..., Report]) -> None:
    report = made()
    book = parts(report)["xl/workbook.xml"]
    assert book.count("<sheet ") == len(report.sections) + 2
    assert 'name="All figures"' in book


def test_no_cell_is_a_formula(made: Callable[..., Report]) -> None:
    found = parts(made(service="=HYPERLINK(1)"))
    assert not any("<f>" in text for name, text in found.items() if "worksheets" in name)


def test_equal_reports_give_equal_bytes(made: Callable[..., Report]) -> None:
    report = made()
    assert written("xlsx", report_workbook(report)) == written("xlsx", report_workbook(report))


@pytest.mark.parametrize("profile", ["garm-amr", "synthetic-media", "india-monthly"])
def test_every_profile_can_be_written(made: Callable[..., Report], profile: str) -> None:
    assert parts(made(profile))["xl/workbook.xml"]
