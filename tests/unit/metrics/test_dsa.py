"""Metrics of the EU template, cell by cell."""

import pytest

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.dsa import IN_TEMPLATE, cell_metric
from harmscope.metrics.flat_tables import table
from harmscope.model.dsa_template import dsa_template

NARROW = {metric.id: metric for metric in IN_TEMPLATE}
DECLARED = ("report.", "qualitative.", "moderators.", "recipients.", "automation.accuracy",
            "automation.precision", "automation.recall")  # fmt: skip
CELLS = [
    (column.metric, column.dimensions)
    for sheet in dsa_template().sheets.values()
    for column in (*sheet.columns, *sheet.rows)
    if column.metric and not column.metric.startswith(DECLARED)
]


@pytest.mark.parametrize(("name", "dimensions"), CELLS)
def test_every_cell_of_the_template_can_be_counted(name: str, dimensions: dict[str, str]) -> None:
    metric = cell_metric(NARROW.get(name) or METRICS[name], dimensions)
    assert metric.condition(table(metric.table)).type().is_boolean()
    assert metric.weakness(table(metric.table)).type().is_boolean()


def test_units_are_those_of_the_template() -> None:
    for sheet in dsa_template().sheets.values():
        for column in (*sheet.columns, *sheet.rows):
            if column.metric in METRICS:
                assert METRICS[column.metric].unit == column.unit


def test_column_g_has_two_readings() -> None:
    base = METRICS["measures.detected_automatically"]
    detected, decided = cell_metric(base, {}), cell_metric(base, {}, by_decision=True)
    assert str(detected.where) != str(decided.where)
    assert str(detected.weak) != str(decided.weak)
