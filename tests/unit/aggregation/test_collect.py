"""What is remembered changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.aggregation.collect import Collector
from harmscope.aggregation.parts import Setting, State
from schema_records import records

Record = dict[str, Any]
Make = Callable[..., Record]


def tables(found: list[Record], together: bool) -> dict[str, list[Record]]:
    """The rows of records, taken by one collector or each by one of its own."""
    rows: dict[str, list[Record]] = {}
    collector = Collector(Setting())
    for number, record in enumerate(found):
        collector = collector if together else Collector(Setting())
        collector.state = State(begun=True, headed=True, jurisdictions=("US",))
        collector.take_plain(record["record"], record, b"")
        for name, batch in collector.part().tables.items():
            rows.setdefault(name, []).extend(row | {"seq": number} for row in batch.to_pylist())
    return rows


@given(st.lists(st.one_of(records("incident"), records("notice")), max_size=6))
def test_records_give_the_same_rows_whatever_came_before_them(found: list[Record]) -> None:
    twice = [*found, *found]
    assert tables(twice, together=True) == tables(twice, together=False)


@pytest.mark.parametrize(
    "change",
    [
        {"detection": {"source": "user_flag", "method": "hash_match", "automated": True}},
        {"facets": {"mode": "depiction", "legality": "law", "suitability_tier": "adult"}},
        {"consent": {"creation": "yes", "distribution": "no", "licence_ref": "7"}},
        {"generation": {"ai_involvement": "full", "surface": "chat"}},
        {"provenance": {"c2pa_state": "valid", "visible_label": "yes"}},
        {"harm": {"primary": "ncii.synthetic", "also": ["fraud.scam"]}},
        {"content": {"languages": ["de"], "territory": ["FR"], "medium": ["text"]}},
        {"native": [{"scheme": "own@1", "code": "a"}]},
        {"no_harm": "authorised"},
        {"notice_ids": ["n"]},
        {"reach": {"views_before_action": 7}},
        {"origin": "remote", "account_type": "business"},
        {"decisions": [{"id": "d", "item_count": 3, "actions": [{"kind": "account.warned"}]}]},
    ],
)
def test_every_member_that_matters_tells_cases_apart(incident: Make, change: Record) -> None:
    found = [incident("a"), incident("b", **change), incident("a")]
    assert tables(found, together=True) == tables(found, together=False)


def test_a_header_behind_a_row_is_refused_and_counts_for_nothing(header: Make) -> None:
    collector = Collector(Setting())
    collector.leave_out("HS001", readable=False)
    collector.header(header(), 2, valid=True)
    collector.header(header(), 3, valid=True)
    assert collector.part().refused == ("misplaced", 3)
