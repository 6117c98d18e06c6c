"""The sums of views are the figures of reports, whatever the service, the harm and the month."""

import sqlite3
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import duckdb
import pytest

import harmscope as hs
from harmscope.exporters.sql.sql_views import VIEWS as ALL

ROOT = Path(__file__).parents[4]
EXAMPLES = ROOT / "examples"
DAY = "2026-11-30"
VIEWS = [one for one in ALL if one.figures]
SPLITS = {"month": "not_stated", "harm": "unallocated", "kind": "not_stated", "body": "not_stated"}
SPLITS |= {"outcome": "unknown", "channel": "not_stated"}
"""Columns of views that reports split by, and the code for what is not known."""
APPEAL = {"outcome": "appeal_outcome"}

PROFILE = """
id = "views"
version = "1.0"
title = "What the views add up to"
[[sections]]
id = "all"
title = "All"
question = "How many?"
"""
PANEL = """
[[sections.panels]]
id = "{id}"
title = "Panel"
chart = "table"
metrics = ["{metric}"]
split = [{split}]
"""


def ask(path, query):
    """Rows of a database of either form, by the names of the columns."""
    opened = duckdb.connect if path.suffix == ".duckdb" else sqlite3.connect
    database = opened(str(path))
    try:
        found = database.execute(query)
        names = [one[0] for one in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    finally:
        database.close()


def up_to_two(items):
    """None of the items, each, and each pair: a profile splits by two at most."""
    return [pair for size in range(3) for pair in combinations(items, size)]


def splits_of(view, path):
    """The columns of a view that reports split by, by the names of the splits."""
    columns = {row["name"] for row in ask(path, f"PRAGMA table_info({view.name})")}
    renamed = APPEAL if view.name.startswith("appeals") else {}
    return {renamed.get(one, one): one for one in SPLITS if one in columns}


def profile(path, folder):
    """A profile with every figure that a view adds up to, in total and split."""
    panels = []
    for view in VIEWS:
        splits = splits_of(view, path)
        for metric in view.figures.values():
            for split in up_to_two(splits):
                words = ", ".join(f'"{one}"' for one in split)
                chart = PANEL.format(id=f"p{len(panels)}", metric=metric, split=words)
                if not split:
                    chart = chart.replace("table", "numbers").replace("split = []\n", "")
                panels.append(chart)
    target = folder / "views.toml"
    target.write_text(PROFILE + "".join(panels))
    return target


def figures(report):
    """Figures by metric and split."""
    return {
        (one["metric"], *sorted(one.get("dimensions", {}).items())): one
        for section in report["sections"]
        for panel in section["panels"]
        for one in panel["figures"]
    }


def sums(view, path, service):
    """What the views add up to, by metric and every split."""
    splits, found = splits_of(view, path), defaultdict(int)
    for row in ask(path, f"SELECT * FROM {view.name}"):
        if row["service"] != service or row["month"] is None:
            continue  # what has no day lies in no period
        codes = {name: row[column] or SPLITS[column] for name, column in splits.items()}
        for column, metric in view.figures.items():
            for split in up_to_two(sorted(codes.items())):
                found[(metric, *split)] += row[column]
    return found


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Records of an importer with reversals, and of one with referrals and cases without a day."""
    folder = tmp_path_factory.mktemp("imported")
    made = {}
    for name in ("ozone", "cybertip"):
        made[name] = folder / f"{name}.jsonl"
        hs.import_log(EXAMPLES / "importers" / name / "raw", name, output=made[name])
    return made


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
@pytest.mark.parametrize("source", ["platform-export", "ozone", "cybertip"])
def test_the_sums_of_views_are_the_figures_of_a_report(source, form, imported, tmp_path):
    records = imported.get(source, EXAMPLES / source / "records.jsonl")
    path = tmp_path / f"all.{form}"
    hs.export(records, form, path, clock=DAY)
    [service] = [row["service"] for row in ask(path, "SELECT DISTINCT service FROM record")]
    asked = {"profile": str(profile(path, tmp_path)), "period": "2020-01-01/2026-12-31"}
    shown = figures(hs.report(records, **asked, clock=DAY, service=service).to_dict())
    compared = 0
    for view in VIEWS:
        added = sums(view, path, service)
        for key, figure in shown.items():
            if key[0] not in view.figures.values():
                continue
            compared += added[key] > 0
            assert added[key] == (figure.get("value") or 0), key
    assert compared > {"platform-export": 200, "ozone": 20, "cybertip": 3}[source]


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_reversals_are_no_decisions_taken(form, tmp_path):
    path = tmp_path / f"all.{form}"
    hs.export(EXAMPLES / "platform-export" / "records.jsonl", form, path, clock=DAY)
    columns = "sum(decisions) AS taken, sum(restricting) AS acts, sum(reversed) AS undone"
    [row] = ask(path, f"SELECT {columns} FROM decisions_by_harm_and_month")
    assert (row["taken"], row["acts"], row["undone"]) == (300, 264, 20)


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_open_notices_stand_in_the_order_of_time(form, header, notice, write_records, tmp_path):
    """Behind an offset, an earlier time can look later; a day begins at its midnight."""
    times = {
        "third": "2025-02-03T00:30:00Z",
        "first": "2025-02-03T00:15:00+05:00",
        "last": "2025-02-02T23:00:00-09:00",
        "second": "2025-02-03",
    }
    said = [notice(name, received_at=at, outcome="pending") for name, at in times.items()]
    for one in said:
        one.pop("decided_at", None)
    path = tmp_path / f"open.{form}"
    hs.export(write_records(header(), *said), form, path, clock=DAY)
    found = [row["notice_id"] for row in ask(path, "SELECT notice_id FROM open_notices")]
    assert list(dict.fromkeys(found)) == ["first", "second", "third", "last"]
