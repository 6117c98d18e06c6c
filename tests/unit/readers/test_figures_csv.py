from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.readers.figures_csv import read_figures_csv

Write = Callable[[str, list[list[str]]], Path]
HEADER = [
    "metric", "unit", "service", "period", "value", "low", "high", "address", "retrieved", "quoted",
    "dimension.category", "basis.automation",
]  # fmt: skip
GOOD = [
    "views.violative_share", "share", "Example", "2022-07-01/2022-09-30", "0.0012", "", "",
    "example.org/report", "2026-11-22", "12 of every 10,000 views", "all", "found first",
]  # fmt: skip


def changed(**cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(HEADER, GOOD, strict=True)]


def test_reads_a_row(write_csv: Write) -> None:
    reading = read_figures_csv(write_csv("f.csv", [HEADER, GOOD]))
    made = reading.figures[0]
    assert (made.value, made.dimensions, made.status) == (0.0012, {"category": "all"}, "exact")
    assert made.source is not None
    assert (made.source.address, made.source.retrieved) == ("example.org/report", "2026-11-22")


def test_an_upper_bound_is_an_estimate(write_csv: Write) -> None:
    reading = read_figures_csv(write_csv("f.csv", [HEADER, changed(value="", high="0.0005")]))
    assert reading.figures[0].status == "estimate"


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"quoted": ""}, "J2"),
        ({"retrieved": "some day"}, "I2"),
        ({"value": "about 5"}, "E2"),
        ({"value": ""}, "row 2"),
        ({"unit": "smiles"}, "row 2"),
        ({"period": "last year"}, "row 2"),
        ({"period": "2026-13-45/2026-99-99"}, "row 2"),
        ({"period": "2026-03-31/2026-01-01"}, "row 2"),
        ({"low": "0.2", "high": "0.1"}, "row 2"),
    ],
)
def test_a_row_that_is_no_figure_is_said(
    write_csv: Write, cells: dict[str, str], place: str
) -> None:
    reading = read_figures_csv(write_csv("f.csv", [HEADER, changed(**cells), GOOD]))
    assert [(f.rule, f.pointer) for f in reading.findings] == [("RD060", place)]
    assert len(reading.figures) == 1


def test_columns_must_be_known_and_whole(write_csv: Write) -> None:
    with pytest.raises(UserError, match="missing: quoted"):
        read_figures_csv(write_csv("f.csv", [[n for n in HEADER if n != "quoted"]]))
    with pytest.raises(UserError, match="1 columns are not known"):
        read_figures_csv(write_csv("g.csv", [[*HEADER, "mood"]]))
