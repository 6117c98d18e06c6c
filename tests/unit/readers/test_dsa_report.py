import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.readers.dsa_report import read_dsa_report

Rows = list[list[str]]


def test_reads_a_folder_and_names_the_service(
    write_csv: Callable[..., Path], notices: Callable[..., Rows], indicators: Callable[..., Rows]
) -> None:
    path = write_csv("report/4_notices.csv", notices(("TOTAL", "9")))
    monthly = "Number of average monthly active recipients during the reporting period "
    write_csv("report/10_AMAR.csv", indicators(10, (monthly, "TOTAL", "900")))
    reading = read_dsa_report(path.parent)
    assert (reading.service, len(reading.sources)) == ("Example", 2)
    assert {f.metric for f in reading.figures} >= {"notices.received", "recipients.monthly_active"}


def test_the_day_of_publication_is_the_edition(
    write_csv: Callable[..., Path], notices: Callable[..., Rows]
) -> None:
    path = write_csv("report/4_notices.csv", notices(("TOTAL", "9")))
    rows = [
        ["Applicability", "Service", "Indicator", "Value"],
        ["All", "Example", "Date of the publication of the report", "27/02/2026"],
    ]
    write_csv("report/1_report_identification.csv", rows)
    assert read_dsa_report(path.parent).edition == "2026-02-27"


def test_several_folders_in_an_archive_are_surfaces(
    write_csv: Callable[..., Path], notices: Callable[..., Rows], tmp_path: Path
) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, count in (("maps", "9"), ("mail", "4")):
            rows = write_csv(f"{name}/4_notices.csv", notices(("TOTAL", count)))
            archive.write(rows, f"{name}/4_notices.csv")
    reading = read_dsa_report(path)
    surfaces = {f.scope.surface: f.value for f in reading.figures[::10] if f.scope}
    assert surfaces == {"mail": 4, "maps": 9}
    assert reading.findings == []


def test_something_else_is_refused(write_csv: Callable[..., Path]) -> None:
    with pytest.raises(UserError, match="no table of the EU template"):
        read_dsa_report(write_csv("a.csv", [["x"], ["1"]]))


@pytest.mark.parametrize(
    ("service", "least"),
    [("snapchat", 4000), ("tiktok", 4000), ("wikipedia", 200), ("zalando", 900)],
)
def test_reads_real_reports(real_data: Path, service: str, least: int) -> None:
    reading = read_dsa_report(real_data / "dsa-reports" / service)
    assert len(reading.figures) >= least
    assert not {f.rule for f in reading.findings} & {"RD002", "RD003", "RD004", "RD010", "RD044"}


def test_finds_where_real_reports_contradict_themselves(real_data: Path) -> None:
    reading = read_dsa_report(real_data / "dsa-reports" / "tiktok")
    totals = [
        f
        for f in reading.figures
        if f.status == "contested"
        and f.metric == "measures.taken"
        and "category" not in (f.dimensions or {})
    ]
    assert [f.value for f in totals] == [258_691_522]
    assert totals[0].bounds is not None
    assert totals[0].bounds.low == 230_574_497
