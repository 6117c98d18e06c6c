from harmscope.importers.ozone.actions import ends_at, labels, takedown
from harmscope.importers.ozone.subjects import Subject
from harmscope.importers.times import from_iso

ACCOUNT = Subject("did:plc:x", "did:plc:x", "account")
AT = from_iso("2026-01-05T10:00:00Z")


def test_labels_of_one_effect_are_one_action():
    assert labels(["porn", "sexual"], "") == ([{"kind": "visibility.labelled"}], True)


def test_an_unknown_system_label_is_told():
    actions, known = labels(["!new"], "")
    assert not known
    assert actions[0]["kind"] == "visibility.other"


def test_a_takedown_for_a_time_ends(entry):
    end = ends_at(AT, entry(durationInHours=48))
    assert takedown(ACCOUNT, end) == {
        "kind": "account.suspended",
        "ends_at": "2026-01-07T10:00:00Z",
    }


def test_a_duration_that_is_none_has_no_end(entry):
    for hours in (0, -1, True, "24", None, 10**9):
        assert ends_at(AT, entry(durationInHours=hours)) == ""
