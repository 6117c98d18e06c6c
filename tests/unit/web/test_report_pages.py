"""The pages that make a report, from the records to its files."""

import html
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from harmscope.api.coverage import coverage
from harmscope.api.declared_form import (
    answer_to,
    asked_of,
    checked_declared,
    declared_text,
    given_of,
    number,
    others,
    profiles,
)
from harmscope.errors import UserError

FOLDER = Path(__file__).parents[3] / "examples" / "platform-export"
RECORDS = FOLDER / "records.jsonl"
CHOSEN = {
    "profile": "core",
    "period": "2026-H1",
    "service": "Lanternfish",
    "tz": "UTC",
    "disclosure": "statutory",
}


@pytest.fixture
def surveyed(opened):
    """A visitor, and the page that asks which report is to be made of the example's records."""
    visitor = opened(clock="2026-11-30")
    sent = visitor.fill("/report", files=[("files", ("records.jsonl", RECORDS.read_bytes()))])
    way = sent.headers["location"]
    return visitor, way, visitor.finished(way)


def made(visitor, way, act="make", **more):
    body = {**CHOSEN, **more, "act": act}
    return visitor.fill(way, data=body, to=f"/report/make/{way.rpartition('/')[2]}")


def test_period_and_service_are_offered_from_the_records(surveyed):
    _, _, page = surveyed
    shown = html.unescape(page.text)
    assert "The records cover 2025-07-01 to 2026-06-30" in shown
    assert '<option value="2026-H1" selected>2026-H1</option>' in shown
    assert "2026: only partly covered" in shown
    assert "<option selected>Lanternfish</option>" in shown
    for one in profiles():
        assert one.title in shown
        assert one.about
        assert one.about in shown


def test_a_report_is_made_with_all_its_files(surveyed):
    visitor, way, _ = surveyed
    done = visitor.finished(made(visitor, way).headers["location"])
    names = ("report.html", "report.json", "figures.csv", "report.xlsx", "report.md")
    assert all(name in done.text for name in names)
    job = done.url.path
    with zipfile.ZipFile(io.BytesIO(visitor.get(f"{job}/files/0").content)) as archive:
        assert set(names) <= set(archive.namelist())
        report = json.loads(archive.read("report.json"))
    assert (report["period"], report["clock"]) == ("2026-01-01/2026-06-30", "2026-11-30")
    assert "<style>" in visitor.get(f"{job}/files/1").text
    kept = visitor.fill(job, to=f"/report/keep/{job.rpartition('/')[2]}")
    assert kept.headers["location"] == "/library"


def test_what_no_log_holds_is_asked_saved_loaded_and_reported(surveyed):
    visitor, way, _ = surveyed
    asked = asked_of("dsa-harmonised")
    page = made(visitor, way, "declare", profile="dsa-harmonised")
    assert page.status_code == 200
    for one in asked:
        assert one.about, one.metric
        assert one.knows, one.metric
        assert one.about in html.unescape(page.text)
    internal = next(n for n, one in enumerate(asked, 1) if one.metric == "moderators.internal")
    summary = next(n for n, one in enumerate(asked, 1) if one.is_text)
    state = {
        "profile": "dsa-harmonised",
        "stated": "1",
        "name": "Lanternfish Limited",
        "tier": "vlop",
        f"value.{internal}": "12.5",
        f"source.{internal}": "Staff register",
        f"text.{summary}": "We look\r\nfor spam.",
    }
    saved = made(visitor, way, "save", **state)
    assert b"value = 12.5" in saved.content
    body = {**CHOSEN, "profile": "dsa-harmonised", "act": "load", "csrf": visitor.token(way)}
    loaded = visitor.post(
        f"/report/make/{way.rpartition('/')[2]}",
        data=body,
        files=[("declared", ("declared.toml", saved.content))],
    )
    assert 'value="12.5"' in loaded.text
    assert "We look\nfor spam." in loaded.text
    done = visitor.finished(made(visitor, way, **state).headers["location"], 120)
    assert "declared.toml" in done.text
    assert "The official template was checked" in done.text
    report = visitor.get(f"{done.url.path}/files/2").json()
    found = [
        one["value"]
        for section in report["sections"]
        for panel in section["panels"]
        for one in panel["figures"]
        if one["metric"] == "moderators.internal"
    ]
    assert 12.5 in found


@pytest.mark.parametrize(
    ("state", "fix"),
    [
        ({"value.1": "many", "source.1": "x"}, "write it with digits"),
        ({"value.1": "0.5"}, "say where the number comes from"),
        ({"other.metric": "x.y", "other.value": "1", "other.unit": "count"}, "say where"),
        (
            {
                "other.metric": "No id",
                "other.value": "1",
                "other.source": "a",
                "other.unit": "count",
            },
            "To fix it: ",
        ),
    ],
)
def test_a_wrong_answer_is_said_and_nothing_is_lost(surveyed, state, fix):
    visitor, way, _ = surveyed
    refused = made(visitor, way, profile="dsa-harmonised", stated="1", name="Kept Name", **state)
    assert refused.status_code == 422
    assert fix in html.unescape(refused.text)
    assert 'value="Kept Name"' in refused.text


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"period": ""}, "no period is chosen"),
        ({"other_period": "2026-X9"}, "To fix it: "),
        ({"profile": "../core"}, "there is no such profile"),
        ({"tz": "Mars/Base"}, "there is no such time zone"),
        ({"disclosure": "none"}, "there is no such level"),
    ],
)
def test_a_wrong_choice_is_said_in_the_page(surveyed, change, fault):
    visitor, way, _ = surveyed
    refused = made(visitor, way, **change)
    assert refused.status_code == 422
    assert fault.casefold() in html.unescape(refused.text).casefold()


def test_a_period_without_data_says_that_nothing_is_known(surveyed):
    visitor, way, _ = surveyed
    done = visitor.finished(made(visitor, way, other_period="2020").headers["location"])
    report = visitor.get(f"{done.url.path}/files/2").json()
    figures = [f for s in report["sections"] for p in s["panels"] for f in p["figures"]]
    assert not [one for one in figures if one.get("value") not in (None, 0)]
    assert not [one for one in figures if one["status"] == "exact"]


@pytest.mark.parametrize("data", [b"", b"not json\n", b"PK\x03\x04broken"])
def test_records_that_cannot_be_read_are_refused_with_a_fix(visitor, data):
    sent = visitor.fill("/report", files=[("files", ("a.jsonl", data))])
    shown = visitor.finished(sent.headers["location"])
    assert "Failed" in shown.text
    assert "To fix it: " in shown.text


def test_a_job_of_nobody_is_not_found(visitor):
    assert visitor.fill("/report", data={"of": "f" * 32}).status_code == 404


def test_coverage_without_a_header_is_that_of_the_records(tmp_path):
    lines = [
        {"record": "notice", "service": "A", "received_at": "2026-03-05T10:00:00Z"},
        {"record": "incident", "service": "A", "decisions": [{"decided_at": "2026-04-30"}, 1]},
        {"record": "incident", "service": "B", "detection": {"detected_at": "no day"}},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    found = coverage([path])
    assert found.services == {"A": 2, "B": 1}
    assert (found.first, found.last) == (date(2026, 3, 5), date(2026, 4, 30))
    assert found.periods()[0] == ("2026", False)
    assert ("2026-04", True) in found.periods()
    assert ("2026-05", False) not in found.periods()


def test_declared_facts_come_back_as_they_were(tmp_path):
    path = FOLDER / "declared.toml"
    given = given_of(path)
    copy = tmp_path / "declared.toml"
    copy.write_text(declared_text(given), encoding="utf-8")
    assert given_of(copy) == given
    checked_declared(copy, given["profile"], given["service"], given["period"])
    asked = asked_of(given["profile"])
    figures = given.get("figures", [])
    known = [answer_to(one, given) for one in asked if not one.is_text]
    assert len([one for one in known if one]) + len(others(asked, given)) == len(figures)


def test_a_number_is_taken_exactly():
    assert str(number("0.10", "x")) == "0.10"
    with pytest.raises(UserError):
        number("1e", "x")
