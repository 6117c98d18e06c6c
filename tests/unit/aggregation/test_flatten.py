"""What an appeal is against."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from harmscope.aggregation.collect import Collector
from harmscope.aggregation.flatten import acts, against, restricts_anew
from harmscope.aggregation.parts import Setting
from harmscope.times import day_number

CASE: dict[str, Any] = {
    "detection": {"source": "trusted_flagger"},
    "decisions": [
        {"id": "d1", "actions": [{"kind": "account.suspended"}, {"kind": "visibility.removed"}]},
        {"id": "d2"},
    ],
}


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"decision": "d1"}, "account"),
        ({"decision": "d2"}, "trusted_flagger_notice_refused"),
        ({"no_action_on": "n1"}, "trusted_flagger_notice_refused"),
        ({"decision": "gone"}, None),
        ({}, None),
    ],
)
def test_against(named: dict[str, str], found: str | None) -> None:
    assert against({"against": named}, CASE) == found


def test_a_refused_notice_of_anybody() -> None:
    appeal = {"against": {"no_action_on": "n1"}}
    found = {
        source: against(appeal, {"detection": {"source": source}})
        for source in ("legal_notice", "user_flag", "removal_request", "unknown")
    }
    assert found == {
        "legal_notice": "notice_refused",
        "user_flag": "flag_refused",
        "removal_request": "flag_refused",
        "unknown": None,
    }
    assert against(appeal, {}) is None


def test_a_new_restriction() -> None:
    assert restricts_anew({"resulting_decision": "d1"}, CASE)
    assert not restricts_anew({"resulting_decision": "d2"}, CASE)
    assert not restricts_anew({}, CASE)


Make = Callable[..., dict[str, Any]]


def rows(record: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of a record, with days as whole numbers."""
    collector = Collector(Setting())
    collector.header({}, 1, valid=True)
    collector.take_plain(record["record"], record, b"")
    found = {name: batch.to_pylist() for name, batch in collector.part().tables.items()}
    return {name: [_plain(row) for row in batch] for name, batch in found.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {n: day_number(v) if isinstance(v, date) else v for n, v in row.items()}


def test_an_incident_gives_a_row_in_each_of_its_tables(incident: Make) -> None:
    found = rows(incident(harm={"primary": "ncii.synthetic"}))
    decision = found["decision"][0]
    assert (decision["seq"], decision["harm"], decision["harm_top"]) == (
        0,
        "ncii.synthetic",
        "ncii",
    )
    assert (decision["acts"], decision["on_visibility"], decision["on_account"]) == (
        True,
        True,
        False,
    )
    assert decision["days_from_content"] == 2
    assert found["action"] == [
        {"seq": 0, "no": 0, "kind": "visibility.removed", "dimension": "visibility"}
    ]
    assert found["incident"][0]["acted"] is True


def test_applied_stands_in_for_decided(incident: Make) -> None:
    taken = rows(incident(decisions=[{"id": "d", "applied_at": "1970-01-03"}]))["decision"][0]
    assert (taken["day"], taken["acts"]) == (2, False)


def test_a_decision_without_a_day_stays_without(incident: Make) -> None:
    found = rows(incident(decisions=[{"id": "d"}]))
    assert found["decision"][0]["day"] is None
    assert found["incident"][0]["day"] is None


def test_a_notice_keeps_its_times_apart(notice: Make) -> None:
    row = rows(notice(received_at="2025-07-02T08:00:00Z", decided_at="2025-07-02T09:30:00Z"))
    assert row["notice"][0]["minutes_to_decide"] == 90
    assert row["notice"][0]["days_to_decide"] == 0
    assert row["notice"][0]["days_to_remove"] is None


def test_a_notice_counts_the_items_it_names(notice: Make) -> None:
    assert rows(notice(incident_ids=["a", "b"]))["notice"][0]["items"] == 2
    assert rows(notice(item_count=5))["notice"][0]["items"] == 5
    unsaid = rows(notice())["notice"][0]
    assert (unsaid["items"], unsaid["items_stated"]) == (1, False)


def test_native_codes_keep_scheme_and_parent(incident: Make) -> None:
    under = "STATEMENT_CATEGORY_VIOLENCE"
    natives = [
        {"scheme": "x-lanternfish@3", "code": "Scam"},
        {"scheme": "dsa@v2", "code": "KEYWORD_OTHER", "parent": under, "role": "keyword"},
    ]
    found = rows(incident(native=natives))["native"]
    assert [row["code"] for row in found] == ["Scam", "KEYWORD_OTHER"]
    assert [row["key"] for row in found] == ["not_listed", f"dsa@v2:{under}/KEYWORD_OTHER"]
    assert [row["role"] for row in found] == ["category", "keyword"]


def test_lists_become_labels(incident: Make) -> None:
    record = incident(
        harm={"primary": "hate", "also": ["harassment"]}, facets={"target": ["women"]}
    )
    assert [(row["facet"], row["value"]) for row in rows(record)["label"]] == [
        ("harm", "hate"),
        ("harm", "harassment"),
        ("target", "women"),
    ]


def test_an_appeal_has_its_days(incident: Make) -> None:
    appeal = {
        "id": "a1",
        "against": {"decision": "d1"},
        "channel": "internal",
        "filed_at": "2025-07-05",
        "decided_at": "2025-07-09",
        "outcome": "denied",
    }
    assert rows(incident(appeals=[appeal]))["appeal"][0]["days_to_decide"] == 4


@pytest.mark.parametrize(
    ("decision", "restricts"),
    [
        ({}, False),
        ({"actions": [{"kind": "account.warned"}]}, False),
        ({"actions": [{"kind": "account.warned"}, {"kind": "visibility.removed"}]}, True),
        ({"actions": [{"kind": "account.restricted"}]}, True),
        (
            {"actions": [{"kind": "account.restricted"}], "misuse_reason": "unfounded_notices"},
            False,
        ),
        (
            {"actions": [{"kind": "account.suspended"}], "misuse_reason": "unfounded_notices"},
            True,
        ),
    ],
)
def test_warnings_and_muted_reporters_are_no_restrictions(decision: Any, restricts: bool) -> None:
    assert acts({"id": "d1"} | decision) is restricts
