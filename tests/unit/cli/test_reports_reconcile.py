import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from harmscope.cli.reports import reconcile

ROWS = """metric,unit,service,period,value,address,retrieved,quoted
items.actioned,items,Example,2025-07-01/2025-12-31,3,example.org,2026-02-01,three items
"""
RECORDS = [
    {"record": "dataset", "version": "1.1", "service": "Example", "time_zone": "UTC",
     "taxonomy": "harm@1.0.0", "disclosure": "restricted"},
    {"record": "incident", "version": "1.0", "incident_id": "i1", "service": "Example",
     "subject_kind": "content",
     "native": [{"scheme": "dsa@v2", "code": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"}],
     "decisions": [{"id": "i1:1", "applied_at": "2025-08-01",
                    "actions": [{"kind": "visibility.removed"}]}]},
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "start"), [("text", ""), ("json", "{"), ("csv", "metric,dimensions,")]
)
def test_a_hand_filled_report_meets_records(tmp_path: Path, form: str, start: str) -> None:
    from harmscope.reading import read, write_published

    (tmp_path / "f.csv").write_text(ROWS)
    write_published(read([tmp_path / "f.csv"], "figures", service="Example"), tmp_path / "r.json")
    lines = "".join(json.dumps(each) + "\n" for each in RECORDS)
    (tmp_path / "records.jsonl").write_text(lines)
    app = typer.Typer()
    app.command()(reconcile)
    words = [str(tmp_path / "r.json"), str(tmp_path / "records.jsonl"), "--clock", "2026-02-01"]
    result = CliRunner().invoke(app, [*words, "--format", form])
    assert (result.exit_code, result.stdout.startswith(start)) == (0, True)
    assert "items.actioned" in result.stdout or "3 reported, 1 in records" in result.stdout
