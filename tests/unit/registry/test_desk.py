from datetime import datetime
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.registry.desk import checked, take

AT = datetime(2026, 4, 20, 10)


def test_packages_are_answered_in_order_and_receipts_written(desk, tmp_path: Path) -> None:
    good = desk.senders["alpha"].submission()
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"hello")
    answers = list(take(desk.registry.folder, [str(good), str(bad)], AT, tmp_path / "out"))
    assert [answer.refused for answer in answers] == [False, True]
    assert answers[0].line.startswith("alpha-first.zip: accepted (ACPT), entry 4: 31 of 31")
    assert "no BagIt bag" in answers[1].line
    receipts = sorted((tmp_path / "out").iterdir())
    assert len(receipts) == 2
    assert checked(desk.registry.folder, receipts[0]).ok


def test_a_missing_file_is_the_users_error(desk, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        list(take(desk.registry.folder, [str(tmp_path / "none")], AT))
    with pytest.raises(UserError, match="cannot be read"):
        checked(desk.registry.folder, tmp_path / "none")


def test_what_came_before_a_failure_has_its_answer(desk, tmp_path: Path) -> None:
    answers = take(
        desk.registry.folder, [str(desk.senders["alpha"].submission()), str(tmp_path / "no")], AT
    )
    assert not next(answers).refused
    with pytest.raises(UserError, match="cannot be read"):
        next(answers)


def test_receipts_that_cannot_be_kept_are_said(desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    package = [str(desk.senders["alpha"].submission())]
    answers = take(desk.registry.folder, package, AT, tmp_path / "file")
    assert not next(answers).refused
    with pytest.raises(UserError, match="--receipts: the folder cannot be made"):
        next(answers)


def test_a_check_has_lines_and_a_body(desk) -> None:
    found = checked(desk.registry.folder)
    assert found.lines[0].startswith("sound: 3 entries")
    assert found.body["ok"] is True


def test_settings_that_cannot_be_read_are_a_fault_with_a_name(desk) -> None:
    path = desk.registry.folder / "registry.json"
    path.write_bytes(path.read_bytes()[1:])
    answer = checked(desk.registry.folder)
    assert (answer.ok, answer.lines) == (False, ["registry.json was altered"])
    assert answer.body["faults"] == answer.lines


def test_a_receipt_that_was_altered_is_a_fault_with_a_name(desk, tmp_path: Path) -> None:
    desk.receive(desk.senders["alpha"].submission())
    ((_, text),) = desk.registry.ledger.receipts().values()
    path = tmp_path / "a.receipt.json"
    path.write_text(text)
    assert checked(desk.registry.folder, path).ok
    path.write_text(text.replace("A", "B", 1))
    answer = checked(desk.registry.folder, path)
    assert not answer.ok
    assert answer.lines[0].startswith("a.receipt.json: receipt: it was not signed")


def test_where_no_registry_is_nothing_is_checked(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no registry here"):
        checked(tmp_path)
