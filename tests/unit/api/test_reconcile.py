import json
from pathlib import Path

import pytest

from harmscope.api.reconcile import reconcile_with
from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport

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
