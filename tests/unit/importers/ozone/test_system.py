from harmscope.importers.ozone.system import SYSTEM


def test_pages_and_single_rows_are_told_apart():
    event = {"id": 1, "event": {}, "subject": {}, "createdAt": ""}
    assert [row.table for row in SYSTEM.entries({"events": [event]}, "f", 1, 0)] == ["events"]
    assert [row.table for row in SYSTEM.entries(event, "f", 1, 0)] == ["events"]
    assert [row.table for row in SYSTEM.entries({"id": 1}, "f", 1, 0)] == [""]
