""""""

import csv
import io

from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport
from harmscope.reconciliation import Reconciliation, reconcile
from harmscope.render.reconciliation_text import (
    reconciliation_document,
    reconciliation_table,
    reconciliation_text,
)
from harmscope.render.writers.to_csv import table_csv
from written import held


def found() -> Reconciliation:
    def report(value: int) -> LoadedReport:
        figure = Figure.model_validate(
            {"metric": "measures.taken", "unit": "actions", "value": value, "status": "exact"}
        )
        return LoadedReport("r.json", "0" * 64, "dsa-report", "Example", None, None, [figure], {})

    return reconcile(report(30), report(10))


def test_text_counts_cells_and_offers_reasons() -> None:
    lines = reconciliation_text(found()).splitlines()
    assert lines[0].startswith("1 cells: 0 equal, 1 the report says more")
    assert lines[1] == "  Measures: taken: 30 reported, 10 in records, 3 times"
    assert lines[2].startswith("Known reasons")


def test_document_and_table_hold_every_cell() -> None:
    document = held(reconciliation_document(found()))
    assert document["cells"][0]["ratio"] == [3, 3]
    rows = list(csv.DictReader(io.StringIO(table_csv(reconciliation_table(found())))))
    assert (rows[0]["report"], rows[0]["state"]) == ("30", "above")
