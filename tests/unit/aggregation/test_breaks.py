"""Breaks of a series are found, dated and marked."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from harmscope.aggregation.normalise import judging
from harmscope.aggregation.report import Request, make_report
from harmscope.engine import DuckDb
from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.profiles import load

Make = Callable[..., dict[str, Any]]
Run = Callable[..., Report]
HATE = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"


def case(make: Make, name: str, scheme: str, day: str) -> dict[str, Any]:
    record = make(name, native=[{"scheme": scheme, "code": HATE}])
    record["decisions"][0]["decided_at"] = day
    record["content"] = {"created_at": "2025-06-01"}
    return record


def test_a_new_version_of_a_list_is_a_break(report: Run, header: Make, incident: Make) -> None:
    old, new = (
        case(incident, "a", "dsa@v1", "2025-07-03"),
        case(incident, "b", "dsa@v2", "2025-07-09"),
    )
    found = report(header(), old, new).breaks or []
    assert [(one.versions, one.since, one.until) for one in found] == [
        (["dsa@v1", "dsa@v2"], "2025-07-09", "2025-07-03")
    ]
    assert "in place of dsa@v1" in found[0].text


def test_versions_side_by_side_say_so(report: Run, header: Make, incident: Make) -> None:
    days = (("a", "dsa@v1", "01"), ("b", "dsa@v2", "05"), ("c", "dsa@v1", "08"))
    records = [case(incident, name, scheme, f"2025-07-{day}") for name, scheme, day in days]
    (found,) = report(header(), *records).breaks or []
    assert "beside dsa@v1 until 2025-07-08" in found.text


def test_only_figures_over_the_day_of_the_break_are_marked(
    report: Run, header: Make, incident: Make
) -> None:
    records = [
        case(incident, "a", "dsa@v1", "2025-07-03"),
        case(incident, "b", "dsa@v2", "2025-08-09"),
    ]
    made = report(header(), *records, period="2025-Q3")
    panels = {panel.id: panel for section in made.sections for panel in section.panels}
    notes = {one.period: one.notes for one in panels["by-month"].figures}
    assert notes["2025-07-01/2025-07-31"] is None
    assert "Break" in str(notes["2025-08-01/2025-08-31"])
    assert panels["totals"].figures[1].notes is None
    assert "Break" in str(panels["decisions-by-native"].figures[0].notes)


def made(make: Make, name: str, day: str, version: str) -> dict[str, Any]:
    """A refused prompt of a day, under a version of the safeguard."""
    record = make(name, subject_kind="generation")
    del record["decisions"]
    record["detection"] = {"source": "own_initiative", "detected_at": day}
    record["generation"] = {"ai_involvement": "synthetic", "safeguard": version}
    return record


def test_a_new_version_of_a_safeguard_is_a_break_and_a_second_safeguard_none(
    report: Run, header: Make, incident: Make
) -> None:
    cases = [
        made(incident, "a", "2025-07-03", "gate@1"),
        made(incident, "b", "2025-07-09", "gate@2"),
        made(incident, "c", "2025-07-04", "filter@1"),
    ]
    (found,) = report(header(), *cases).breaks or []
    assert (found.what, found.versions) == ("safeguard", ["gate@1", "gate@2"])
    assert (found.since, found.until) == ("2025-07-09", "2025-07-03")
    assert "gate@2 is used in place of gate@1" in found.text


def test_exposures_say_when_a_safeguard_was_in_force_without_any_case(
    report: Run, header: Make
) -> None:
    exposures = [
        {
            "record": "exposure",
            "version": "1.0",
            "exposure_id": f"e{start}",
            "service": "Lantern",
            "period": {"start": f"2025-07-{start}", "end": f"2025-07-{end}"},
            "unit": "prompts",
            "safeguard": version,
            "total": 10,
        }
        for start, end, version in (("01", "12", "gate@1"), ("13", "31", "gate@2"))
    ]
    (found,) = report(header(), *exposures).breaks or []
    assert (found.since, found.until) == ("2025-07-13", "2025-07-12")


def test_one_version_or_two_lists_make_no_break(report: Run, header: Make, incident: Make) -> None:
    records = [
        case(incident, "a", "dsa@v2", "2025-07-03"),
        case(incident, "b", "garm@2022-06", "2025-07-09"),
    ]
    assert report(header(), *records).breaks is None


def test_an_own_list_is_not_named(report: Run, header: Make, incident: Make) -> None:
    records = [
        case(incident, "a", "lantern@1", "2025-07-03"),
        case(incident, "b", "lantern@2", "2025-07-09"),
    ]
    (found,) = report(header(), *records).breaks or []
    assert found.versions is None
    assert "lantern" not in found.text


def test_another_taxonomy_breaks_where_its_header_begins(
    header: Make, write_records: Callable[..., Path]
) -> None:
    first = header(period={"start": "2025-07-01", "end": "2025-07-10"})
    second = header(period={"start": "2025-07-11", "end": "2025-07-31"}, taxonomy="harm@1.1.0")
    files = [write_records(first), write_records(second, name="second.jsonl")]
    request = Request(load("core"), parse_period("2025-07"), "all", date(2026, 1, 1))
    (found,) = make_report(files, request, judging(lambda record: []), DuckDb).breaks or []
    assert (found.what, found.since, found.until) == ("taxonomy", "2025-07-11", "2025-07-10")
