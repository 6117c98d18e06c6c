""""""

import csv
import io
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.readers import Reading, Source
from harmscope.readers.result import figure
from harmscope.reading import LoadedReport
from harmscope.reconciliation import Reconciliation, reconcile
from harmscope.render.results_text import (
    reading_summary,
    reading_text,
    reconciliation_document,
    reconciliation_table,
    reconciliation_text,
    write_reading,
)
from harmscope.render.writers.to_csv import table_csv
from written import held


def reading(findings: int) -> Reading:
    made = figure(metric="items.removed", unit="items", value=1, status="exact")
    found = [Finding("RD041", "lenient_scope", "info", "a.csv", "said", "mend")] * findings
    return Reading("figures", service="Example", figures=[made], findings=found)


def test_text_counts_every_remark_and_shows_the_first() -> None:
    text = reading_text(reading(7))
    assert text.startswith("1 figure (1 exact)\nservice Example\n")
    assert "RD041 info lenient_scope: 7" in text
    assert text.endswith("and 2 more; all are in the report")


def test_the_summary_holds_every_remark() -> None:
    summary = reading_summary(reading(7))
    assert summary["counts"] == {"RD041": 7}
    assert len(summary["findings"]) == 7  # type: ignore[arg-type]


READING = Reading("figures", sources=[Source("f.csv", "0" * 64, 1)])


def test_the_ending_chooses_the_form(tmp_path: Path) -> None:
    write_reading(READING, tmp_path / "a.json")
    write_reading(READING, tmp_path / "a.csv")
    assert (tmp_path / "a.json").read_text().startswith("{")
    assert (tmp_path / "a.csv").read_text().startswith("metric,value,")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the output format is not known"):
        write_reading(READING, tmp_path / "a.pdf")


def found() -> Reconciliation:
    def report(value: int) -> LoadedReport:
        figure = Figure.model_validate(
            {"metric": "measures.taken", "unit": "actions", "value": value, "status": "exact"}
        )
        return LoadedReport("r.json", "0" * 64, "dsa-report", "Example", None, None, [figure], {})

    return reconcile(report(30), report(10))


def test_text_counts_cells_and_offers_reasons() -> None:
    lines = reconciliation_text(found()).splitlines()
    assert lines[0].startswith("1 cell: 0 equal, 1 the report says more")
    assert lines[1] == "  Measures: taken: 30 reported, 10 in records, 3 times"
    assert lines[2].startswith("Known reasons")


def test_document_and_table_hold_every_cell() -> None:
    document = held(reconciliation_document(found()))
    assert document["cells"][0]["ratio"] == [3, 3]
    rows = list(csv.DictReader(io.StringIO(table_csv(reconciliation_table(found())))))
    assert (rows[0]["report"], rows[0]["state"]) == ("30", "above")
