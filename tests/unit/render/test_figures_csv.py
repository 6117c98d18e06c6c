import csv
import io

from harmscope.readers.result import figure
from harmscope.render.figures_csv import HEADER, figure_row, figures_table

MADE = figure(
    metric="items.removed", unit="items", status="estimate", bounds={"high": 5},
    dimensions={"category": "a"}, scope={"service": "Example"},
)  # fmt: skip


def test_a_row_has_a_cell_for_each_column() -> None:
    row = dict(zip(HEADER, figure_row(MADE), strict=True))
    assert (row["value"], row["low"], row["high"], row["service"]) == ("", "", "5", "Example")
    assert row["dimensions"] == "category=a"


def test_the_table_is_csv() -> None:
    rows = list(csv.reader(io.StringIO(figures_table([MADE], "figures"))))
    assert rows[0] == list(HEADER)
    assert len(rows) == 2
