from harmscope.render.html.validation_data import Chart, KindView, kind_views
from harmscope.validation.profile_ import Profile


def views(*rows: dict[str, object]) -> list[KindView]:
    profile = Profile()
    for row in rows:
        profile.see(row)
    return kind_views(profile)


def notice(day: str, **members: object) -> dict[str, object]:
    return {"record": "notice", "notice_id": "n", "received_at": day, **members}


def chart(view: KindView, name: str) -> Chart:
    return next(one for one in view.charts if one.id == f"notice-{name}")


def test_kinds_come_by_number_and_headers_are_left_out() -> None:
    found = views({"record": "dataset"}, {"record": "incident"}, *[notice("2026-01-01")] * 2)
    assert [(one.title, one.records) for one in found] == [("Notices", 2), ("Incidents", 1)]


def test_members_given_in_part_are_drawn() -> None:
    (view,) = views(notice("2026-01-01", outcome="acted"), notice("2026-01-01"))
    assert chart(view, "members").rows == [("outcome", "1", "2")]
    assert "50.0 %" in chart(view, "members").drawn


def test_delays_are_drawn_from_the_first_class_to_the_last() -> None:
    days = ("2026-01-01", "2026-01-05")
    (view,) = views(*(notice("2026-01-01", decided_at=day) for day in days))
    rows = chart(view, "delay-1").rows
    assert [row[0] for row in rows] == [
        "the same day, hour not known",
        "under 1 hour",
        "1 to 24 hours",
        "1 to 2 days",
        "2 to 7 days",
    ]
    assert [row[1] for row in rows] == ["1", "0", "0", "0", "1"]


def test_gaps_are_said_in_words() -> None:
    (view,) = views(notice("2026-01-01"), notice("2026-01-04"), notice("2026-01-06"))
    note = chart(view, "days").note
    assert "3 days in between have no record" in note
    assert "2 January 2026 to 3 January 2026, 5 January 2026" in note


def test_many_gaps_are_counted_and_the_longest_named() -> None:
    rows = [notice(f"2026-{month:02}-{day:02}") for month in (1, 2) for day in range(1, 28, 2)]
    (view,) = views(*rows)
    assert "gaps; the longest:" in chart(view, "days").note


def test_records_without_a_usable_day_are_said() -> None:
    (view,) = views(notice("2026-01-01"), {"record": "notice"})
    assert "1 record without a usable day is not drawn" in chart(view, "days").note


def test_long_times_have_several_days_in_a_column() -> None:
    (view,) = views(notice("2020-01-01"), notice("2026-01-01"))
    assert "Each column holds 11 days" in chart(view, "days").note
