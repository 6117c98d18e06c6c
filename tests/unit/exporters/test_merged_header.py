import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harmscope.errors import UserError
from harmscope.exporters.merged_header import merged
from harmscope.exporters.public import publish
from harmscope.validation import validate

Make = Callable[..., dict[str, Any]]

JANUARY = {"start": "2026-01-01", "end": "2026-01-31"}
FEBRUARY = {"start": "2026-02-01", "end": "2026-02-28"}
MARCH = {"start": "2026-03-01", "end": "2026-03-31"}
APPEALS = {"part": "appeals", "reason": "not logged"}
REACH = {"part": "reach", "reason": "not counted"}


def test_one_header_stays(header: Make) -> None:
    one = header(period=JANUARY, not_recorded=[APPEALS])
    assert merged([one]) == one


def test_periods_of_one_service_add_up(header: Make) -> None:
    found = merged([header(period=FEBRUARY), header(period=JANUARY)])
    assert found["period"] == {"start": "2026-01-01", "end": "2026-02-28"}


@pytest.mark.parametrize("other", [{"period": MARCH}, {"period": FEBRUARY, "service": "Other"}])
def test_periods_that_leave_days_out_are_refused(header: Make, other: dict[str, Any]) -> None:
    with pytest.raises(UserError, match="leave days out"):
        merged([header(period=JANUARY), header(**other)])


def test_a_header_without_a_period_leaves_it_out(header: Make) -> None:
    one = header()
    one.pop("period", None)
    assert "period" not in merged([header(period=JANUARY), one])


def test_what_one_did_not_record_is_recorded_in_part(header: Make) -> None:
    found = merged([header(not_recorded=[APPEALS, REACH]), header(not_recorded=[REACH])])
    first, second = found["not_recorded"]
    assert (first["part"], first["partly"]) == ("appeals", True)
    assert second == REACH


def test_services_and_extents_are_those_of_all(header: Make) -> None:
    one = header(coverage={"extent": "complete"}, operator="A")
    other = header(service="Other", coverage={"extent": "selection", "of": 9}, operator="A")
    found = merged([one, other])
    assert found["coverage"] == {"extent": "selection"}
    assert found["operator"] == "A"
    assert "service" not in found


def test_what_must_be_alike_is(header: Make) -> None:
    with pytest.raises(UserError, match="differ in time_zone"):
        merged([header(time_zone="UTC"), header(time_zone="Europe/Berlin")])


def test_a_public_data_set_of_two_files_speaks_of_both(
    header: Make, notice: Make, write_records: Callable[..., Path], tmp_path: Path
) -> None:
    heads = [header(period=FEBRUARY, not_recorded=[APPEALS]), header(period=MARCH)]
    sources = []
    for number, head in enumerate(heads):
        rows = [notice(f"{number}{one}", received_at=head["period"]["end"]) for one in range(12)]
        for row in rows:
            row.pop("decided_at", None)
        path = write_records(head, *rows)
        sources.append(str(path.rename(tmp_path / f"part-{number}.jsonl")))
    out = tmp_path / "public.jsonl"
    publish(sources, str(out))
    kept: list[dict[str, object]] = []
    validate([out], keep=lambda header, line: kept.append(json.loads(line)))
    assert kept[0]["period"] == {"start": "2026-02-01", "end": "2026-03-31"}
    assert [(gap["part"], gap["partly"]) for gap in kept[0]["not_recorded"]] == [("appeals", True)]
    assert len(kept) == 25
