"""Which reports and declared figures are owed, and which are there."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harmscope.deadlines.owed_reports import Made, made_reports, owed_reports, with_duties
from harmscope.errors import UserError
from harmscope.reading import read as reading
from harmscope.reading.report_file import write_published

NOW = datetime(2026, 7, 10, tzinfo=UTC)
DECLARED = Path(__file__).parents[3] / "examples" / "platform-export" / "declared.toml"


def told(outlook):
    return [(o.duty, o.period, o.standing, o.day and o.day.isoformat()) for o in outlook.items]


def test_the_eu_report_is_owed_within_two_months_and_recipients_every_six() -> None:
    assert told(owed_reports(["dsa-harmonised"], NOW)) == [
        ("recipients", "2025-08-17/2026-02-16", "not_known", "2026-02-17"),
        ("very-large", "2025-07-01/2025-12-31", "not_known", "2026-02-28"),
        ("recipients", "2026-02-17/2026-08-16", "open", "2026-08-17"),
        ("very-large", "2026-01-01/2026-06-30", "open", "2026-08-30"),
        ("others", "2026-01-01/2026-12-31", "open", "2027-02-28"),
        ("very-large", "2026-07-01/2026-12-31", "open", "2027-02-28"),
    ]


def test_titles_are_words_and_no_ids() -> None:
    found = owed_reports(["dsa-harmonised", "india-monthly"], NOW)
    assert {one.duty: one.named for one in found.items} == {
        "recipients": "Number of average monthly active recipients during the reporting period",
        "very-large": "Transparency report under the Digital Services Act (very-large)",
        "others": "Transparency report under the Digital Services Act (others)",
        "monthly": "Monthly compliance report (monthly)",
    }


def test_a_report_that_is_not_there_is_late_and_one_that_is_there_is_not_owed() -> None:
    wrong = [
        Made("dsa-harmonised", "Other", "2025-07-01/2025-12-31"),
        Made("core", "Lanternfish", "2025-07-01/2025-12-31"),
        Made("dsa-harmonised", "Lanternfish", "2025-01-01/2025-12-31"),
    ]
    late = owed_reports(["dsa-harmonised"], NOW, ["Lanternfish"], wrong)
    assert ("very-large", "2025-07-01/2025-12-31", "late", "2026-02-28") in told(late)
    assert late.late
    right = [Made("dsa-harmonised", "Lanternfish", "2025-07-01/2025-12-31")]
    there = owed_reports(["dsa-harmonised"], NOW, ["Lanternfish"], right)
    assert "2025-07-01/2025-12-31" not in {one.period for one in there.items}
    assert not there.late
    every = [Made("dsa-harmonised", "all", "2025-07-01/2025-12-31")]
    assert not owed_reports(["dsa-harmonised"], NOW, ["Lanternfish"], every).late


def test_days_that_a_source_names_and_a_source_that_names_none() -> None:
    new_york = owed_reports(["ny-s895b"], datetime(2026, 3, 1, tzinfo=UTC))
    assert told(new_york) == [
        ("attorney-general", "2025-07-01/2025-09-30", "not_known", "2026-01-01"),
        ("attorney-general", "2025-10-01/2025-12-31", "open", "2026-04-01"),
        ("attorney-general", "2026-01-01/2026-06-30", "open", "2026-07-01"),
    ]
    india = owed_reports(["india-monthly"], NOW)
    assert told(india) == [
        ("monthly", "2026-06-01/2026-06-30", "no_limit", None),
        ("monthly", "2026-07-01/2026-07-31", "no_limit", None),
    ]


def test_the_report_on_terrorist_content_is_owed_before_1_march() -> None:
    found = owed_reports(["eu-tco"], NOW, [], [Made("eu-tco", "Example", "2024-01-01/2024-12-31")])
    assert told(found) == [
        ("hosting", "2025-01-01/2025-12-31", "late", "2026-02-28"),
        ("hosting", "2026-01-01/2026-12-31", "open", "2027-02-28"),
    ]


def test_what_no_log_holds_is_counted_for_the_report_that_it_is_declared_for() -> None:
    outlook = owed_reports(["dsa-harmonised"], NOW, ["Lanternfish"], None, DECLARED)
    declared = {one.period: one.declared for one in outlook.items if one.what == "report"}
    asked, answered = declared["2025-07-01/2025-12-31"] or (0, 0)
    assert 0 < answered < asked
    assert declared["2026-01-01/2026-06-30"] == (asked, 0)
    assert {one.declared for one in outlook.items if one.what == "figures"} == {None}


@pytest.mark.parametrize("name", ["core", "no such profile"])
def test_a_profile_that_nobody_owes_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="--profile"):
        owed_reports([name], NOW)
    assert with_duties() == ["dsa-harmonised", "eu-tco", "india-monthly", "ny-s895b"]


def test_reports_are_found_in_folders(tmp_path: Path) -> None:
    figures = Path(__file__).parents[3] / "examples" / "advertiser-compare" / "figures.csv"
    (tmp_path / "a").mkdir()
    write_published(reading([figures], "figures", None, None), tmp_path / "a" / "report.json")
    assert made_reports([tmp_path]) == []  # it is there, but of no profile
    shutil.rmtree(tmp_path / "a")
    with pytest.raises(UserError, match="no report"):
        made_reports([tmp_path])
