"""What is due, for a terminal, as a table and as JSON."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from harmscope.deadlines.outlook import Due, Outlook, end_of_day
from harmscope.render.due_text import MOST, due_document, due_table, due_text

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def request(standing: str, hours: int | None, line: int = 2, **more) -> Due:
    end = None if hours is None else NOW + timedelta(hours=hours)
    law = None if hours is None else "us-take-it-down"
    place = ("records.jsonl", line)
    return Due("request", standing, "US", law, "Removal request", due=end, place=place, **more)


def owed(standing: str, **more) -> Due:
    day = NOW.date() + timedelta(days=5)
    more = {"period": "2026-H1", "service": "Example", "note": "who"} | more
    return Due("report", standing, "EU", "p", "Report", "big", end_of_day(day), day=day, **more)


def outlook(*items: Due) -> Outlook:
    return Outlook(NOW, list(items)).settle()


def test_late_first_with_the_place_and_no_id() -> None:
    found = outlook(request("open", 7, 3, id="secret"), request("late", -100, id="secret"))
    found.silent["jurisdiction not given"] = 3
    found.left_out["superseded"] = 1
    text = due_text(found)
    assert text.splitlines()[:2] == [
        "What is due at 2026-11-30T12:00:00Z. All times are in UTC.",
        "1 late, 1 open",
    ]
    first, second = text.splitlines()[4:6]
    assert first.split()[:4] == ["LATE", "by", "4", "days"]
    assert second.split()[:2] == ["7", "h"]
    assert first.endswith("records.jsonl:2")
    assert "jurisdiction not given: 3 requests; no limit was started for them" in text
    assert "left out: 1 record, superseded" in text
    assert "TAKE IT DOWN Act" in text
    assert "(source: secondary)" in text
    assert "secret" not in text
    assert "secret" in due_text(found, ids=True)


def test_less_than_an_hour_is_shown_in_minutes() -> None:
    def left(seconds: int, standing: str = "open") -> str:
        one = replace(request(standing, 0), due=NOW + timedelta(seconds=seconds))
        return due_text(outlook(one)).splitlines()[4].partition("  ")[0]

    assert [left(one) for one in (0, 59, 3540, 3599, 3600)] == [
        *("0 min", "0 min", "59 min", "59 min", "1 h"),
    ]
    assert [left(one, "late") for one in (-1, -3540, -3541, -3600, -3601)] == [
        *("LATE by 1 min", "LATE by 59 min", "LATE by 1 h", "LATE by 1 h", "LATE by 2 h"),
    ]


def test_what_has_no_limit_is_counted_by_law_and_many_rows_are_said_to_be_more() -> None:
    many = outlook(
        *(request("open", hours) for hours in range(MOST + 2)), request("no_limit", None)
    )
    text = due_text(many)
    assert "… and 2 more with a limit; --format json lists all" in text
    limited, _, free = text.partition("No limit is known for these")
    assert limited.count("records.jsonl:2") == MOST
    assert free.count("records.jsonl:2") == 1
    assert ["US", "no", "limit", "known", "Removal", "request", "1"] in map(
        str.split, text.splitlines()
    )
    assert due_text(Outlook(NOW)).splitlines()[-1] == "nothing is due"
    unread = due_text(Outlook(NOW, left_out=Counter({"HS001": 3})))
    assert "nothing found to be due, but 3 records left out: check them first" in unread


def test_what_has_no_limit_is_listed_with_its_age_and_place() -> None:
    def free(line: int, since: str) -> Due:
        return request("no_limit", None, line, since=since, id=f"secret{line}")

    ages = [
        "2026-11-30T11:18:00Z",
        "2026-11-29",
        "2026-11-20T12:00:00+02:00",
        "2026-11-27T08:00:00Z",
    ]
    found = outlook(*(free(line, since) for line, since in enumerate(ages, 2)))
    lines = due_text(found).splitlines()
    start = lines.index("No limit is known for these, the oldest first:")
    rows = [" ".join(line.split()) for line in lines[start + 1 : start + 6]]
    assert rows == [
        "age since where what place",
        f"10 days {ages[2]} US Removal request records.jsonl:4",
        f"76 h {ages[3]} US Removal request records.jsonl:5",
        f"1 day {ages[1]} US Removal request records.jsonl:3",
        f"42 min {ages[0]} US Removal request records.jsonl:2",
    ]
    assert "secret" not in due_text(found)
    assert "secret3" in due_text(found, ids=True)
    many = due_text(outlook(*(free(2, ages[0]) for _ in range(MOST + 3))))
    assert "… and 3 more without a limit; --format csv lists all" in many
    assert "No limit is known" not in due_text(outlook(request("open", 1)))


def test_periods_with_equal_counts_share_a_line() -> None:
    periods = (("2025-H2", (27, 0)), ("2026-H1", (27, 0)), ("2026-H2", (27, 3)))
    text = due_text(outlook(*(owed("open", period=one, declared=of) for one, of in periods)))
    said = [line for line in text.splitlines() if "no log holds" in line]
    assert [line.partition(" figures")[0] for line in said] == [
        "p, 2025-H2, 2026-H1: 0 of 27",
        "p, 2026-H2: 3 of 27",
    ]


def test_reports_say_who_owes_them_and_what_is_declared() -> None:
    text = due_text(outlook(owed("not_known", declared=(27, 3)), request("may_be_late", -1)))
    assert "p (big): who" in text
    assert "p, 2026-H1: 3 of 27 figures and texts that no log holds are declared" in text
    assert "name reports that were made with --reports" in text
    assert "may be late" in text
    assert any(
        line.startswith("waits ")
        for line in due_text(outlook(owed("open"), request("open", -5))).splitlines()
    )
    assert "2026-12-05" in text


def test_the_table_and_the_document_hold_every_item() -> None:
    found = outlook(request("late", -1, id="x"), owed("open"))
    table = due_table(found)
    assert table.head[:2] == ["standing", "hours_left"]
    assert [row[0] for row in table.rows] == ["late", "open"]
    assert table.rows[0][table.head.index("line")] == 2
    assert "id" not in table.head
    assert due_table(found, ids=True).rows[0][-1] == "x"
    told = due_document(found)
    assert (told["late"], told["zone"], told["counts"]) == (True, "UTC", {"late": 1, "open": 1})
    assert told["by_law"][0] == {
        "jurisdiction": "EU",
        "law": "p",
        "title": "Report (big)",
        "counts": {"open": 1},
    }
    assert told["items"][1]["last_day"] == "2026-12-05"
