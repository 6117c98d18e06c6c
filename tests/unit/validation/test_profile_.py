import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest

from harmscope.validation import validate
from harmscope.validation.fields import fields
from harmscope.validation.profile_ import DAY_OF, DELAYS_OF, KindProfile, Profile

CASES = Path(__file__).parents[2] / "cases"


def notice(**members: object) -> dict[str, object]:
    return {"record": "notice", "notice_id": "n", "received_at": "2026-01-01", **members}


def seen(*rows: dict[str, object], kind: str | None = None) -> Profile:
    profile = Profile(kind)
    for row in rows:
        profile.see(row)
    return profile


def test_members_are_counted_by_record() -> None:
    profile = seen(notice(outcome="acted"), notice()).kinds["notice"]
    assert (profile.records, profile.given["outcome"], profile.given["received_at"]) == (2, 1, 2)


def test_members_of_items_are_counted_among_items() -> None:
    decisions = [{"id": "1", "decided_at": "2026-01-01"}, {"id": "2"}]
    profile = seen({"record": "incident", "decisions": decisions}).kinds["incident"]
    assert profile.bases["decisions.*"] == 2
    assert profile.given["decisions.*.decided_at"] == 1


def test_names_out_of_the_data_are_not_kept() -> None:
    profile = seen(notice(Zebra17=1, native=[{"Zebra17": 1}])).kinds["notice"]
    assert "Zebra17" not in repr(profile)


def test_delays_and_days() -> None:
    row = notice(decided_at="2026-01-03", acknowledged_at="2026-01-01")
    profile = seen(row, notice(received_at="1066-01-01"), {"record": "notice"}).kinds["notice"]
    assert profile.delays["From receipt to decision"] == {"week": 1}
    assert profile.delays["From receipt to acknowledgement"] == {"same_day": 1}
    assert profile.days == {date(2026, 1, 1): 1}
    assert (profile.outside, profile.undated) == (1, 1)


def test_a_row_of_the_database_is_read_as_its_request() -> None:
    row = {"content_date": "2026-01-01 00:00:00", "application_date": "2026-01-02 00:00:00"}
    profile = seen(row | {"puid": ""}, kind="dsa-sor").kinds["dsa-sor"]
    assert profile.days == {date(2026, 1, 2): 1}
    assert profile.given["puid"] == 0


def test_two_halves_make_the_whole() -> None:
    rows = [notice(decided_at=f"2026-01-{day:02}") for day in range(1, 9)]
    whole, half = seen(*rows), seen(*rows[:3])
    half.merge(pickle.loads(pickle.dumps(seen(*rows[3:]))))
    assert half.kinds == whole.kinds


def test_any_number_of_days_takes_bounded_room() -> None:
    day = date(2026, 1, 1)
    profile = seen(*(notice(received_at=str(day + timedelta(n * 900))) for n in range(400)))
    counted = profile.kinds["notice"]
    assert counted.outside == 400 - len(counted.days)
    assert max(counted.days).year <= 2099


@pytest.mark.parametrize("kind", sorted(DAY_OF))
def test_what_is_looked_at_exists(kind: str) -> None:
    named = {*DAY_OF[kind], *(p for _, a, b in DELAYS_OF[kind] for p in (*a, *b))}
    assert named <= fields(kind).keys()


def test_a_run_fills_it() -> None:
    profile = Profile()
    validate([CASES / "HS102" / "good.jsonl"], keep=profile.see)
    assert isinstance(profile.kinds["incident"], KindProfile)
    assert profile.kinds["dataset"].records == 1
