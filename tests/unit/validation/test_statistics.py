""""""

import json
import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest

from harmscope.validation import statistics, validate
from harmscope.validation.identify import view
from harmscope.validation.schemas import field_paths
from harmscope.validation.statistics import (
    DAY_OF,
    DELAYS_OF,
    KindProfile,
    Profile,
    Statistics,
    Tallies,
)


def made_of(*taken: tuple[str, dict[str, int]]) -> Tallies:
    made = Tallies()
    for name, times in taken:
        made.take(name, times)
    return made


def test_values_are_counted_by_field() -> None:
    made = made_of(("codes", {"a": 3, "b": 3}), ("codes", {"a": 2}), ("detected", {"Yes": 3}))
    assert made.of("codes") == {"a": 5, "b": 3}
    assert made.of("detected") == {"Yes": 3}
    assert made.of("source") == {}


def test_two_halves_are_one_whole() -> None:
    one, other = made_of(("codes", {"a": 1})), made_of(("codes", {"b": 2}))
    one.merge(other)
    assert one == made_of(("codes", {"a": 1, "b": 2}))


def test_too_many_values_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "MOST_VALUES", 1)
    made = made_of(("codes", {"a": 1}), ("codes", {"b": 2}), ("codes", {"a": 4}))
    assert made.of("codes") == {"a": 5, "": 2}


INCIDENT: dict[str, object] = {
    "service": "Example",
    "native": [{"scheme": "dsa@v2", "code": "KEYWORD_HATE_SPEECH"}],
    "content": {"medium": ["text"], "created_at": "2026-01-05"},
    "decisions": [{"id": "d", "decided_at": "2026-01-05", "automation": "none", "ground": "law"}],
    "source": {"filed_at": "2026-02-15"},
}


def seen(*rows: tuple[str, dict[str, object]]) -> Statistics:
    statistics = Statistics()
    for kind, row in rows:
        if kind == "dataset":
            statistics.see_header(row)
        else:
            statistics.see(kind, view(kind, row))
    return statistics.settle()


def test_an_incident_is_counted_by_what_it_says() -> None:
    counts = seen(("incident", INCIDENT)).counts
    assert counts["records"] == counts["instant"] == counts["manual_instant"] == 1
    assert counts["illegal"] == counts["keyword"] == 1
    assert (counts["late_30"], counts["late_60"]) == (1, 0)
    assert (counts["language"], counts["synthetic"], counts["trusted"]) == (0, 0, 0)


def test_a_statement_is_counted_as_its_dump_writes_it() -> None:
    row: dict[str, object] = {
        "category": "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
        "category_specification": "[]",
        "content_type": '["CONTENT_TYPE_SYNTHETIC_MEDIA"]',
        "content_date": "2026-01-05 00:00:00",
        "application_date": "2026-01-06 00:00:00",
        "created_at": "2026-01-06 10:11:12",
        "source_type": "SOURCE_TRUSTED_FLAGGER",
    }
    statistics = seen(("dsa-sor", row))
    assert (
        statistics.counts["other"]
        == statistics.counts["synthetic"]
        == statistics.counts["trusted"]
        == 1
    )
    assert (statistics.counts["keyword"], statistics.counts["instant"]) == (0, 0)
    assert statistics.days == {"2026-01-06": 1}


def test_two_halves_of_records_are_one_whole() -> None:
    other: dict[str, object] = {**INCIDENT, "service": "Other", "content": {"medium": ["image"]}}
    header: dict[str, object] = {"service": "Example", "time_zone": "UTC"}
    whole = seen(("dataset", header), ("incident", INCIDENT), ("incident", other))
    half = seen(("dataset", header), ("incident", INCIDENT))
    half.merge(seen(("incident", other)))
    assert half == whole
    assert whole.headers == [{"service": "Example"}]


def test_only_two_values_of_a_field_are_kept() -> None:
    rows = [{**INCIDENT, "content": {"medium": [name]}} for name in ("a", "b", "c", "b")]
    statistics = seen(*(("incident", row) for row in rows))
    assert len(statistics.values["medium"]) == 2


def test_who_detected_is_counted_by_value() -> None:
    machine: dict[str, object] = {**INCIDENT, "detection": {"automated": True}}
    statistics = seen(("incident", machine), ("incident", INCIDENT))
    statistics.merge(seen(("dsa-sor", {"automated_detection": "No"})))
    assert statistics.tallies.of("detected") == {"Yes": 1, "No": 1}


def test_texts_and_marks_of_cases_are_collected() -> None:
    decisions = [{"id": "d", "facts": "A text"}]
    row: dict[str, object] = {
        **INCIDENT,
        "decisions": decisions,
        "source": {"reference": "r1"},
    }
    statistics = seen(("incident", row))
    assert statistics.texts.common()[0].filled == 1
    assert len(statistics.cases) == 2


CASES = Path(__file__).parents[2] / "cases"


def notice(**members: object) -> dict[str, object]:
    return {"record": "notice", "notice_id": "n", "received_at": "2026-01-01", **members}


def seen_of_profile(*rows: dict[str, object], kind: str | None = None) -> Profile:
    profile = Profile(kind)
    for row in rows:
        profile.see(row)
    return profile


def test_members_are_counted_by_record() -> None:
    profile = seen_of_profile(notice(outcome="acted"), notice()).kinds["notice"]
    assert (profile.records, profile.given["outcome"], profile.given["received_at"]) == (2, 1, 2)


def test_members_of_items_are_counted_among_items() -> None:
    decisions = [{"id": "1", "decided_at": "2026-01-01"}, {"id": "2"}]
    profile = seen_of_profile({"record": "incident", "decisions": decisions}).kinds["incident"]
    assert profile.bases["decisions.*"] == 2
    assert profile.given["decisions.*.decided_at"] == 1


def test_names_out_of_the_data_are_not_kept() -> None:
    profile = seen_of_profile(notice(Zebra17=1, native=[{"Zebra17": 1}])).kinds["notice"]
    assert "Zebra17" not in repr(profile)


def test_delays_and_days() -> None:
    row = notice(decided_at="2026-01-03", acknowledged_at="2026-01-01")
    profile = seen_of_profile(row, notice(received_at="1066-01-01"), {"record": "notice"}).kinds[
        "notice"
    ]
    assert profile.delays["From receipt to decision"] == {"week": 1}
    assert profile.delays["From receipt to acknowledgement"] == {"same_day": 1}
    assert profile.days == {date(2026, 1, 1): 1}
    assert (profile.outside, profile.undated) == (1, 1)


def test_a_row_of_the_database_is_read_as_its_request() -> None:
    row = {"content_date": "2026-01-01 00:00:00", "application_date": "2026-01-02 00:00:00"}
    profile = seen_of_profile(row | {"puid": ""}, kind="dsa-sor").kinds["dsa-sor"]
    assert profile.days == {date(2026, 1, 2): 1}
    assert profile.given["puid"] == 0


def test_two_halves_make_the_whole() -> None:
    rows = [notice(decided_at=f"2026-01-{day:02}") for day in range(1, 9)]
    whole, half = seen_of_profile(*rows), seen_of_profile(*rows[:3])
    half.merge(pickle.loads(pickle.dumps(seen_of_profile(*rows[3:]))))
    assert half.kinds == whole.kinds


def test_any_number_of_days_takes_bounded_room() -> None:
    day = date(2026, 1, 1)
    profile = seen_of_profile(
        *(notice(received_at=str(day + timedelta(n * 900))) for n in range(400))
    )
    counted = profile.kinds["notice"]
    assert counted.outside == 400 - len(counted.days)
    assert max(counted.days).year <= 2099


@pytest.mark.parametrize("kind", sorted(DAY_OF))
def test_what_is_looked_at_exists(kind: str) -> None:
    named = {*DAY_OF[kind], *(p for _, a, b in DELAYS_OF[kind] for p in (*a, *b))}
    assert named <= field_paths(kind).keys()


def test_a_run_fills_it() -> None:
    profile = Profile()
    validate([CASES / "HS102" / "good.jsonl"], keep=lambda _, line: profile.see(json.loads(line)))
    assert isinstance(profile.kinds["incident"], KindProfile)
    assert profile.kinds["dataset"].records == 1
