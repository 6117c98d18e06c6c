"""A database holds what its sources hold, and a question in SQL gives the figure of the report."""

import json
import sqlite3
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

import harmscope as hs
from harmscope.errors import UserError
from harmscope.exporters.sql.to_database import to_database

ROOT = Path(__file__).parents[4]
RECORDS = ROOT / "examples" / "platform-export" / "records.jsonl"
FIGURES = ROOT / "examples" / "advertiser-compare" / "figures.csv"
DAY = date(2026, 11, 30)


def rows(path, query):
    """The answer of a database of either form."""
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as database:
            return database.execute(query).fetchall()
    database = sqlite3.connect(path)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def one(path, query):
    [[value]] = rows(path, query)
    return value


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    made = hs.report(RECORDS, period="2026-H1", clock=str(DAY))
    made.write(folder)
    return folder, made.to_dict()


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def database(request, report, tmp_path_factory):
    path = tmp_path_factory.mktemp("database") / f"all.{request.param}"
    done = to_database([str(RECORDS), str(report[0])], request.param, path, clock=DAY)
    return path, done


def test_each_table_has_as_many_rows_as_the_records_have_items(database):
    path, done = database
    records = [json.loads(line) for line in RECORDS.read_text(encoding="utf-8").splitlines()]
    kinds = Counter(record["record"] for record in records)
    decisions = [each for record in records for each in record.get("decisions", ())]
    expected = {
        "dataset": kinds["dataset"],
        "record": len(records) - kinds["dataset"],
        "incident": kinds["incident"],
        "notice": kinds["notice"],
        "exposure": kinds["exposure"],
        "incident_decisions": len(decisions),
        "incident_decisions_actions": sum(len(each.get("actions", ())) for each in decisions),
        "incident_appeals": sum(len(record.get("appeals", ())) for record in records),
        "incident_native": sum(
            len(record.get("native", ())) for record in records if record["record"] == "incident"
        ),
    }
    assert kinds["incident"] == 348
    counted = {name: one(path, f"SELECT count(*) FROM {name}") for name in expected}
    assert counted == expected
    assert {name: done.tables[name] for name in expected} == expected
    assert done.records == {k: kinds[k] for k in ("incident", "notice", "exposure")}
    assert (done.left_out, done.not_counted) == (0, 0)


def test_members_stand_as_they_were_written(database):
    path, _ = database
    lines = RECORDS.read_text(encoding="utf-8").splitlines()
    record = next(r for r in map(json.loads, lines) if len(r.get("decisions", ())) == 2)
    name = record["incident_id"]
    asked = "SELECT service, detection_automated, content_created_at FROM incident"
    [found] = rows(path, f"{asked} WHERE incident_id = '{name}'")
    created = record["content"].get("created_at")
    assert found == (record["service"], record["detection"]["automated"], created)
    asked = "SELECT d.no, d.id, d.decided_at FROM incident_decisions d JOIN incident i"
    found = rows(path, f"{asked} ON i.seq = d.seq WHERE i.incident_id = '{name}' ORDER BY d.no")
    assert found == [(n, d["id"], d["decided_at"]) for n, d in enumerate(record["decisions"])]


def test_a_question_gives_the_figure_of_the_report(database, report):
    path, _ = database
    figures = {
        each["metric"]: each["value"]
        for section in report[1]["sections"]
        for panel in section["panels"]
        for each in panel["figures"]
        if "dimensions" not in each and "value" in each
    }
    inside = "day BETWEEN '2026-01-01' AND '2026-06-30'"
    asked = {
        "notices.received": f"SELECT count(*) FROM flat_notice WHERE {inside}",
        "decisions.restricting": f"SELECT count(*) FROM flat_decision WHERE {inside} AND acts",
        "appeals.filed": f"SELECT count(*) FROM flat_appeal WHERE {inside}",
    }
    assert {name: one(path, query) for name, query in asked.items()} == {
        name: figures[name] for name in asked
    }
    assert figures["decisions.restricting"] == 129
    stored = "SELECT value FROM figures_with_labels WHERE split IS NULL AND metric = '{}'"
    for name in asked:
        assert {value for (value,) in rows(path, stored.format(name))} == {figures[name]}


def test_every_figure_of_the_report_stands_there_once(database, report):
    path, done = database
    panels = [panel for one in report[1]["sections"] for panel in one["panels"]]
    shown = sum(len(panel["figures"]) for panel in panels)
    assert one(path, "SELECT count(*) FROM figure WHERE part = 'figures'") == shown
    assert one(path, "SELECT count(*) FROM figure") == done.figures
    codes = sum(len(f.get("dimensions", {})) for panel in panels for f in panel["figures"])
    query = "SELECT count(*) FROM figure_dimension d JOIN figure f ON f.figure = d.figure"
    assert one(path, f"{query} WHERE f.part = 'figures'") == codes
    labelled = rows(path, "SELECT DISTINCT code, label FROM figure_dimension WHERE code = 'ncii'")
    assert labelled == [("ncii", "Non-consensual intimate imagery of adults")]


def test_views_add_up_to_their_tables(database):
    path, done = database
    both = [
        ("SELECT sum(incidents) FROM incidents_by_harm_and_month", "flat_incident"),
        ("SELECT sum(notices) FROM notices_by_outcome", "flat_notice"),
        ("SELECT sum(appeals) FROM appeals_by_outcome", "flat_appeal"),
        ("SELECT sum(findings) FROM findings_by_rule", "finding"),
        ("SELECT count(*) FROM figures_with_labels", "figure"),
        ("SELECT count(*) FROM crosswalk_with_labels", "crosswalk"),
    ]
    for query, table in both:
        assert one(path, query) == one(path, f"SELECT count(*) FROM {table}") > 0
    waiting = "SELECT count(*) FROM notice WHERE outcome = 'pending'"
    assert one(path, "SELECT count(DISTINCT seq) FROM open_notices") == one(path, waiting) == 15
    assert len(done.views) == 9


def test_the_readme_names_every_table_and_column(database):
    path, done = database
    topics = {topic for (topic,) in rows(path, "SELECT topic FROM README")}
    assert {f"table {name}" for name in done.tables} <= topics
    assert {f"view {name}" for name in done.views} <= topics
    assert "not for publication" in topics
    told = one(path, 'SELECT count(DISTINCT "table") FROM column_note')
    assert told == len(done.tables)


def test_keys_refer_to_rows_that_are_there(report, tmp_path):
    path = tmp_path / "all.sqlite"
    to_database([str(RECORDS), str(report[0])], "sqlite", path, clock=DAY)
    assert rows(path, "PRAGMA foreign_key_check") == []
    kept = rows(path, "PRAGMA foreign_key_list(incident_decisions_actions)")
    assert {row[2] for row in kept} == {"incident", "incident_decisions"}
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


@pytest.fixture
def mixed(header, incident, notice, write_records):
    """A copy, a contradiction, a case that another supersedes, a measure, a row with an error, and
    a file without a header; texts that name somebody."""
    measure = {
        **{"record": "measure", "version": "1.0", "measure_id": "m1", "service": "Lanternfish"},
        **{"authority": "Digital Office", "jurisdiction": "DE", "kind": "notice"},
        **{"start": "2025-02-03"},
    }
    first = write_records(
        header(),
        incident("same"),
        incident("same"),
        incident("twice"),
        incident("twice", origin="remote"),
        incident("old"),
        incident("new", supersedes="old"),
        measure,
        notice("text", text="Written by Quillabert", source={"reference": "https://example.org/1"}),
        incident("broken", subject_kind="nothing"),
    )
    second = write_records(incident("alone"), name="second.jsonl")
    return [str(first), str(second)]


def test_what_no_report_counts_is_named_with_its_reason(mixed, tmp_path):
    path = tmp_path / "mixed.sqlite"
    done = to_database(mixed, "sqlite", path, clock=DAY)
    found = rows(path, "SELECT id, reason FROM record JOIN not_counted USING (seq) ORDER BY seq")
    assert found == [
        ("same", "HS202"),
        ("twice", "HS201"),
        ("twice", "HS201"),
        ("old", "superseded"),
        ("m1", "not_counted"),
        ("alone", "HS203"),
    ]
    counted = rows(path, "SELECT r.id FROM flat_incident f JOIN record r ON r.seq = f.seq")
    assert counted == [("same",), ("new",)]
    assert rows(path, "SELECT dataset FROM record WHERE id = 'alone'") == [(None,)]
    assert (done.left_out, done.not_counted) == (1, 6)
    seen = rows(path, "SELECT name, seen, rejected FROM file")
    assert [(row[0], row[1]) for row in seen] == [("records.jsonl", 10), ("second.jsonl", 1)]
    errors = rows(path, "SELECT line FROM finding WHERE severity = 'error' AND pointer <> ''")
    assert errors == [(10,)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_reports_count_the_same_records(mixed, tmp_path):
    path = tmp_path / "mixed.duckdb"
    to_database(mixed, "duckdb", path, clock=DAY)
    quality = hs.report(mixed, period="2025", clock=str(DAY)).to_dict()["quality"]
    counted = [one(path, f"SELECT count(*) FROM flat_{k}") for k in ("incident", "notice")]
    assert sum(counted) == quality["counted"] == 3


def test_texts_of_people_are_written_only_when_asked_for(mixed, tmp_path):
    path, kept = tmp_path / "without.sqlite", tmp_path / "with.sqlite"
    without = to_database(mixed, "sqlite", path, clock=DAY)
    assert {"notice.text", "notice.source.reference"} <= set(without.texts)
    assert b"Quillabert" not in path.read_bytes()
    assert b"example.org" not in path.read_bytes()
    columns = {row[1] for row in rows(path, "PRAGMA table_info(notice)")}
    assert not columns & {"text", "source_reference"}
    assert to_database(mixed, "sqlite", kept, keep_text=True, clock=DAY).texts == []
    assert rows(kept, "SELECT text, source_reference FROM notice") == [
        ("Written by Quillabert", "https://example.org/1")
    ]


def test_a_report_for_readers_outside_stands_alone(report, tmp_path):
    made = hs.report(RECORDS, period="2026-H1", clock=str(DAY), disclosure="public")
    made.write(tmp_path / "public")
    with pytest.raises(UserError, match="beside what it withholds"):
        to_database([str(RECORDS), str(tmp_path / "public")], "sqlite", tmp_path / "x", clock=DAY)
    with pytest.raises(UserError, match="beside what it withholds"):
        to_database([str(report[0]), str(tmp_path / "public")], "sqlite", tmp_path / "x", clock=DAY)
    path = tmp_path / "public.sqlite"
    done = to_database([str(tmp_path / "public")], "sqlite", path)
    body = made.to_dict()
    panels = [panel for section in body["sections"] for panel in section["panels"]]
    values = [f.get("value") for panel in panels for f in panel["figures"]]
    found = rows(path, "SELECT value FROM figure WHERE part = 'figures' ORDER BY figure")
    assert [value for (value,) in found] == values
    assert one(path, "SELECT disclosure FROM report") == "public"
    assert "record" not in done.tables
    assert one(path, "SELECT count(*) FROM figure WHERE status = 'suppressed' AND value > 0") == 0


def test_a_public_data_set_may_be_published_as_a_database(header, notice, write_records, tmp_path):
    source = write_records(header(), *(notice(f"n{number}") for number in range(10)))
    hs.export(source, "public", tmp_path / "public.jsonl", clock=str(DAY))
    to_database([str(tmp_path / "public.jsonl")], "sqlite", tmp_path / "p.sqlite", clock=DAY)
    topics = rows(tmp_path / "p.sqlite", "SELECT topic FROM README")
    assert ("not for publication",) not in topics


def test_published_reports_that_were_read_keep_their_sources(tmp_path):
    hs.read(FIGURES, "figures").write(tmp_path / "read.json")
    done = to_database([str(tmp_path / "read.json")], "sqlite", tmp_path / "read.sqlite")
    assert done.figures == len(hs.read(FIGURES, "figures").to_pandas())
    found = rows(tmp_path / "read.sqlite", "SELECT format FROM report")
    assert found == [("figures",)]
    assert rows(tmp_path / "read.sqlite", "SELECT name FROM report_source") == [("figures.csv",)]


def test_a_file_that_is_there_is_never_replaced(tmp_path):
    path = tmp_path / "mine.sqlite"
    path.write_text("mine")
    with pytest.raises(UserError, match="the file exists"):
        to_database([str(RECORDS)], "sqlite", path)
    assert path.read_text() == "mine"


def test_a_database_is_no_stream(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="cannot go to standard output"):
        to_database([str(RECORDS)], "sqlite", Path("-"))
    assert list(tmp_path.iterdir()) == []


def test_records_with_errors_alone_are_named_in_the_readme(tmp_path):
    source, path = tmp_path / "bad.jsonl", tmp_path / "bad.sqlite"
    source.write_text('{"record": "incident"}\n')
    to_database([str(source)], "sqlite", path)
    [(said,)] = rows(path, "SELECT text FROM README WHERE topic = 'left out'")
    assert said.startswith("1 rows are not here")
    topics = [row[0] for row in rows(path, "SELECT topic FROM README ORDER BY no")]
    assert topics[0] == "what"


def test_something_else_is_sent_to_the_command_that_reads_it(tmp_path):
    with pytest.raises(UserError, match="this looks like a table of figures"):
        to_database([str(FIGURES)], "sqlite", tmp_path / "x.sqlite")
    assert not (tmp_path / "x.sqlite").exists()
