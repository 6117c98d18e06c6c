""""""

from collections import Counter

import pytest

from harmscope.rules.ruleset import load_ruleset
from harmscope.validation.dataset_checks import (
    SuccessionFault,
    Successions,
    broken_rules,
    link,
    stated_records,
)
from harmscope.validation.duplicates import key_of
from harmscope.validation.statistics import Statistics


def linked(*pairs: tuple[str, str]) -> Successions:
    made = Successions()
    for line, (new, old) in enumerate(pairs, 1):
        made.add(0, list(link("notice", new, old, (line, line * 10), accepted=True)))
    return made


def all_of(keys: set[bytes]) -> set[bytes]:
    return keys


def places(found: list[SuccessionFault]) -> list[tuple[int, str, int]]:
    return [(fault.line, fault.rule, fault.length) for fault in found]


@pytest.mark.parametrize("old", [None, 1, "n"])
def test_what_supersedes_nothing_or_itself_leaves_no_link(old: object) -> None:
    assert list(link("notice", "n", old, (1, 0), accepted=True)) == []


def test_a_chain_is_no_cycle() -> None:
    assert linked(("c", "b"), ("b", "a")).faults(all_of) == []


def test_every_record_of_a_cycle_is_named_and_what_leads_into_it_is_not() -> None:
    found = linked(("d", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("x", "y"), ("y", "x"))
    assert places(found.faults(all_of)) == [
        (2, "HS223", 3),
        (3, "HS223", 3),
        (4, "HS223", 3),
        (5, "HS223", 2),
        (6, "HS223", 2),
    ]


def test_an_id_that_is_not_there() -> None:
    there = {key_of("notice", name) for name in "ab"}
    found = linked(("b", "a"), ("c", "z")).faults(lambda keys: keys & there)
    assert places(found) == [(2, "HS224", 0)]


def test_ids_of_other_kinds_are_other_ids() -> None:
    made = linked(("a", "b"))
    made.add(0, list(link("incident", "b", "a", (2, 0), accepted=True)))
    assert made.faults(all_of) == []


def test_too_many_links_are_not_looked_at() -> None:
    made = Successions(most=1)
    one = list(link("notice", "n", "m", (1, 0), accepted=True))
    made.add(0, one)
    assert not made.full
    made.add(0, one)
    assert made.full
    assert made.faults(lambda keys: set()) == []


LIMITS = load_ruleset().thresholds


def codes(statistics: Statistics) -> list[str]:
    return [code for code, _ in broken_rules(statistics, LIMITS)]


def test_few_records_are_not_judged_by_shares() -> None:
    assert codes(Statistics(Counter(records=99, other=99))) == []


def test_a_share_has_to_be_above_its_limit() -> None:
    usual = {"records": 100, "language": 100, "categorised": 100, "keyword": 100}
    assert codes(Statistics(Counter(**usual, other=25))) == []
    found = list(broken_rules(Statistics(Counter(**usual, other=26)), LIMITS))
    assert found == [("HS206", "26 of 100, 26.0 %")]


def test_a_gap_and_a_peak() -> None:
    days = Counter({f"2026-01-{day:02d}": 10 for day in range(1, 32)})
    days["2026-02-20"] = 10
    days["2026-01-05"] = 300
    counts = Counter(records=1000, language=1000, keyword=1000)
    found = dict(broken_rules(Statistics(counts, days=days), {**LIMITS, "many": 2000}))
    assert found == {
        "HS215": "300 on 2026-01-05, usually 10",
        "HS216": "19 days after 2026-01-31",
    }


def test_strangers_among_the_services_are_counted_and_not_named() -> None:
    statistics = Statistics(services=Counter(A=2, B=3), headers=[{"service": "A"}])
    assert list(broken_rules(statistics, LIMITS)) == [("HS219", "3 of 5 records")]
    assert codes(Statistics(services=Counter(A=2, B=3), headers=[{}])) == []


def test_records_outside_the_period() -> None:
    header: dict[str, object] = {"period": {"start": "2026-01-01", "end": "2026-01-31"}}
    statistics = Statistics(days=Counter({"2026-01-31": 2, "2026-02-01": 1}), headers=[header])
    assert list(broken_rules(statistics, LIMITS)) == [("HS220", "1 of 3 records with a day")]


def test_what_headers_say_counts_only_where_each_says_it() -> None:
    one: dict[str, object] = {"counts": {"read": 3, "written": 2}}
    assert stated_records([one, one]) == 4
    assert stated_records([one, {}]) is None
    assert stated_records([]) is None
