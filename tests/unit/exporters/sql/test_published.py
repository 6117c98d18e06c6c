"""A publication in a database: what it shows, and nothing that it withholds."""

import json
import sqlite3
from pathlib import Path

import pytest

import harmscope as hs
from harmscope.errors import UserError
from harmscope.exporters.sql.to_database import to_database
from harmscope.render.listings import database_text
from offices import Office, office

ROOT = Path(__file__).parents[4]
RECORDS = ROOT / "examples" / "platform-export" / "records.jsonl"


@pytest.fixture
def avia(tmp_path: Path) -> Office:
    made = office(tmp_path, "Avia", {"Ant": 40, "Bee": 31, "Cat": 53}, harms=("hate", "csea.csam"))
    made.publish()
    return made


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(path)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


@pytest.mark.parametrize("inner", ["", "publication.json"])
def test_a_publication_gives_its_figures_and_what_they_mean(
    avia: Office, tmp_path: Path, inner: str
) -> None:
    folder, path = avia.folder / "p" / inner, tmp_path / "a.sqlite"
    record = json.loads((avia.folder / "p" / "publication.json").read_bytes())
    done = to_database([str(folder)], "sqlite", path)
    assert (done.reports, done.figures) == (1, len(record["figures"]))
    [(format_, service, disclosure)] = ask(path, "SELECT format, service, disclosure FROM report")
    assert (format_, service) == ("publication", "Avia")
    assert disclosure == record["disclosure"]["level"]
    titles = dict(ask(path, "SELECT metric, title FROM report_definitions"))
    assert titles == {name: one["title"] for name, one in record["definitions"].items()}
    columns = "title, senders, split, senders_in_all"
    shown = ask(path, f"SELECT {columns} FROM figures_with_labels")
    assert all(row[0] for row in shown)
    assert {row[3] for row in shown} == {one["of"] for one in record["figures"]}
    assert [row[1] for row in shown] == [one["senders"] for one in record["figures"]]
    assert ("harm_top: Hate and discrimination" in {row[2] for row in shown}) is any(
        one["harm"] == "hate" for one in record["figures"]
    )


def test_what_a_publication_withholds_is_in_no_column(avia: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    record = json.loads((avia.folder / "p" / "publication.json").read_bytes())
    withheld = sum(
        one["obs_status"] == "Q" and one["value"] is None and one["low"] is None
        for one in record["figures"]
    )
    to_database([str(avia.folder / "p")], "sqlite", path)
    hidden = "status = 'suppressed'"
    assert ask(path, f"SELECT count(*) FROM figure WHERE {hidden}") == [(withheld,)]
    assert withheld > 0
    numbers = ("value", "numerator", "denominator", "bounds_low", "bounds_high")
    for column in numbers:
        assert ask(path, f"SELECT {column} FROM figure WHERE {hidden} AND {column} > -1") == []


def test_nothing_exact_stands_beside_a_publication(avia: Office, tmp_path: Path) -> None:
    exact = tmp_path / "exact"
    hs.report(RECORDS, period="2026-H1", clock="2026-11-30").write(exact)
    for other in (str(RECORDS), str(exact)):
        with pytest.raises(UserError, match="stand beside what it withholds"):
            to_database([str(avia.folder / "p"), other], "sqlite", tmp_path / "a.sqlite")


def test_a_database_of_nothing_says_so(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    done = to_database([str(empty)], "sqlite", tmp_path / "a.sqlite")
    assert done.written == 0
    assert "no record and no figure is in it" in database_text(done, tmp_path / "a.sqlite")
    [[rules]] = ask(tmp_path / "a.sqlite", "SELECT count(*) FROM finding WHERE rule = 'HS205'")
    assert rules == 1
