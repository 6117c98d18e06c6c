import pytest

from harmscope.errors import UserError
from harmscope.importers.coop import SYSTEM
from harmscope.importers.entry import BadRow
from harmscope.importers.own_codes import OwnCodes

OWN = OwnCodes(actions={"Delete": "visibility.removed", "Ban": "account.terminated"})
ROW = {
    "Decisions": '["Delete","Ban"]',
    "Policies": "[]",
    "Reviewer": "Planted Name",
    "Queue": "Default",
    "Decision Time": "03/02/26 01:00:00\u202fPM",
    "Decision Reason": "",
    "Link": "https://coop.example/recent?jobId=abc",
}


def test_a_decision_can_do_several_things(tell):
    event = tell(SYSTEM, ROW, own=OWN).only
    assert [one["kind"] for one in event.members["actions"]] == [
        "visibility.removed",
        "account.terminated",
    ]
    assert event.ref == ("recent", "abc")


@pytest.mark.parametrize("space", [" ", "\u202f", "\u00a0"])
def test_times_are_utc_whatever_the_space(tell, space):
    row = ROW | {"Decision Time": f"03/02/26 01:00:00{space}PM"}
    assert tell(SYSTEM, row, own=OWN).only.at.startswith("2026-03-02T13:00:00")


def test_ignore_is_no_action(tell):
    assert not tell(SYSTEM, ROW | {"Decisions": '["Ignore"]'}, own=OWN).only.restricts


@pytest.mark.parametrize(("link", "id_"), [("https://coop.example/jobs/j9/view", "j9"), ("", None)])
def test_the_job_is_in_the_link(tell, link, id_):
    found = tell(SYSTEM, ROW | {"Link": link}, own=OWN).only.ref[1]
    assert found == id_ if id_ else len(found) == 64


def test_a_broken_time_is_refused(tell):
    with pytest.raises(BadRow):
        tell(SYSTEM, ROW | {"Decision Time": "2 March"}, own=OWN)


def test_skips_are_skipped(tell):
    row = {name: ROW[name] for name in ("Reviewer", "Queue", "Decision Time", "Link")}
    assert not tell(SYSTEM, row).events


def test_both_logs_together_are_refused(tell):
    row = {
        "action_id": "a",
        "action_name": "Delete",
        "correlation_id": "c",
        "ts": "2026-03-02 10:00:00",
        "item_id": "x",
    }
    with pytest.raises(UserError, match="both"):
        tell(SYSTEM, ROW, row, own=OWN)
