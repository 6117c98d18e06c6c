import json
from pathlib import Path
from typing import Any

import pytest

from harmscope.errors import UserError
from harmscope.model.changes import Change, Step
from harmscope.validation.migrate import migrate

HEADER: dict[str, Any] = {
    "record": "dataset",
    "version": "1.0",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
    "not_recorded": [{"part": "times", "reason": "days only"}],
}
CASE = {"record": "incident", "version": "1.0", "incident_id": "i1"}


def put(path: Path, *records: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return str(path)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_header_is_moved_and_other_kinds_stay(tmp_path: Path) -> None:
    out = tmp_path / "new.jsonl"
    done = migrate(put(tmp_path / "old.jsonl", HEADER, CASE), "dataset@1.1", str(out))
    assert (done.seen, done.moved, done.unchanged, done.left) == (2, 1, 1, 0)
    header, case = read(out)
    assert (header["version"], header["not_recorded"][0]["part"]) == ("1.1", "times_of_day")
    assert case == CASE


def test_moving_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    once, twice = tmp_path / "once.jsonl", tmp_path / "twice.jsonl"
    migrate(put(tmp_path / "old.jsonl", HEADER), "dataset@1.1", str(once))
    assert migrate(str(once), "dataset@1.1", str(twice)).unchanged == 1
    assert once.read_bytes() == twice.read_bytes()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"version": "9.9"}, "HS014"),
        ({"coverage": {"extent": "complete"}}, "HS003"),
        ({"time_zone": 3}, "HS004"),
    ],
)
def test_what_its_own_version_refuses_is_left_out(
    tmp_path: Path, change: dict[str, Any], rule: str
) -> None:
    out = tmp_path / "new.jsonl"
    done = migrate(put(tmp_path / "old.jsonl", HEADER | change, CASE), "dataset@1.1", str(out))
    assert (done.left, done.tally.counts) == (1, {rule: 1})
    assert read(out) == [CASE]


def test_nothing_goes_back(tmp_path: Path) -> None:
    newer = {**HEADER, "version": "1.1", "not_recorded": [{"part": "orders", "reason": "none"}]}
    out = str(tmp_path / "new.jsonl")
    done = migrate(put(tmp_path / "old.jsonl", newer), "dataset@1.0", out)
    assert (done.left, done.tally.counts) == (1, {"VS003": 1})


def test_a_guess_is_a_finding(tmp_path: Path) -> None:
    split = Change("split", "not_recorded.*.part", ("times",), ("hours", "minutes"))
    known = (Step("dataset", "1.0", "1.1", (split,)),)
    out = str(tmp_path / "new.jsonl")
    done = migrate(put(tmp_path / "old.jsonl", HEADER), "dataset@1.1", out, known)
    (finding,) = done.tally.samples()
    assert (finding.rule, finding.pointer, finding.line) == ("VS001", "/not_recorded/0/part", 1)


def test_a_second_header_and_an_unreadable_line_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    put(path, HEADER, HEADER)
    path.write_text(path.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    done = migrate(str(path), "dataset@1.1", str(tmp_path / "new.jsonl"))
    assert (done.moved, done.left, done.tally.counts) == (1, 2, {"HS204": 1, "HS001": 1})
    assert done.as_dict()["seen"] == 3


@pytest.mark.parametrize("target", ["dataset", "dataset@7", "nothing@1.0", "dsa-sor@2", ""])
def test_an_unknown_target_is_the_users_error(tmp_path: Path, target: str) -> None:
    with pytest.raises(UserError):
        migrate(put(tmp_path / "old.jsonl", HEADER), target, str(tmp_path / "new.jsonl"))


def test_the_file_read_is_never_written_over(tmp_path: Path) -> None:
    path = put(tmp_path / "old.jsonl", HEADER)
    with pytest.raises(UserError):
        migrate(path, "dataset@1.1", path)
    assert read(tmp_path / "old.jsonl") == [HEADER]


def test_what_breaks_an_error_rule_is_not_moved(tmp_path: Path) -> None:
    turned = {"period": {"start": "2025-07-01", "end": "2025-06-01"}}
    out = str(tmp_path / "new.jsonl")
    done = migrate(put(tmp_path / "old.jsonl", HEADER | turned), "dataset@1.1", out)
    assert (done.moved, done.left, done.tally.counts) == (0, 1, {"HS121": 1})
