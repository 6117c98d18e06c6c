"""Abuse reports in the form of XARF v4 as notices."""

from pathlib import Path
from typing import Any

import pytest

from harmscope.errors import UserError
from harmscope.formats.rows import Row
from harmscope.importers.contract import Table, Task
from harmscope.importers.xarf import XARF

REPORT: dict[str, Any] = {
    "xarf_version": "4.2.0",
    "report_id": "0b6a1c1e-1111-4a5b-8c0d-0000000000AA",
    "timestamp": "2026-03-02T09:00:00Z",
    "reporter": {"org": "Watch", "contact": "desk@watch.example", "domain": "watch.example"},
    "category": "content",
    "type": "phishing",
    "url": "https://a.example",
    "description": "A text.",
}


def imported(*rows: dict[str, Any], **options: Any) -> tuple[list[dict[str, Any]], Task]:
    task = Task(service="Harbour", **options)
    table = Table("reports.jsonl", (Row(n, 0, row) for n, row in enumerate(rows, start=1)))
    return [dict(one) for one in XARF.records(iter([table]), task)], task


def changed(**members: Any) -> dict[str, Any]:
    made = REPORT | members
    return {name: value for name, value in made.items() if value is not None}


def test_a_report_is_a_notice_on_one_item() -> None:
    (notice,), task = imported({"received_at": "2026-03-02T11:00:00+01:00", "xarf": REPORT})
    digest = notice.pop("source")["digest"]
    assert len(digest) == 64
    assert len(notice.pop("reporter_key")) == 32
    assert notice == {
        "record": "notice",
        "version": "1.0",
        "notice_id": "0b6a1c1e-1111-4a5b-8c0d-0000000000aa",
        "service": "Harbour",
        "kind": "user_flag",
        "received_at": "2026-03-02T10:00:00Z",
        "outcome": "unknown",
        "native": [{"scheme": "xarf@4", "code": "content/phishing", "role": "category"}],
        "harm": {"primary": "fraud.phishing"},
        "item_count": 1,
    }
    assert task.gaps == {}


def test_without_a_time_of_receipt_the_day_of_the_incident_stands() -> None:
    (notice,), task = imported(REPORT)
    assert notice["received_at"] == "2026-03-02"
    assert task.gaps["times_of_day"].get("partly") is True


def test_one_reporter_has_one_key_and_text_is_kept_on_demand() -> None:
    other = {"reporter": {"org": "Desk", "contact": "x@desk.example", "domain": "desk.example"}}
    (one, two, three), _ = imported(REPORT, REPORT, changed(**other), keep_text=True)
    assert one["reporter_key"] == two["reporter_key"] != three["reporter_key"]
    assert one["text"] == "A text."
    (silent,), _ = imported(changed(reporter=None))
    assert not {"reporter_key", "text"} & silent.keys()


@pytest.mark.parametrize(
    ("members", "harm"),
    [
        ({"category": "messaging", "type": "spam"}, "platform-abuse.spam"),
        ({"category": "copyright", "type": "p2p"}, "ip.copyright"),
        ({"type": "csem"}, "csea"),
        ({"category": "connection", "type": "ddos"}, None),
    ],
)
def test_the_type_leads_to_a_harm_where_there_is_one(
    members: dict[str, str], harm: str | None
) -> None:
    (notice,), task = imported(changed(**members))
    assert notice.get("harm", {}).get("primary") == harm
    assert task.tally.counts == {}


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"report_id": "7"}, "IM001"),
        ({"report_id": None}, "IM001"),
        ({"timestamp": "yesterday"}, "IM001"),
        ({"timestamp": "2999-01-01T00:00:00Z"}, "IM001"),
        ({"type": "A name"}, "IM001"),
        ({"category": None}, "IM001"),
        ({"xarf_version": "3"}, "IM003"),
        ({"xarf_version": None, "Version": "3"}, "IM003"),
    ],
)
def test_what_is_no_report_or_lacks_something_is_left_out(
    members: dict[str, Any], code: str
) -> None:
    records, task = imported(changed(**members))
    assert records == []
    assert task.tally.counts == {code: 1}
    assert task.skipped.total() == 1


def test_a_type_that_xarf_does_not_have_is_kept_as_a_code_of_the_senders_own() -> None:
    (notice,), task = imported(changed(type="new_type", language="de"))
    assert notice["native"][0] == {
        "scheme": "own@1",
        "code": "content/new_type",
        "role": "category",
    }
    assert notice["languages"] == ["de"]
    assert "harm" not in notice
    assert task.tally.counts == {"IM002": 1}


def test_it_takes_no_mapping_and_says_what_it_cannot_know() -> None:
    with pytest.raises(UserError, match="takes no mapping"):
        imported(REPORT, mapping=Path("m.toml"))
    assert {"decisions", "appeals", "reach"} <= XARF.not_recorded.keys()
    assert "What kind of notice is a report?" in XARF.choices


@pytest.mark.parametrize(
    ("said", "harm"),
    [
        ("grooming", "csea.grooming"),
        ("sextortion", "csea.sextortion"),
        ("trafficking", "csea.trafficking"),
        ("possession", "csea"),
        (None, "csea"),
        (7, "csea"),
    ],
)
def test_the_kind_of_exploitation_leads_to_the_harm(said: object, harm: str) -> None:
    (notice,), _ = imported(changed(type="csem", exploitation_type=said))
    assert notice["harm"] == {"primary": harm}
    (other,), _ = imported(changed(exploitation_type=said))
    assert other["harm"] == {"primary": "fraud.phishing"}
