"""Results go from one function into the next."""

import os
from pathlib import Path

import harmscope as hs
from harmscope.api.places import names_of, path_of
from harmscope.api.surface import loaded_editions

ROOT = Path(__file__).parents[3]
RECORDS = ROOT / "examples" / "platform-export" / "records.jsonl"
FIGURES = ROOT / "examples" / "advertiser-compare" / "figures.csv"
OZONE = ROOT / "examples" / "importers" / "ozone" / "raw"
DAY = "2026-11-30"


def test_names_of_files() -> None:
    assert names_of("a.jsonl") == ["a.jsonl"]
    assert names_of(Path("a.jsonl")) == ["a.jsonl"]
    assert names_of(["a.jsonl", Path("b.jsonl")]) == ["a.jsonl", "b.jsonl"]
    assert path_of(None) is None
    assert path_of("a.toml") == Path("a.toml")


def test_an_import_is_checked_counted_and_shown_as_due(tmp_path: Path) -> None:
    made = hs.import_log(OZONE, "ozone")
    assert os.fspath(made) == str(made.records)
    seen = hs.validate(made, clock=DAY).verdict
    assert seen.seen == sum(1 for _ in made.rows())
    assert hs.report([made], period="2026", clock=DAY).report.figures()
    due = hs.due(made, clock=DAY).outlook.items
    assert {one.place[0] for one in due if one.place} == {made.records.name}
    assert hs.export(made, "sqlite", tmp_path / "log.sqlite", clock=DAY).ok


def test_a_report_that_is_at_hand_is_explained_with_its_explanations(tmp_path: Path) -> None:
    folder = tmp_path / "explained"
    made = hs.report(RECORDS, period="2026-H1", clock=DAY, explain=folder)
    found = hs.explain(made, "notices.received", records=RECORDS)
    made.write(tmp_path / "report")
    written = hs.explain(tmp_path / "report", "notices.received", records=RECORDS)
    assert found.to_dict() == written.to_dict()
    assert found.explanation.recounted is not None
    assert found.explanation.recounted.equal


def test_one_report_needs_no_list() -> None:
    found = hs.read(FIGURES, "figures")
    assert str(hs.compare(found)) == str(hs.compare([found]))
    assert len(loaded_editions(found)) == 1
    assert hs.claim("Tern's violative view rate was lower than Wren's", found).states
