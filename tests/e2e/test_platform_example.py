"""The platform example: every report against counts that were made without harmscope."""

import csv
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app

FOLDER = Path(__file__).parents[2] / "examples" / "platform-export"
EXPECT = tomllib.loads((FOLDER / "EXPECT.toml").read_text(encoding="utf-8"))
PARTS = ["1_report_identification", "2_categories_names", "3_member_states_orders", "4_notices",
         "5_own_initiative_illegal", "6_own_initiative_TC", "7_appeals_and_recidivism",
         "8_automated_means", "9_human_resources", "10_AMAR", "11_qualitative"]  # fmt: skip
FIXED = {"1": (0, 2), "2": (0, 1, 2), "3": (0, 3, 5), "11": (0, 3)}
PLACEHOLDERS = {"AT, […], SE", "[...]", "AT", "SE", "bg", "sv"}


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def make(expected, folder):
    options = ["--profile", expected["profile"], "--period", expected["period"]]
    options += ["--service", EXPECT["service"], "--clock", EXPECT["clock"], "-o", folder]
    if "declared" in expected:
        options += ["--declared", FOLDER / expected["declared"]]
    result = run("report", FOLDER / "records.jsonl", *options)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module", params=EXPECT["reports"], ids=lambda one: one["profile"])
def made(request, tmp_path_factory):
    folder = make(request.param, tmp_path_factory.mktemp(request.param["profile"]))
    return request.param, json.loads((folder / "report.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def dsa(tmp_path_factory):
    return make(EXPECT["reports"][0], tmp_path_factory.mktemp("dsa"))


def name(figure):
    pairs = sorted(figure.get("dimensions", {}).items())
    return " ".join([figure["metric"], *(f"{key}={code}" for key, code in pairs)])


def test_figures_are_those_counted_by_hand(made):
    expected, report = made
    panels = [panel for section in report["sections"] for panel in section["panels"]]
    found = {name(one): one.get("value") for panel in panels for one in panel["figures"]}
    assert {key: found.get(key) for key in expected["figures"]} == expected["figures"]
    assert report["quality"]["read"] == report["quality"]["counted"] == expected["read"]


def test_the_records_are_what_make_py_makes(tmp_path):
    copy = tmp_path / "make.py"
    copy.write_bytes((FOLDER / "make.py").read_bytes())
    subprocess.run([sys.executable, str(copy)], check=True)
    assert (tmp_path / "records.jsonl").read_bytes() == (FOLDER / "records.jsonl").read_bytes()


def test_the_records_are_valid():
    result = run("validate", FOLDER / "records.jsonl", "--clock", EXPECT["clock"])
    assert result.exit_code == 0


def test_the_filled_template_is_valid(dsa):
    for target in (dsa / "dsa", dsa / "dsa-report.xlsx"):
        result = run("validate", target, "--kind", "dsa-report", "--fail-on", "warning")
        assert result.exit_code == 0, result.output


def cells(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("part", PARTS)
def test_headers_and_fixed_cells_are_the_official_ones(part, dsa, real_data):
    official = cells(real_data / "dsa-template" / f"{part}.csv")
    ours = cells(dsa / "dsa" / f"{part}.csv")
    assert ours[0] == official[0]
    number = part.partition("_")[0]
    places = FIXED.get(number, (0, 3) if number in "456" else (0, 3, 4, 5))
    wanted = [tuple(row[place] for place in places) for row in official[1:]]
    fixed = [row for row in wanted if not PLACEHOLDERS & set(row)]
    found = [tuple(row[place] for place in places) for row in ours[1:]]
    states = {"DE", "FR", "en", "de", "fr", "sv"}
    assert [row for row in found if not states & set(row)] == fixed


def test_the_member_states_block_is_the_official_one(dsa, real_data):
    official = cells(real_data / "dsa-template" / "3_member_states_orders.csv")
    wanted = [row[3] for row in official if row[5] == "AT, […], SE"]
    ours = cells(dsa / "dsa" / "3_member_states_orders.csv")
    for state in ("DE", "FR"):
        assert [row[3] for row in ours if row[5] == state] == wanted
