"""The work behind the pages of a platform, done in this process."""

import base64
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import harmscope.web.work
from harmscope.api.submitting import key_pair, signed_with
from harmscope.errors import UserError
from harmscope.registry.folder import Registry, create
from harmscope.registry.senders import add
from harmscope.submission.keys import read_public
from harmscope.times import day_asked, time_asked
from harmscope.web import platform_tasks, report_tasks
from harmscope.web.work import Reading, Work, failure

EXAMPLES = Path(__file__).parents[3] / "examples"
RECORDS = EXAMPLES / "platform-export" / "records.jsonl"
TABLE = EXAMPLES / "importers" / "home-made"
DAY = "2026-11-30"


@pytest.fixture
def work(tmp_path: Path) -> Callable[..., Work]:
    """Work with what it is asked, each in a folder of its own."""
    count = iter(range(100))

    def make(**asked: object) -> Work:
        out = tmp_path / f"out{next(count)}"
        out.mkdir()
        return Work(out, tmp_path, asked, lambda line: None)

    return make


def test_a_check_writes_every_form_and_names_no_folder(work):
    made = work(files=[str(RECORDS)], clock=DAY)
    told = platform_tasks.validate(made)
    assert told["ok"]
    assert told["verdict"]["rows"]["accepted"]
    for one in told["files"]:
        assert (made.out / one["name"]).stat().st_size
    assert str(RECORDS.parent) not in (made.out / "findings.sarif").read_text("utf-8")


def test_a_repeated_record_is_dropped_in_the_fixed_copy(work, tmp_path):
    lines = RECORDS.read_text("utf-8").splitlines()[:4]
    twice = tmp_path / "twice.jsonl"
    twice.write_text("\n".join([*lines, lines[3]]) + "\n", "utf-8")
    made = work(files=[str(twice)], clock=DAY)
    told = platform_tasks.fix(made)
    assert [one["dropped"] for one in told["mended"]] == [1]
    fixed = [Path(one) for one in told["made"]]
    assert [len(one.read_text("utf-8").splitlines()) for one in fixed] == [4]
    with zipfile.ZipFile(made.out / "fixed.zip") as archive:
        assert fixed[0].name in archive.namelist()


def test_a_table_is_drafted_and_imported_with_its_mapping(work):
    table, mapping = TABLE / "raw" / "meldungen.csv", TABLE / "mapping.toml"
    made = work(files=[str(table)])
    assert [one["name"] for one in platform_tasks.draft(made)["files"]] == ["draft.toml"]
    assert json.loads((made.out / platform_tasks.DRAFT).read_text("utf-8"))["text"]
    made = work(files=[str(table)], system="mapping", mapping=str(mapping))
    told = platform_tasks.import_(made)
    assert (told["read"], told["records"]) == (6, 6 + 5)  # notices and decided cases
    assert (made.out / "mapping.toml").read_bytes() == mapping.read_bytes()


def test_a_report_is_surveyed_and_made(work):
    found = report_tasks.survey(work(files=[str(RECORDS)]))
    assert list(found["services"]) == ["Lanternfish"]
    made = work(
        files=[str(RECORDS)],
        profile="core",
        period="2026-H1",
        service="Lanternfish",
        tz="UTC",
        disclosure="statutory",
        clock=DAY,
    )
    said: list[str] = []
    told = report_tasks.report(replace(made, tell=said.append))
    assert said[0] == "reading the records"
    assert said[-2:] == ["counting the figures", "checking the report"]
    with zipfile.ZipFile(made.out / "report.zip") as archive:
        assert {"report.html", "report.json", "report.xlsx"} <= set(archive.namelist())
    assert told["checked"] is None


def test_a_package_is_packed_sealed_and_handed_in(work, tmp_path):
    pair = key_pair("lanternfish", clock=DAY)
    (tmp_path / "public.json").write_bytes(pair.public)
    with create(tmp_path / "registry", "Office", day_asked(DAY), None, "automatic") as registry:
        key = read_public(tmp_path / "public.json")
        add(registry, "lanternfish", ["Lanternfish"], key, time_asked(DAY))
    asked = {"sender": "lanternfish", "service": "Lanternfish", "period": "2025-07-01/2026-06-30"}
    packed = report_tasks.pack(work(**asked, records=[str(RECORDS)], reports=[], clock=DAY))
    signature = signed_with(Path(packed["package"]), pair.private)
    sealed = report_tasks.seal(
        work(package=packed["package"], signature=base64.b64encode(signature), id=packed["id"])
    )
    asked = {"registry": str(tmp_path / "registry"), "package": sealed["package"], "clock": DAY}
    answer = report_tasks.hand_in(work(**asked))
    assert not answer["refused"], answer["problems"]
    with Registry(tmp_path / "registry") as registry:
        assert len(registry.ledger.receipts()) == 1


def test_how_much_was_read_is_said(tmp_path, monkeypatch):
    file = tmp_path / "a"
    file.write_bytes(b"x" * 10)
    said: list[str] = []
    reading = Reading(Work(tmp_path, tmp_path, {}, said.append), [str(file)], "reading", "counting")
    reading(10)
    reading.rows(3)
    assert said == ["reading", "counting"]
    reading = Reading(Work(tmp_path, tmp_path, {}, said.append), [str(file)], "reading", "counting")
    reading(5)
    reading.rows(1200)  # too soon after the last word
    assert said[2:] == ["reading", "reading: 50% of 0.0 MB"]
    monkeypatch.setattr(harmscope.web.work, "_OFTEN", 0)
    reading.rows(1300)
    assert said[4:] == ["reading: 1,300 rows, 50% of 0.0 MB"]


def test_of_an_archive_rows_are_said_without_a_share(tmp_path):
    file = tmp_path / "a.zip"
    file.write_bytes(b"x" * 10)
    said: list[str] = []
    reading = Reading(Work(tmp_path, tmp_path, {}, said.append), [str(file)], "reading", "counting")
    reading.rows(1200)
    reading(10)
    assert said == ["reading", "reading: 1,200 rows", "counting"]


def test_a_fault_is_kept_in_three_parts():
    kept = json.loads(failure(UserError("a.csv", "it is empty", "send another")))
    assert kept == {"where": "a.csv", "fault": "it is empty", "fix": "send another"}
