"""What is due as a calendar file after RFC 5545."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from harmscope.deadlines.outlook import Due, Outlook, end_of_day
from harmscope.render.due_calendar import due_calendar, uid

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
REQUEST = Due(
    "request",
    "late",
    "US",
    "us-take-it-down",
    "Removal request",
    due=datetime(2026, 11, 30, 9, 30, tzinfo=UTC),
    service="Bild; Ton, \\ \u00e4\u00f6\u00fc " + "\u00e9" * 80,
    place=("records.jsonl", 2),
    id="notice-1",
)
REPORT = Due(
    "report",
    "open",
    "EU",
    "dsa-harmonised",
    "Report",
    "others",
    end_of_day(date(2027, 2, 28)),
    day=date(2027, 2, 28),
    period="2026-01-01/2026-12-31",
    note="a note",
)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_lines_end_and_are_folded_as_the_standard_says() -> None:
    text = due_calendar(Outlook(NOW, [REQUEST, REPORT]))
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "\n" not in text.replace("\r\n", "")
    assert lines[0] == "BEGIN:VCALENDAR"
    whole = unfolded(text)
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == 2
    [summary] = [line for line in whole if line.startswith("SUMMARY:Removal")]
    escaped = "Bild\\; Ton\\, \\\\ \u00e4\u00f6\u00fc " + "\u00e9" * 80
    assert summary == f"SUMMARY:Removal request (US) {escaped}"


def test_an_instant_is_in_utc_and_a_last_day_is_a_day() -> None:
    lines = unfolded(due_calendar(Outlook(NOW, [REQUEST, REPORT])))
    assert "DTSTART:20261130T093000Z" in lines
    assert "DTSTART;VALUE=DATE:20270228" in lines
    assert lines.count("DTSTAMP:20261130T120000Z") == 2


def test_what_has_no_limit_is_no_event_and_a_file_without_events_has_one_part() -> None:
    text = due_calendar(Outlook(NOW, [replace(REQUEST, due=None)]))
    assert "VEVENT" not in text
    assert unfolded(text)[4:-1] == [
        *("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
        "END:VCALENDAR",
    ]
    assert "VTIMEZONE" not in due_calendar(Outlook(NOW, [REQUEST]))


def test_a_uid_is_stable_and_shows_no_id() -> None:
    text = due_calendar(Outlook(NOW, [REQUEST]))
    assert "notice-1" not in text
    assert re.fullmatch(r"[0-9a-f]{32}@harmscope", uid(REQUEST))
    moved = replace(REQUEST, place=("other.jsonl", 9), standing="open")
    assert uid(moved) == uid(REQUEST)
    assert uid(replace(REPORT, title="Another word")) == uid(REPORT)
    others = [replace(REQUEST, id="notice-2"), replace(REQUEST, law="x"), REPORT]
    others += [replace(REPORT, duty="very-large"), replace(REPORT, id=None, place=("a", 1))]
    assert len({uid(REQUEST), *map(uid, others)}) == 6
    assert due_calendar(Outlook(NOW, [REQUEST])) == text
