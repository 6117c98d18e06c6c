""""""

from collections import Counter

import pytest

from harmscope.rules.ruleset import load_ruleset
from harmscope.validation.previous import against, turned, unasked
from harmscope.validation.statistics import MOST_VALUES, Statistics, Tallies

LIMITS = {"flip_tolerance": 0.05, "flip_distance": 0.2}


@pytest.mark.parametrize(
    ("now", "then", "found"),
    [
        (0.9, 0.1, True),
        (0.08, 0.9, True),
        (0.9, 0.9, False),
        (0.55, 0.45, False),
        (0.9, 0.2, False),
    ],
)
def test_a_share_and_its_complement(now: float, then: float, found: bool) -> None:
    assert turned(now, then, LIMITS) is found


LIMITS_OF_PREVIOUS_RECORDS = load_ruleset().thresholds
H2, H1 = ("2025-07-01", "2025-12-31"), ("2026-01-01", "2026-06-30")
CODE = "KEYWORD_HATE_SPEECH"


def statistics(
    span: tuple[str, str] | None, records: int = 1000, **fields: dict[str, int]
) -> Statistics:
    tallies = {(name, value): n for name, values in fields.items() for value, n in values.items()}
    made = Statistics(Counter(records=records), tallies=Tallies(Counter(tallies)))
    if span:
        made.headers.append({"period": {"start": span[0], "end": span[1]}})
    return made


def found(now: Statistics, then: Statistics) -> list[tuple[str, str]]:
    return list(against(now, then, LIMITS_OF_PREVIOUS_RECORDS))


def test_a_flag_that_was_turned_round() -> None:
    then = statistics(H2, detected={"Yes": 950, "No": 50})
    assert found(statistics(H1, detected={"Yes": 60, "No": 940}), then) == [
        ("HS231", "detected by machine: 95.0% before, 6.0% now")
    ]
    assert found(statistics(H1, detected={"Yes": 900, "No": 100}), then) == []
    assert found(statistics(H1, detected={"Yes": 6, "No": 84}), then) == []


def test_periods_that_do_not_follow_each_other() -> None:
    (gap,) = found(statistics(("2026-02-01", "2026-06-30")), statistics(H2))
    assert gap == ("HS233", "starts 2026-02-01, the one before ended 2025-12-31: 31 days between")
    (lap,) = found(statistics(H2), statistics(H2))
    assert lap[0] == "HS233"


def test_a_field_that_became_constant() -> None:
    now, then = statistics(H1), statistics(H2)
    now.values, then.values = {"source": ["a"]}, {"source": ["a", "b"]}
    assert found(now, then) == [("HS235", "source")]
    assert found(then, then)[1:] == found(now, now)[1:] == []


def test_volumes_are_compared_by_day() -> None:
    january = statistics(("2026-01-01", "2026-01-31"), 1000, codes={CODE: 1000})
    assert found(january, statistics(H2, 1000, codes={CODE: 900})) == []
    named = found(january, statistics(H2, 500, codes={CODE: 400, "own": 20}))
    assert named == [
        ("HS234", "all cases: 2.7 a day before, 32.3 now"),
        ("HS234", f"{CODE}: 2.2 a day before, 32.3 now"),
    ]


def test_without_a_period_the_days_of_the_records_count() -> None:
    now, then = statistics(None), statistics(None)
    now.days = Counter({"2026-01-01": 500, "2026-01-02": 500})
    then.days = Counter({"2025-12-01": 500, "2025-12-31": 500, "": 3})
    assert found(now, then) == [("HS234", "all cases: 32.3 a day before, 500.0 now")]


def test_codes_that_came_and_went_and_only_shipped_ones_are_named() -> None:
    then = statistics(H2, codes={CODE: 500, "x": 10})
    now = statistics(H1, codes={"Zebra17": 500})
    assert found(now, then) == [
        ("HS236", f"{CODE}: 500 before"),
        ("HS237", "a code of your own: 500 now"),
    ]


def test_what_cannot_be_asked_is_told() -> None:
    assert unasked(statistics(H1), statistics(H2), LIMITS_OF_PREVIOUS_RECORDS) == {}
    assert unasked(statistics(None), statistics(H2), LIMITS_OF_PREVIOUS_RECORDS).keys() == {"HS233"}
    few = unasked(statistics(H1, 3), statistics(H2), LIMITS_OF_PREVIOUS_RECORDS)
    assert few.keys() == {"HS231", "HS234", "HS235", "HS236", "HS237"}


@pytest.mark.parametrize("full", [0, 1])
def test_too_many_codes_are_not_compared(full: int) -> None:
    now, then = statistics(H1, codes={CODE: 500}), statistics(H2, codes={"y": 500})
    (now, then)[full].tallies.counts["codes", ""] = MOST_VALUES
    assert found(now, then) == []
    assert unasked(now, then, LIMITS_OF_PREVIOUS_RECORDS).keys() == {"HS234", "HS236", "HS237"}
