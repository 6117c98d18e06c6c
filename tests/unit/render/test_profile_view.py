import json
from datetime import date

from harmscope.render.profile_view import Gap, as_dict, as_text, completeness, gaps
from harmscope.validation.profile_ import Profile


def profile() -> Profile:
    made = Profile()
    row = {"record": "notice", "notice_id": "n"}
    made.see(row | {"received_at": "2026-01-01", "outcome": "acted", "decided_at": "2026-01-01"})
    made.see(row | {"received_at": "2026-01-05", "harm": {"primary": "hate"}})
    return made


def test_members_are_whole_partly_or_never_given() -> None:
    found = completeness("notice", profile().kinds["notice"])
    assert "received_at" in found.whole
    assert ("outcome", 1, 2) in found.part
    assert ("harm.primary", 1, 2) in found.part
    assert "requester" in found.never
    assert not [path for path in found.never if path.startswith("requester.")]


def test_gaps_lie_between_days() -> None:
    days = {date(2026, 1, day): 1 for day in (1, 2, 5, 9)} | {date(2026, 1, 12): 0}
    found = gaps(days)
    assert found == [
        Gap(date(2026, 1, 3), date(2026, 1, 4)),
        Gap(date(2026, 1, 6), date(2026, 1, 8)),
    ]
    assert [gap.days for gap in found] == [2, 3]
    assert gaps({}) == []


def test_as_text() -> None:
    lines = as_text(profile())
    assert lines[0] == "accepted notice records: 2"
    assert "  outcome: given in 1 of 2" in lines
    assert "    the same day, hour not known: 1" in lines
    assert "    longest gap: 2026-01-02 to 2026-01-04 (3 days)" in lines


def test_as_json() -> None:
    found = json.loads(json.dumps(as_dict(profile())))["notice"]
    assert found["members"]["outcome"] == {"given": 1, "of": 2}
    assert found["days"] == {"2026-01-01": 1, "2026-01-05": 1}
    assert found["gaps"] == [{"first": "2026-01-02", "last": "2026-01-04"}]
    assert "order.kind" in found["members"]


def test_nothing_seen_says_nothing() -> None:
    assert as_text(Profile()) == []
    assert as_dict(Profile()) == {}
