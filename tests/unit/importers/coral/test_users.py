import pytest

from harmscope.importers.coral import SYSTEM


def user(**history):
    status = {name: {"history": rows} for name, rows in history.items()}
    return {"id": "310", "role": "COMMENTER", "status": status}


def test_a_suspension_ends_as_planned(tell):
    span = {"start": "2026-07-10T10:00:00Z", "finish": "2026-07-13T10:00:00Z"}
    event = tell(SYSTEM, user(suspension=[{"id": "1", "from": span, "createdBy": "4"}])).only
    (action,) = event.members["actions"]
    assert action == {"kind": "account.suspended", "ends_at": "2026-07-13T10:00:00Z"}


def test_a_suspension_can_be_lifted(tell):
    row = {
        "id": "1",
        "from": {},
        "createdAt": "2026-07-10T10:00:00Z",
        "modifiedAt": "2026-07-11T10:00:00Z",
    }
    assert tell(SYSTEM, user(suspension=[row])).of("reversal").target == ("suspensions", "1")


@pytest.mark.parametrize(
    ("sites", "kind"), [(None, "account.terminated"), (["1"], "account.restricted")]
)
def test_bans(tell, sites, kind):
    row = {"active": True, "createdAt": "2026-07-10T10:00:00Z", "siteIDs": sites}
    assert tell(SYSTEM, user(ban=[row])).only.members["actions"] == [{"kind": kind}]


def test_a_ban_is_lifted_and_comments_are_held(tell):
    rows = [{"active": on, "createdAt": f"2026-07-1{on:d}T10:00:00Z"} for on in (True, False)]
    assert {one.kind for one in tell(SYSTEM, user(ban=rows)).events} == {"decision", "reversal"}
    assert tell(SYSTEM, user(premod=rows[:1])).only.members["actions"] == [
        {"kind": "account.restricted"}
    ]


def test_a_warning_counts_once(tell):
    rows = [{"active": on, "createdAt": f"2026-07-1{on:d}T10:00:00Z"} for on in (True, False)]
    told = tell(SYSTEM, user(warning=rows))
    assert told.only.members["actions"] == [{"kind": "account.warned"}]
    assert told.task.skipped.total() == 1


def test_a_user_without_a_measure_is_skipped(tell):
    assert tell(SYSTEM, user()).task.skipped.total() == 1
