from pathlib import Path

from desks import Desk
from harmscope.registry.examining import examined
from harmscope.submission.verify import Trust
from senders import TODAY


def test_files_worth_keeping_lie_in_the_slot(desk: Desk, tmp_path: Path) -> None:
    alpha, slot = desk.senders["alpha"], tmp_path / "slot"
    slot.mkdir()
    found = examined(alpha.submission(), Trust([alpha.public], TODAY), slot, 60)
    assert found.judged.rows["accepted"] == 31
    assert [(one.role, one.path.parent) for one in found.judged.keep] == [("records", slot)]


def test_what_was_known_before_the_end_is_kept(desk: Desk, tmp_path: Path) -> None:
    alpha, slot = desk.senders["alpha"], tmp_path / "slot"
    slot.mkdir()
    package = alpha.submission(notices=120_000)
    found = examined(package, Trust([alpha.public], TODAY), slot, 3.0)
    assert [one.code for one in found.outcome.problems] == ["too_slow"]
    assert found.outcome.statement is not None
    assert found.judged.keep == []
