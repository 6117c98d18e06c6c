from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.disclosure.anonymity import classes_of, key_of, plan, small

K = 3
NOTICES = st.fixed_dictionaries(
    {
        "record": st.just("notice"),
        "service": st.just("Lanternfish"),
        "kind": st.sampled_from(["user_flag", "legal_notice"]),
        "received_at": st.sampled_from(["2025-01-01", "2025-02-01", "2025-07-01"]),
    },
    optional={
        "languages": st.sampled_from([["de"], ["fr"], ["mt"]]),
        "harm": st.sampled_from([{"primary": "ncii"}, {"primary": "ncii.synthetic"}]),
    },
)


def notice(**members: Any) -> dict[str, object]:
    return {
        "record": "notice",
        "service": "Lanternfish",
        "kind": "user_flag",
        "received_at": "2025-07-01",
        **members,
    }


def released(records: list[dict[str, object]]) -> list[dict[str, object]]:
    made = plan(classes_of(records), K)
    return [found for record in records if (found := made.apply(record)) is not None]


@given(records=st.lists(NOTICES, max_size=30))
def test_nobody_who_is_released_stands_alone(records: list[dict[str, object]]) -> None:
    found = released(records)
    assert small(classes_of(found), K) == 0
    assert plan(classes_of(records), K).withheld == len(records) - len(found)


def test_detail_is_given_up_only_where_few_are_alike() -> None:
    common = [notice(languages=["de"])] * K
    rare = [notice(languages=["mt"]), notice(languages=["fr"]), notice()]
    found = released([*common, *rare])
    assert found == [*common, *([notice()] * K)]
    assert plan(classes_of([*common, *rare]), K).taken == {"languages": 2}


def test_who_stays_alone_is_withheld() -> None:
    alone = notice(kind="legal_notice")
    made = plan(classes_of([notice()] * K + [alone]), K)
    assert made.withheld == 1
    assert made.apply(alone) is None


def test_outcomes_are_no_part_of_a_class() -> None:
    assert key_of(notice(outcome="acted")) == key_of(notice(outcome="refused"))
    assert key_of(notice(languages=["de"])) != key_of(notice())


@pytest.mark.parametrize(("counts", "few"), [({"a": 2, "b": 3}, 2), ({"a": 3}, 0), ({}, 0)])
def test_small_classes_are_counted_in_records(counts: dict[str, int], few: int) -> None:
    assert small(Counter(counts), K) == few
