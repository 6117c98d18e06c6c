"""Reports from Python."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harmscope.api.report import Options, report, report_to
from harmscope.errors import UserError

Make = Callable[..., dict[str, Any]]
Write = Callable[..., Path]

OPTIONS = Options("core", "2025-07", "all", clock="2026-01-01")


def test_the_same_input_gives_the_same_bytes(
    tmp_path: Path, header: Make, incident: Make, write_records: Write
) -> None:
    source = write_records(header(), incident("a"), incident("b"))
    one = report_to([source], OPTIONS, tmp_path / "one")
    two = report_to([source], OPTIONS, tmp_path / "two")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


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
