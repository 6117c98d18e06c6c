"""Which requests are open, which limits they started, and what cannot be said."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harmscope.deadlines.open_requests import open_requests
from harmscope.deadlines.outlook import Outlook
from harmscope.errors import UserError

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SHIPPED = Path(__file__).parents[3] / "examples" / "open-requests" / "records.jsonl"
HEADER = {
    "record": "dataset",
    "version": "1.1",
    "service": "Example",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
}
REQUEST: dict[str, Any] = {
    "record": "notice",
    "version": "1.0",
    "notice_id": "n1",
    "service": "Example",
    "kind": "removal_request",
    "received_at": "2026-11-30T10:00:00Z",
    "outcome": "pending",
    "harm": {"primary": "ncii.synthetic"},
    "requester": {"relation": "self", "jurisdiction": "US"},
}


@pytest.fixture
def found(tmp_path: Path):
    """What is due for notices that differ from REQUEST in the members that are given."""

    def look(*changes: dict[str, Any], header: dict[str, Any] = {}) -> Outlook:  # noqa: B006
        rows = [HEADER | header]
        for number, change in enumerate(changes):
            row = REQUEST | {"notice_id": f"n{number}"} | change
            rows.append({name: value for name, value in row.items() if value is not None})
        path = tmp_path / "records.jsonl"
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        outlook, _ = open_requests([path], NOW)
        return outlook

    return look


def stand(outlook: Outlook) -> list[tuple[str, str | None, str, int | None]]:
    return [(o.jurisdiction, o.law, o.standing, o.hours_left(NOW)) for o in outlook.items]


def test_the_shipped_example_by_jurisdiction() -> None:
    outlook, services = open_requests([SHIPPED], NOW)
    assert services == ["Lanternfish"]
    assert stand(outlook) == [
        ("US", "us-take-it-down", "late", -3),
        ("IN", "in-intimate-imagery", "late", -1),
        ("GB", "uk-intimate-images", "may_be_late", -12),
        ("IN", "in-order", "open", 1),
        ("US", "us-take-it-down", "open", 32),
        ("IN", "in-grievance", "open", 44),
        ("DE", None, "no_limit", None),
        ("EU", None, "no_limit", None),
        ("FR", None, "no_limit", None),
        ("not given", None, "no_limit", None),
        ("not given", None, "no_limit", None),
        ("not given", None, "no_limit", None),
    ]
    assert outlook.silent == {
        "jurisdiction not given": 3,
        "not known whether they were dealt with": 1,
    }
    assert not outlook.left_out


@pytest.mark.parametrize("law", ["EU", "DE", "FR"])
def test_a_request_of_the_union_starts_no_clock_of_india(found, law: str) -> None:
    order = {"kind": "authority_order", "order": {"kind": "act", "state": "IE"}}
    flag = {"kind": "user_flag", "requester": None}
    outlook = found({"jurisdictions": [law]}, order, flag, header={"jurisdictions": [law]})
    assert {one.law for one in outlook.items} == {None}
    assert len(outlook.items) == 3
    assert not outlook.late


def test_a_request_under_two_laws_is_due_under_each(found) -> None:
    outlook = found({"jurisdictions": ["IN", "US"]})
    assert stand(outlook) == [
        ("IN", "in-intimate-imagery", "open", 0),
        ("US", "us-take-it-down", "open", 46),
    ]


def test_the_law_of_the_header_holds_where_the_request_names_none(found) -> None:
    change = {"requester": {"relation": "self"}}
    assert stand(found(change, header={"jurisdictions": ["GB"]}))[0][1] == "uk-intimate-images"
    assert stand(found(change)) == [("not given", None, "no_limit", None)]


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "acted", "decided_at": "2026-11-30T11:00:00Z"},
        {"outcome": "refused", "refusal_reason": "not_valid"},
        {"removed_at": "2026-11-30T11:00:00Z", "outcome": "acted"},
        {"outcome": "duplicate", "decided_at": "2026-11-30T11:00:00Z"},
    ],
)
def test_what_is_closed_is_not_due(found, change: dict[str, Any]) -> None:
    outlook = found(change)
    assert (outlook.items, outlook.silent) == ([], {})


def test_a_refusal_under_a_limit_that_asks_for_removal_is_said(found) -> None:
    decided = {"outcome": "no_action", "decided_at": "2026-11-30T11:00:00Z"}
    outlook = found(decided, decided | {"jurisdictions": ["EU"]})
    assert outlook.items == []
    assert outlook.silent == {"decided without removal, where the limit asks for removal": 1}


def test_what_is_refused_repeated_or_superseded_is_left_out_and_counted(found) -> None:
    outlook = found({}, {"notice_id": "n0"}, {"kind": "no such kind"}, {"supersedes": "n0"})
    assert [one.id for one in outlook.items] == ["n3"]
    assert outlook.left_out["superseded"] == 1
    assert sum(outlook.left_out.values()) == 3


def test_times_of_other_zones_are_instants_and_days_are_days_in_utc(found) -> None:
    outlook = found({"received_at": "2026-11-30T02:00:00+05:30"}, {"received_at": "2026-11-29"})
    first, second = outlook.items
    assert first.due == datetime(2026, 12, 1, 0, tzinfo=UTC)  # only a day: the earliest end
    assert first.latest == datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC)
    assert second.due == datetime(2026, 12, 1, 20, 30, tzinfo=UTC)
    assert second.latest is None


def test_the_law_of_a_header_ends_with_its_file(tmp_path: Path) -> None:
    """Two files of one name: what the first says of its law says nothing of the second."""
    rows = [HEADER | {"jurisdictions": ["US"]}, REQUEST | {"requester": {"relation": "self"}}]
    other = REQUEST | {"notice_id": "n2", "requester": {"relation": "self"}}
    for folder, told in (("a", rows), ("b", [other])):
        (tmp_path / folder).mkdir()
        text = "".join(f"{json.dumps(row)}\n" for row in told)
        (tmp_path / folder / "records.jsonl").write_text(text, encoding="utf-8")
    outlook, _ = open_requests([tmp_path / f"{n}/records.jsonl" for n in "ab"], NOW)
    assert [(one.id, one.law) for one in outlook.items] == [
        ("n1", "us-take-it-down"),
        ("n2", None),
    ]
    assert outlook.silent == {"jurisdiction not given": 1}


def test_a_day_of_receipt_lies_in_the_zone_of_its_header(found) -> None:
    day = {"received_at": "2026-10-24"}  # it ends with summer time in Dublin, at 01:00 UTC
    (one,) = found(day, header={"time_zone": "Europe/Dublin"}).items
    assert one.due == datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert one.latest == datetime(2026, 10, 26, 22, 59, 59, tzinfo=UTC)
    (one,) = found({"received_at": "2026-10-25"}, header={"time_zone": "Europe/Dublin"}).items
    assert one.due == datetime(2026, 10, 26, 23, tzinfo=UTC)
    assert one.latest == datetime(2026, 10, 27, 23, 59, 59, tzinfo=UTC)  # a day of 25 hours
    (one,) = found({"received_at": "2026-11-29"}, header={"time_zone": "Asia/Kolkata"}).items
    assert one.due == datetime(2026, 11, 30, 18, 30, tzinfo=UTC)
    (one,) = found({"received_at": "2026-11-29"}, header={"time_zone": "No/Zone"}).items
    assert one.due == datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "stands"),
    [
        ("2026-11-28T12:00:00Z", ("US", "us-take-it-down", "open", 0)),
        ("2026-11-28T11:59:59Z", ("US", "us-take-it-down", "late", -1)),
        ("2026-05-19T00:00:00Z", ("US", "us-take-it-down", "late", -4644)),
        ("2026-05-18T23:59:59Z", ("US", None, "no_limit", None)),  # before the law was in force
    ],
)
def test_the_second_of_the_end_is_still_in_time(
    found, received: str, stands: tuple[str, str | None, str, int | None]
) -> None:
    assert stand(found({"received_at": received})) == [stands]


def test_a_limit_runs_over_the_end_of_a_year(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    rows = [HEADER, REQUEST | {"received_at": "2026-12-30T18:00:00Z"}]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    now = datetime(2026, 12, 31, 12, tzinfo=UTC)
    (one,) = open_requests([path], now)[0].items
    assert one.due == datetime(2027, 1, 1, 18, tzinfo=UTC)
    assert one.hours_left(now) == 30


def test_what_comes_later_that_day_has_not_come_yet(found) -> None:
    acted = {"received_at": "2026-11-28T10:00:00Z", "outcome": "acted"}
    later, earlier = "2026-11-30T20:00:00Z", "2026-11-30T09:00:00Z"
    late = found(acted | {"decided_at": later, "removed_at": later})
    assert stand(late) == [("US", "us-take-it-down", "late", -2)]
    assert found(acted | {"decided_at": earlier, "removed_at": earlier}).items == []
    assert found(acted | {"decided_at": later, "removed_at": earlier}).items == []
    refused = acted | {"outcome": "no_action", "decided_at": later}
    assert stand(found(refused)) == [("US", "us-take-it-down", "late", -2)]


def test_an_order_on_terrorist_content_has_one_hour(found) -> None:
    order = {"kind": "act", "state": "FR", "legal_basis": "Regulation (EU) 2021/784, Article 3"}
    base = {"kind": "authority_order", "requester": None, "harm": {"primary": "terrorism.content"}}
    base |= {"received_at": "2026-11-30T11:00:00Z", "order": order}
    other = base | {"order": order | {"legal_basis": "Article 10 Loi 2004-575"}}
    india = base | {"order": order | {"state": "IN"}}
    inform = base | {"order": order | {"kind": "inform"}}
    bare = base | {"order": {"kind": "act", "state": "FR"}}
    assert stand(found(base)) == [("EU", "eu-terrorist-content", "open", 0)]
    late = base | {"received_at": "2026-11-30T10:59:59Z"}
    assert stand(found(late)) == [("EU", "eu-terrorist-content", "late", -1)]
    for change in (other, inform, bare):
        assert stand(found(change)) == [("FR", None, "no_limit", None)]
    assert [one.law for one in found(india).items] == ["in-order"]
    waits = base | {"outcome": "refused", "refusal_reason": "not_possible"}
    assert found(waits).items == []


def test_a_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        open_requests([tmp_path / "none.jsonl"], NOW)
