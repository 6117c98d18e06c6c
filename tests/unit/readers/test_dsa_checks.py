""""""

import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.readers.dsa_checks import implausible, read_dsa_report
from harmscope.readers.result import Table, figure
from harmscope.reading import read
from harmscope.validation import Options, validate

COMPLAINTS = "Number of complaints submitted to the internal-complaints mechanism"


def made(metric: str, value: int, unit: str = "notices", **dimensions: str) -> Figure:
    source = {"sha256": "0" * 64, "sheet": "4_notices", "cell": "F2"}
    return figure(
        metric=metric, unit=unit, value=value, status="exact", dimensions=dimensions,
        period="2025-07-01/2025-12-31", source=source,
    )  # fmt: skip


def test_a_part_above_its_whole(table: Callable[..., Table]) -> None:
    whole = made("notices.received", 5)
    part = made("notices.received", 6, notifier="trusted_flagger")
    assert [f.rule for f in implausible([whole, part], [table([])])] == ["RD052"]
    assert (
        implausible([whole, made("notices.received", 5, notifier="trusted_flagger")], [table([])])
        == []
    )


def test_a_median_longer_than_the_period(table: Callable[..., Table]) -> None:
    hours = 184 * 24
    slow = made("notices.action_median", hours + 1, "hours")
    assert [f.rule for f in implausible([slow], [table([])])] == ["RD055"]
    assert implausible([made("notices.action_median", hours, "hours")], [table([])]) == []


def test_more_outcomes_than_cases(table: Callable[..., Table]) -> None:
    figures = [
        made("complaints.received", 5), made("complaints.upheld", 4), made("complaints.omitted", 2),
    ]  # fmt: skip
    assert [f.rule for f in implausible(figures, [table([])])] == ["RD053"]


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
    assert {finding.rule for finding in reading.findings} == {"HS608"}


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


def test_read_and_validate_find_the_same(
    write_csv: Callable[..., Path], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(7, (COMPLAINTS, "Total number", "9"), (COMPLAINTS, "Total number", "8"))
    folder = write_csv("report/7_appeals_and_recidivism.csv", rows).parent
    reading = read([folder], "dsa-report")
    assert "RD054" in {finding.rule for finding in reading.findings}
    tally = validate([folder], Options(kind="dsa-report")).tally
    assert Counter(finding.rule for finding in reading.findings) == tally.counts


@pytest.mark.parametrize("cell", ["Text", "YYYY-MM-DD", "Texte libre", " free  text "])
def test_the_templates_own_words_are_no_report(
    write_csv: Callable[..., Path], notices: Callable[..., Rows], cell: str
) -> None:
    path = write_csv("report/4_notices.csv", notices(("TOTAL", "9")))
    rows = [
        ["Applicability", "Service", "Indicator", "Value"],
        ["All", "Example", "Name of the service provider", cell],
        ["All", "Example", "Date of the publication of the report", "2026-02-27"],
    ]
    write_csv("report/1_report_identification.csv", rows)
    found = {(f.rule, f.pointer, f.severity) for f in read_dsa_report(path.parent).findings}
    assert ("RD043", "D2", "info") in found
    assert ("RD048", "", "error") in found
