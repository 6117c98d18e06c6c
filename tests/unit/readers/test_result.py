"""What readers hand back."""

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.readers.result import (
    Reading,
    Source,
    Table,
    column_letters,
    figure,
    known,
    mark_conflicts,
    place,
    read_tables,
    remark,
    remark_at,
    shown,
)


def test_names_cells_as_spreadsheets_do() -> None:
    assert place(2, 12) == "C12"
    assert [column_letters(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_a_remark_names_place_and_reading(table: Callable[..., Table]) -> None:
    finding = remark("RD041", table([]), "F12", "EL: GR")
    assert (finding.pointer, finding.severity) == ("F12", "info")
    assert finding.message.endswith("(EL: GR)")


def test_a_sheet_is_named_in_the_message() -> None:
    assert remark_at("RD010", "a.xlsx", "B2", sheet="Spam").message.startswith("Spam: ")


def test_shown_text_is_short_and_printable() -> None:
    assert shown("a\x1b[31mb\n") == "a [31mb"
    assert len(shown("x" * 500)) == 60


def test_leaves_out_what_is_not_known() -> None:
    made = figure(metric="items.removed", unit="items", value=None, status="not_reported", scope={})
    assert made.as_dict() == {"metric": "items.removed", "unit": "items", "status": "not_reported"}


def test_known_keeps_zero() -> None:
    assert known(low=0, high=None) == {"low": 0}


def test_a_reading_starts_empty() -> None:
    assert (Reading("figures").figures, Reading("figures").findings) == ([], [])


def test_reads_a_folder_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("x,y\n1,2\n")
    (tmp_path / "a.csv").write_text("p;q\n3;4\n")
    (tmp_path / "notes.txt").write_text("no table")
    tables, sources = read_tables(tmp_path)
    assert [(table.name, table.rows) for table in tables] == [
        ("a", [["p", "q"], ["3", "4"]]),
        ("b", [["x", "y"], ["1", "2"]]),
    ]
    assert [len(source.sha256) for source in sources] == [64, 64]


def test_reads_a_zip_without_unpacking_it(tmp_path: Path) -> None:
    path = tmp_path / "report.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner/4_notices.csv", "x\n1\n")
    tables, _ = read_tables(path)
    assert (tables[0].name, tables[0].file) == ("4_notices", "report.zip/inner/4_notices.csv")


def test_refuses_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "0" * 70_000_000)
    with pytest.raises(UserError, match="out of proportion"):
        read_tables(path)


def test_windows_1252_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("naïve\nx\n".encode("cp1252"))
    tables, _ = read_tables(path)
    assert tables[0].rows[0] == ["naïve"]
    assert [finding.rule for finding in tables[0].findings] == ["RD001"]


@pytest.mark.parametrize("name", ["missing.csv", "empty.csv", "bad.zip"])
def test_says_what_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 damaged")
    with pytest.raises(UserError):
        read_tables(tmp_path / name)


def test_what_is_no_table_is_said(tmp_path: Path) -> None:
    deep = tmp_path / "product"
    deep.mkdir()
    (deep / "4_notices.csv").write_text("a\n")
    (tmp_path / "report.pdf").write_bytes(b"x")
    tables, sources = read_tables(tmp_path)
    assert [source.name for source in sources] == ["product/4_notices.csv"]
    assert [(each.rule, each.file) for each in tables[0].findings] == [("RD009", "report.pdf")]


def test_an_archive_within_an_archive_is_said(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("4_notices.csv", "a\n")
        archive.writestr("inner.zip", "x")
    tables, _ = read_tables(path)
    assert [each.file for each in tables[0].findings] == ["all.zip/inner.zip"]


def test_semicolons_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\n1;2\n")
    tables, _ = read_tables(path)
    assert tables[0].rows == [["a", "b"], ["1", "2"]]
    assert [each.rule for each in tables[0].findings] == ["RD022"]


def test_text_of_two_bytes_a_letter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a,b\n".encode("utf-16"))
    with pytest.raises(UserError, match="UTF-16"):
        read_tables(path)


SOURCES = [Source("t.xlsx", "0" * 64, 1)]


def total(value: int, sheet: str) -> Figure:
    source = {"sha256": "0" * 64, "sheet": sheet, "cell": "B2"}
    return figure(
        metric="items.removed", unit="items", value=value, status="exact", source=source,
        period="2022-07-01/2022-09-30",
    )  # fmt: skip


def test_equal_twins_are_fine() -> None:
    figures, findings = mark_conflicts([total(5, "a"), total(5, "b")], SOURCES)
    assert [figure.status for figure in figures] == ["exact", "exact"]
    assert findings == []


def test_unequal_twins_contest_each_other_and_both_stay() -> None:
    figures, findings = mark_conflicts([total(5, "a"), total(7, "b")], SOURCES)
    assert [(f.value, f.status) for f in figures] == [(5, "contested"), (7, "contested")]
    assert figures[0].bounds is not None
    assert (figures[0].bounds.low, figures[0].bounds.high) == (5, 7)
    assert {finding.rule for finding in findings} == {"RD054"}


def test_another_period_is_another_figure() -> None:
    later = total(7, "a").model_copy(update={"period": "2022-10-01/2022-12-31"})
    assert later.identity != total(5, "a").identity


def test_what_stands_elsewhere_is_the_first_other_value() -> None:
    _, findings = mark_conflicts([total(value, "a") for value in (5, 5, 7, 9)], SOURCES)
    said = [finding.message.partition("(")[2] for finding in findings]
    assert said == [
        "5 here, 7 elsewhere)", "5 here, 7 elsewhere)", "7 here, 5 elsewhere)",
        "9 here, 5 elsewhere)",
    ]  # fmt: skip


def test_many_values_of_one_figure_take_no_longer_each() -> None:
    figures = [total(value, "a") for value in range(20_000)]
    started = time.process_time()
    assert len(mark_conflicts(figures, SOURCES)[1]) == 20_000
    # It took a minute and a half when each value was held against all others.
    assert time.process_time() - started < 10
