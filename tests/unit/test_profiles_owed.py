"""When a report is owed, as a profile's file says it."""

from datetime import date

import pytest

from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.profiles import load
from harmscope.profiles.owed import owed_of
from harmscope.taxonomy.terms import Term

DUTY = {"id": "a", "who": "b", "jurisdiction": "EU", "source": "c", "certainty": "seen"}
RUNNING = DUTY | {"every": 6, "first": date(2026, 1, 1)}


def test_periods_follow_each_other() -> None:
    (duty,) = owed_of("p", {"owed": [RUNNING | {"within_months": 2}]})
    assert duty.within == Term(2, "months")
    assert list(duty.deadlines(date(2026, 7, 1))) == [
        (parse_period("2026-H1"), date(2026, 8, 30)),
        (parse_period("2026-H2"), date(2027, 2, 28)),
    ]
    assert list(duty.deadlines(date(2025, 12, 31))) == []


def test_dates_that_a_source_names() -> None:
    named = {"dates": [{"period": "2026-H1", "due": date(2026, 7, 1)}]}
    (duty,) = owed_of("p", {"owed": [DUTY | named]})
    assert list(duty.deadlines(date(2026, 1, 1))) == [(parse_period("2026-H1"), date(2026, 7, 1))]
    assert list(duty.deadlines(date(2025, 12, 31))) == []


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("x", "no list"),
        ([RUNNING | {"extra": 1}], "unknown member"),
        ([{name: text for name, text in RUNNING.items() if name != "source"}], "source is missing"),
        ([RUNNING | {"certainty": "sure"}], "certainty is not known"),
        ([DUTY], "periods are not said"),
        ([RUNNING | {"dates": []}], "periods are not said, or said twice"),
        ([RUNNING | {"every": 0}], "periods are not said"),
        ([RUNNING | {"within_days": "2"}], "within_days is no whole number"),
        ([DUTY | {"dates": [{"period": "2026-H1"}]}], "names no day"),
        ([DUTY | {"dates": [{"period": "soon", "due": date(2026, 7, 1)}]}], "names no period"),
    ],
)
def test_what_is_wrong_is_named(table: object, fault: str) -> None:
    with pytest.raises(UserError, match=fault):
        owed_of("p", {"owed": table})


def test_shipped_duties_have_a_source() -> None:
    found = [
        one
        for name in ("dsa-harmonised", "ny-s895b", "india-monthly", "eu-tco")
        for one in load(name).owed
    ]
    assert len(found) == 6
    assert all(one.source for one in found)
    assert load("core").owed == ()
