"""``explain`` on the reports of the shipped example: recounted, and after one changed record."""

import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.api.explaining import Asked, find_cell, options_for, read_given
from harmscope.api.making import counting
from harmscope.cli.app import app
from harmscope.tracing.explain import Explainer, FromRecords
from written import held

FOLDER = Path(__file__).parents[2] / "examples" / "platform-export"
EXPECT = tomllib.loads((FOLDER / "EXPECT.toml").read_text(encoding="utf-8"))
RECORDS = FOLDER / "records.jsonl"
DECLARED = FOLDER / "declared.toml"
HATE = "items.actioned[garm=hate_speech]"
CELLS = {
    "dsa-harmonised": {
        "orders.act.received": 5,
        "3!H2": 20,
        "notices.received": 34,
        "notices.received[notifier=trusted_flagger]": 10,
        "notices.action_median": 43.87,
        "notices.actions_law": 9,
        "measures.taken[ground=terms]": 69,
        "measures.taken category=STATEMENT_CATEGORY_CYBER_VIOLENCE ground=illegal": 13,
        "7!Number of complaints submitted to the internal-complaints mechanism/Total number": 18,
        "automation.accuracy[]": 0.94,
    },
    "synthetic-media": {
        "requests.received[]": 52,
        "requests.open": 3,
        "requests.limit_met[clock=us-take-it-down]": 20,
        "requests.within_limit[clock=us-take-it-down]": 0.5405,
        "generation.outputs_blocked": 8,
        "items.copies_removed": 13,
    },
    "garm-amr": {
        "items.actioned": 107,
        "items.actioned[garm=online_piracy]": 20,
        "items.actioned; garm=no_term": 27,
        "views.violative_share": 0.000917,
    },
}
"""Cells of the shipped reports in every notation, with the numbers counted by hand."""


def run(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    return result.exit_code, result.stdout


def make(profile: str, folder: Path) -> Path:
    expected = next(one for one in EXPECT["reports"] if one["profile"] == profile)
    options = ["--profile", profile, "--period", expected["period"], "--clock", EXPECT["clock"]]
    options += ["--declared", str(FOLDER / expected["declared"])] if "declared" in expected else []
    code, out = run("report", RECORDS, *options, "--service", EXPECT["service"], "-o", folder)
    assert code == 0, out
    return folder


@contextmanager
def explainer(report: Path) -> Iterator[Explainer]:
    given = read_given(str(report))
    asked = Asked((str(RECORDS),), declared=DECLARED if "dsa" in given.report.profile.id else None)
    with counting(asked.records, options_for(given.report, asked)) as made:
        yield Explainer(given, FromRecords(made, asked.records), declared=True)


def test_there_are_twenty_cells() -> None:
    assert sum(map(len, CELLS.values())) == 20


@pytest.mark.parametrize("profile", CELLS)
def test_cells_of_the_shipped_reports_are_counted_again(profile: str, tmp_path: Path) -> None:
    with explainer(make(profile, tmp_path / "report")) as ready:
        for cell, number in CELLS[profile].items():
            one, place = find_cell(ready.given.report, cell)
            found = ready.explain(one, place)
            held(found.model_dump(mode="json", exclude_none=True))
            assert found.recounted is not None, cell
            assert found.recounted.equal, cell
            assert found.moved == []
            assert found.figure.value == number, cell
            for basis in found.basis:
                added = sum(record.adds for record in basis.counted or ())
                assert basis.number in (None, added), cell
            assert found.basis or found.figure.estimand == "declared", cell
            if found.figure.unit not in ("share", "hours") and found.basis:
                assert found.basis[0].number == number, cell


@pytest.fixture(scope="module")
def garm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make("garm-amr", tmp_path_factory.mktemp("garm") / "report")


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the records in which one case of hate speech is one of fraud."""
    lines = RECORDS.read_text(encoding="utf-8").splitlines()
    for place, line in enumerate(lines):
        record = json.loads(line)
        if record.get("incident_id") == "case-0064":
            assert record["harm"]["primary"] == "hate"
            record["harm"]["primary"] = "fraud"
            lines[place] = json.dumps(record)
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_one_changed_record_is_named_with_every_cell_that_it_moved(
    garm: Path, changed: Path
) -> None:
    options = ["--records", changed, "--original", RECORDS, "--format", "json"]
    code, out = run("explain", garm, HATE, *options)
    found = held(json.loads(out))
    assert code == 1
    assert found["recounted"]["equal"] is False
    assert found["recounted"]["figure"]["value"] == found["figure"]["value"] - 1 == 10
    assert [file["state"] for file in found["inputs"]] == ["changed"]
    assert [(one["id"], one["way"]) for one in found["changed_records"]] == [
        ("case-0064", "changed")
    ]
    moved = {one["dimensions"].get("garm"): one for one in found["moved"]}
    [record] = moved["hate_speech"]["records"]
    assert (record["id"], record["adds_before"], record["adds_now"]) == ("case-0064", 1, 0)
    assert record["why"] == "counted under another code"
    assert moved["no_term"]["before"] + 1 == moved["no_term"]["after"]
    movers = {one["id"] for each in found["moved"] for one in each["records"]}
    assert movers == {"case-0064"}


def test_without_the_records_of_then_the_cell_is_named_and_not_the_record(
    garm: Path, changed: Path
) -> None:
    code, out = run("explain", garm, HATE, "--records", changed)
    assert code == 1
    assert "Counted again: not equal. It is at least 10 now." in out
    assert "records.jsonl: changed since the report" in out
    assert f"{HATE}, panel items-by-garm: 11 → 10" in out
    assert "give --original" in out


def test_a_table_has_a_row_for_each_record(garm: Path) -> None:
    code, out = run("explain", garm, HATE, "--records", RECORDS, "--format", "csv")
    assert code == 0
    assert "count,incident,case-0064,Lanternfish,1,counted" in out
    assert out.count(",counted") == 11
