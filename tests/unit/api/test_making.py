"""Reports from Python."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harmscope.api.making import Options, reconcile_with, report, report_to
from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport

Make = Callable[..., dict[str, Any]]
Write = Callable[..., Path]

EXAMPLES = Path(__file__).parents[3] / "examples"
OPTIONS = Options("core", "2025-07", "all", clock="2026-01-01")


def test_the_same_input_gives_the_same_bytes(
    tmp_path: Path, header: Make, incident: Make, write_records: Write
) -> None:
    source = write_records(header(), incident("a"), incident("b"))
    one = report_to([source], OPTIONS, tmp_path / "one")
    two = report_to([source], OPTIONS, tmp_path / "two")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_the_first_page_of_the_explanations_is_among_the_files(
    tmp_path: Path, header: Make, incident: Make, write_records: Write
) -> None:
    source = write_records(header(), incident("a"), incident("b"))
    plain = report_to([source], OPTIONS, tmp_path / "out")
    explaining = replace(OPTIONS, explain=tmp_path / "explained")
    written = report_to([source], explaining, tmp_path / "out")
    assert written == [*plain, tmp_path / "explained" / "index.html"]
    assert "<html" in written[-1].read_text(encoding="utf-8")


def test_a_cache_among_the_records_is_none_of_them(
    tmp_path: Path, header: Make, incident: Make, write_records: Write
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    write_records(header(), incident("a"), incident("b")).rename(folder / "records.jsonl")
    cached = replace(OPTIONS, cache=folder / "cache")
    first, second = (report([folder], one) for one in (cached, cached))
    assert first == second
    assert second.quality.counted == 2
    assert len(second.inputs) == 1
    # Where it is not said to be a cache, what lies in it is no record, and is not passed over.
    with pytest.raises(UserError, match=r"logs/cache/\w+/0\.flat: the content is not a known text"):
        report([folder], OPTIONS)


def test_without_a_clock_the_run_says_how_long_it_took(
    tmp_path: Path, header: Make, write_records: Write
) -> None:
    report_to([write_records(header())], Options("core", "2025-07", "all"), tmp_path / "out")
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert run["seconds"] >= 0
    assert run["engine"]["name"] == "duckdb"


def test_invalid_records_are_excluded_and_counted(
    header: Make, incident: Make, write_records: Write
) -> None:
    bad = incident("b", subject_kind="planet")
    quality = report(
        [write_records(header(), incident("a"), bad, {"record": "tale"})], OPTIONS
    ).quality
    assert (quality.read, quality.counted) == (3, 1)
    assert sum(one.records for one in quality.excluded or ()) == 2


def test_what_happens_after_the_clock_is_excluded(
    header: Make, incident: Make, write_records: Write
) -> None:
    options = Options("core", "2025-07", "all", clock="2025-07-01")
    assert report([write_records(header(), incident())], options).quality.counted == 0


@pytest.mark.parametrize(
    ("options", "place"),
    [
        (Options("core", "2025-07", "all", disclosure="loose"), "--disclosure"),
        (Options("core", "2025-07", "all", clock="tomorrow"), "--clock"),
        (Options("core", "soon", "all"), "--period"),
        (Options("nobody", "2025-07", "all"), "--profile"),
        (Options("core", "2025-07", "all", zone="Nowhere"), "--tz"),
        (Options("core", "2025-07", "all", memory="much"), "--memory-limit"),
    ],
)
def test_wrong_options_are_named(
    options: Options, place: str, header: Make, write_records: Write
) -> None:
    with pytest.raises(UserError) as caught:
        report([write_records(header())], options)
    assert caught.value.where == place


def test_real_statements_add_up(tmp_path: Path, real_data: Path) -> None:
    from harmscope.importers import importer
    from harmscope.importers.run import Request, run

    rows = real_data / "dsa-sor" / "v2_first25.csv"
    records = tmp_path / "r.jsonl"
    run(importer("dsa-sor"), Request((str(rows),), str(records), None, None, None, False))
    made = report([records], OPTIONS)
    figures = [
        one for section in made.sections for panel in section.panels for one in panel.figures
    ]
    totals = {one.metric: one.value for one in figures if not one.dimensions}
    # Counted by hand: 25 statements; 24 restrict the visibility of content, one ends an account.
    assert (totals["decisions.restricting"], totals["items.actioned"]) == (25, 24)
    assert (totals["accounts.actioned"], totals["decisions.automated_share"]) == (1, 0.88)
    assert (totals["notices.received"], made.quality.counted) == (None, 25)


PERIOD = "2025-07-01/2025-12-31"
HEADER = {
    "record": "dataset", "version": "1.1", "service": "Example", "time_zone": "UTC",
    "taxonomy": "harm@1.0.0", "disclosure": "restricted",
}  # fmt: skip
INCIDENT = {
    "record": "incident", "version": "1.0", "incident_id": "i1", "service": "Example",
    "subject_kind": "content",
    "native": [{"scheme": "dsa@v2", "code": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
                "role": "category"}],
    "detection": {"source": "own_initiative", "automated": True},
    "decisions": [{"id": "i1:1", "applied_at": "2025-08-01", "ground": "terms",
                   "actions": [{"kind": "visibility.removed"}], "automation": "full"}],
}  # fmt: skip


def published(value: int, service: str | None = "Example") -> LoadedReport:
    figure = Figure.model_validate(
        {"metric": "measures.taken", "unit": "actions", "value": value, "status": "exact",
         "dimensions": {"ground": "terms"}}
    )  # fmt: skip
    return LoadedReport("r.json", "0" * 64, "dsa-report", service, PERIOD, None, [figure], {})


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in (HEADER, INCIDENT)))
    return path


def test_records_are_counted_as_the_template_asks(records: Path) -> None:
    found = reconcile_with(published(3), [records], clock="2026-02-01")
    cell = next(c for c in found.cells if c.metric == "measures.taken" and len(c.dimensions) == 1)
    assert (cell.reported, cell.counted, cell.ratio) == (3, 1, (3, 3))


def test_a_report_without_a_service_is_said(records: Path) -> None:
    with pytest.raises(UserError, match="service or period"):
        reconcile_with(published(3, service=None), [records])


@pytest.mark.parametrize(("profile", "heard"), [("core", 1), ("synthetic-media", 0)])
def test_referrals_that_a_profile_does_not_count_are_named(
    profile: str, heard: int, tmp_path: Path
) -> None:
    lines: list[str] = []
    records = EXAMPLES / "platform-export" / "records.jsonl"
    year = Options(profile, "2025-07-01/2026-06-30", "Lanternfish", clock="2026-11-30")
    report_to([records], year, tmp_path / "out", lines.append)
    found = [line for line in lines if line.startswith("referrals: ")]
    assert len(found) == heard
    assert all("synthetic-media does" in line for line in found)
