"""``harmscope due`` and ``hs.due``: what is asked for, and what comes out."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import harmscope as hs
from harmscope.cli.app import app

EXAMPLES = Path(__file__).parents[3] / "examples"
OPEN = EXAMPLES / "open-requests" / "records.jsonl"
YEAR = EXAMPLES / "platform-export" / "records.jsonl"
STATED = EXAMPLES / "platform-export" / "declared.toml"
NOON = "2026-11-30T12:00:00Z"


def run(*words: object):
    return CliRunner().invoke(app, ["due", *map(str, words)])


def test_exit_code_1_where_something_is_late_and_0_where_nothing_is(tmp_path: Path) -> None:
    late = run(OPEN, "--clock", NOON)
    assert late.exit_code == 1
    assert late.stdout.splitlines()[1] == "2 late, 1 may be late, 3 open, 6 no limit"
    assert run(OPEN, "--clock", "2026-11-30T08:00:00Z", "--format", "json").exit_code == 1
    lines = OPEN.read_text(encoding="utf-8").splitlines()
    some = tmp_path / "some.jsonl"
    some.write_text("\n".join([lines[0], *lines[5:8]]), encoding="utf-8")
    clean = run(some, "--clock", NOON)
    assert clean.exit_code == 0, clean.output


def test_a_refused_record_may_be_late_so_the_exit_code_is_1(tmp_path: Path) -> None:
    lines = OPEN.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join([lines[0], lines[2], '{"record": "notice"']), encoding="utf-8")
    broken = run(path, "--clock", NOON)
    assert broken.exit_code == 1
    assert "left out: 1 record, HS001 unreadable_line" in broken.stdout
    assert "something in them may be late: correct them first" in broken.stdout
    assert not hs.due(path, clock=NOON).late
    assert not hs.due(path, clock=NOON).ok
    assert hs.due(path, clock=NOON).to_dict()["refused"] == 1
    path.write_text("\n".join([lines[0], lines[2], lines[2]]), encoding="utf-8")
    copied = run(path, "--clock", NOON)
    assert (copied.exit_code, "HS202" in copied.stdout) == (0, True)


@pytest.mark.parametrize(
    "clock",
    ["9999-12-31", "0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
)
def test_a_clock_at_the_ends_of_the_calendar_is_refused(clock: str) -> None:
    with pytest.raises(hs.UserError, match="--clock"):
        hs.due(OPEN, profiles=["dsa-harmonised"], clock=clock)


def test_the_late_requests_of_the_platform_example_are_those_of_its_report() -> None:
    found = hs.due(YEAR, clock="2026-07-10")
    rows = found.to_pandas()
    late = rows[rows["standing"] == "late"]
    assert list(late["law"]) == ["us-take-it-down"] * 3
    assert found.late


def test_json_csv_and_ids(tmp_path: Path) -> None:
    told = json.loads(run(OPEN, "--clock", NOON, "--format", "json").stdout)
    assert told["counts"] == {"late": 2, "may_be_late": 1, "open": 3, "no_limit": 6}
    assert not any("id" in one for one in told["items"])
    named = json.loads(run(OPEN, "--clock", NOON, "--format", "json", "--ids").stdout)
    assert named["items"][0]["id"] == "open-01"
    csv = run(OPEN, "--clock", NOON, "--format", "csv").stdout.splitlines()
    assert len(csv) == 13
    assert csv[0].startswith("standing,hours_left,due")


def test_the_calendar_file_is_the_same_each_time(tmp_path: Path) -> None:
    made = []
    for name in ("a.ics", "b.ics"):
        run(OPEN, "--clock", NOON, "--ical", tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert made[0].count(b"BEGIN:VEVENT") == 6
    (path,) = hs.due(OPEN, clock=NOON).write(tmp_path / "c.ics")
    assert path.read_bytes() == made[0]
    out = run(OPEN, "--clock", NOON, "--ical", "-")
    assert out.stdout.startswith("BEGIN:VCALENDAR")
    assert "What is due" not in out.stdout
    (table,) = hs.due(OPEN, clock=NOON).write(tmp_path / "due.csv")
    assert len(table.read_text(encoding="utf-8").splitlines()) == 13


def test_reports_that_are_made_are_not_owed(tmp_path: Path) -> None:
    options = ["--clock", "2026-03-01", "--profile", "dsa-harmonised"]
    before = run(YEAR, *options)
    assert "not known: the day is over" in before.stdout
    service, period = "Lanternfish", "2025-H2"
    made = hs.report(YEAR, profile="dsa-harmonised", period=period, service=service)
    made.write(tmp_path / "report")
    after = run(*options, "--reports", tmp_path)
    assert "2025-07-01/2025-12-31" not in after.stdout
    assert after.exit_code == 0


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ([], "nothing to look at"),
        ([OPEN, "--reports", "."], "no profile is named"),
        ([OPEN, "--profile", "core"], "no duty is known"),
        ([OPEN, "--clock", "soon"], "no day or time"),
        ([OPEN, "--ical", OPEN], "one of the files that are read"),
        (
            ["--profile", "dsa-harmonised", "--declared", STATED, "--ical", STATED],
            "one of the files that are read",
        ),
    ],
)
def test_wrong_use_says_what_to_do(words: list[object], fault: str) -> None:
    outcome = run(*words)
    assert outcome.exit_code != 0
    assert fault in str(outcome.exception)
    assert isinstance(outcome.exception, hs.UserError)


def test_a_registry_is_asked_for_what_its_senders_owe(tmp_path: Path) -> None:
    from datetime import datetime

    from harmscope.model.period import parse_period
    from harmscope.registry.calendar import set_deadline
    from harmscope.registry.folder import create
    from harmscope.registry.senders import add
    from harmscope.submission.keys import new_key, read_public
    from harmscope.times import day_of

    at = datetime(2026, 4, 1)
    folder = tmp_path / "registry"
    with create(tmp_path / "empty", "Office", at.date(), None, "automatic"):
        pass
    empty = run("--registry", tmp_path / "empty", "--clock", "2026-04-20")
    assert (empty.exit_code, empty.stdout.splitlines()[1]) == (0, "nothing is due")
    assert "the registry has no senders" in empty.stdout
    with create(folder, "Office", at.date(), None, "automatic") as registry:
        _, public = new_key(tmp_path / "keys", "Alpha", at.date(), day_of("2027-04-01"))
        add(registry, "Alpha", ["Alpha"], read_public(public), at)
        assert "the registry has no deadlines" in str(hs.due(registry=folder, clock="2026-04-20"))
        set_deadline(registry, parse_period("2026-Q1"), day_of("2026-04-20"), at)
    assert run("--registry", folder, "--clock", "2026-04-20").exit_code == 0
    late = run("--registry", folder, "--clock", "2026-04-21")
    assert late.exit_code == 1
    assert "Submission Alpha 2026-01-01/2026-03-31" in late.stdout
