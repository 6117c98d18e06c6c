"""The pages of what is due: from records that are dropped, and from a check."""

from pathlib import Path

import pytest

from harmscope.web.platform_tasks import due
from harmscope.web.work import Work

RECORDS = Path(__file__).parents[3] / "examples" / "open-requests" / "records.jsonl"
NOON = "2026-11-30T12:00:00Z"


def test_records_show_what_is_late_first(opened) -> None:
    visitor = opened(clock="2026-12-01")
    sent = visitor.fill(
        "/due",
        data={"profile": "dsa-harmonised"},
        files=[("files", ("records.jsonl", RECORDS.read_bytes()))],
    )
    assert sent.status_code == 303, sent.text
    way = sent.headers["location"]
    shown = visitor.finished(way).text
    assert "<h1>4 late</h1>" in shown
    assert shown.index("us-take-it-down") < shown.index("in-grievance")
    assert "Jurisdiction not given: 3 requests." in shown
    assert "very large online platforms" in shown
    assert "open-01" not in shown
    calendar = visitor.get(f"{way}/files/0")
    assert calendar.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"open-01" not in calendar.content
    assert '<a href="/due" aria-current="page">' in visitor.get("/due").text


def test_where_no_limit_is_known_nothing_is_said_to_be_in_time(opened) -> None:
    visitor = opened(clock="2026-05-04")
    records = RECORDS.parents[1] / "platform-export" / "records.jsonl"
    sent = visitor.fill("/due", files=[("files", ("records.jsonl", records.read_bytes()))])
    shown = visitor.finished(sent.headers["location"]).text
    assert "<h1>No limit is known for what is open</h1>" in shown


def test_what_is_due_in_checked_files(opened) -> None:
    visitor = opened(clock="2026-12-01")
    sent = visitor.fill("/check", files=[("files", ("records.jsonl", RECORDS.read_bytes()))])
    way = sent.headers["location"]
    assert "Show what is due" in visitor.finished(way).text
    asked = visitor.fill(way, to=f"/due/of/{way.rpartition('/')[2]}")
    assert "<h1>4 late</h1>" in visitor.finished(asked.headers["location"]).text


@pytest.mark.parametrize("profiles", [[], ["dsa-harmonised"]])
def test_the_job_writes_every_form(tmp_path: Path, profiles: list[str]) -> None:
    said: list[str] = []
    asked = {"files": [str(RECORDS)], "profiles": profiles, "clock": NOON}
    told = due(Work(tmp_path, tmp_path, asked, said.append))
    assert told["counts"]["late"] == 2
    assert told["total"] == len(told["items"]) == (12 if not profiles else 17)
    assert all((tmp_path / one["name"]).is_file() for one in told["files"])
    assert said == ["looking for open requests"]
