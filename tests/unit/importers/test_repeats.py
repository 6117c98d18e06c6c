from harmscope.importers.contract import Task
from harmscope.importers.repeats import Repeats


def record(id_: str, digest: str) -> dict[str, object]:
    return {"record": "incident", "incident_id": id_, "source": {"digest": digest}}


def test_copies_and_other_content_are_told_apart() -> None:
    repeats, task = Repeats(), Task()
    for one in (record("a", "1"), record("a", "1"), record("a", "1"), record("b", "1")):
        repeats.see(one)
    repeats.see(record("b", "2"))
    repeats.say(task)
    assert sorted(task.notes.values()) == [1, 2]


def test_nothing_repeated_is_no_note() -> None:
    repeats, task = Repeats(), Task()
    repeats.see(record("a", "1"))
    repeats.see({"record": "notice", "notice_id": "a"})
    repeats.say(task)
    assert not task.notes
