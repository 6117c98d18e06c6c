""""""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.readers.meta_cser import (
    COLUMNS,
    meta_cser_rows,
    meta_cser_table,
    meta_metrics,
    read_meta_cser,
)
from harmscope.taxonomy.systems import codelist

Write = Callable[[str, list[list[str]]], Path]

ROWS = [
    ["Photos", "Hate Speech", "Content Actioned", "2022Q1", "3,100"],
    ["Photos", "Hate Speech", "Content Actioned", "2022Q2", "N/A"],
    ["Photos", "Hate Speech", "Content Appealed", "2022Q2", "0"],
    ["Photos", "Hate Speech", "Proactive rate", "2022Q2", "98.40%"],
    ["Photos", "Hate Speech", "Lowerbound Prevalence", "2022Q2", "0.01%"],
    ["Photos", "Hate Speech", "Upperbound Prevalence", "2022Q2", "0.02%"],
    ["Photos", "Spam", "UBP", "2022Q2", "0.05%"],
    ["Photos", "Fake Accounts", "Prevalence", "2022Q2", "5.00%"],
    ["Photos", "Fake Accounts", "Content Actioned", "2022Q2", "1,200"],
]


@pytest.fixture
def figures(write_csv: Write) -> list[Figure]:
    reading = read_meta_cser(write_csv("m.csv", [list(COLUMNS), *ROWS]))
    assert reading.findings == []
    return reading.figures


def test_na_is_not_reported_and_zero_is_zero(figures: list[Figure]) -> None:
    missing = next(f for f in figures if f.status == "not_reported")
    zero = next(f for f in figures if f.metric == "items.appealed")
    assert missing.value is None
    assert (zero.value, zero.status) == (0, "exact")


def test_bounds_make_one_figure_with_two_cells(figures: list[Figure]) -> None:
    pair = next(f for f in figures if f.bounds and f.bounds.low is not None)
    assert pair.bounds is not None
    assert (pair.bounds.low, pair.bounds.high) == (0.0001, 0.0002)
    assert pair.source is not None
    assert pair.source.cell == "E6, E7"
    assert pair.rounding == 0.0001


def test_an_upper_bound_alone_has_no_lower(figures: list[Figure]) -> None:
    only = next(f for f in figures if f.dimensions == {"category": "Spam"})
    assert only.bounds is not None
    assert (only.value, only.bounds.low, only.bounds.high) == (None, None, 0.0005)


def test_fake_accounts_are_accounts(figures: list[Figure]) -> None:
    found = {f.metric: f.unit for f in figures if f.dimensions == {"category": "Fake Accounts"}}
    assert found == {"accounts.fake_share": "share", "accounts.actioned": "accounts"}


def test_rounding_is_read_from_numbers_of_the_same_length(figures: list[Figure]) -> None:
    count = next(f for f in figures if f.value == 3100)
    assert count.rounding == 100


def test_a_bad_value_is_said_and_kept_apart_from_zero(write_csv: Write) -> None:
    row = ["Photos", "Spam", "Content Actioned", "2022Q2", "many"]
    reading = read_meta_cser(write_csv("m.csv", [list(COLUMNS), row]))
    assert [(f.rule, f.pointer) for f in reading.findings] == [("RD010", "E2")]
    assert reading.figures[0].status == "not_reported"
    assert "many" not in reading.findings[0].message


def test_a_new_metric_is_kept_under_its_name(write_csv: Write) -> None:
    row = ["Photos", "Spam", "Content Dimmed", "2022Q2", "5"]
    reading = read_meta_cser(write_csv("m.csv", [list(COLUMNS), row]))
    assert reading.figures[0].dimensions == {"category": "Spam", "metric": "Content Dimmed"}
    assert [f.rule for f in reading.findings] == ["RD044"]


def test_another_file_is_refused(write_csv: Write) -> None:
    with pytest.raises(UserError, match="not the enforcement file"):
        read_meta_cser(write_csv("m.csv", [["a", "b"], ["1", "2"]]))


def test_units_and_estimands_are_known_codes() -> None:
    for meaning in meta_metrics()["metrics"].values():
        assert meaning["unit"] in codelist("unit").codes
        assert meaning["estimand"] in codelist("estimand").codes


ROWS_OF_META_CSER_TABLE = [
    ["Photos", "Hate Speech", "Content Actioned", "2022Q1", "3,100"],
    ["Photos", "Hate Speech", "Lowerbound Prevalence", "2022Q1", "0.01%"],
    ["Photos", "Hate Speech", "Lowerbound Prevalence", "2022Q2", "N/A"],
    ["Photos", "Hate Speech", "Upperbound Prevalence", "2022Q1", "0.02%"],
    ["Photos", "Hate Speech", "Upperbound Prevalence", "2022Q2", "N/A"],
    ["Photos", "Spam", "UBP", "2022Q2", "0.05%"],
]


def test_gives_back_what_was_published(write_csv: Callable[..., Path]) -> None:
    path = write_csv("m.csv", [list(COLUMNS), *ROWS_OF_META_CSER_TABLE])
    rows = meta_cser_rows(read_meta_cser(path).figures)
    assert rows == sorted(tuple(row) for row in ROWS_OF_META_CSER_TABLE)


def test_the_table_has_the_published_header(write_csv: Callable[..., Path]) -> None:
    path = write_csv("m.csv", [list(COLUMNS), *ROWS_OF_META_CSER_TABLE])
    text = meta_cser_table(read_meta_cser(path).figures)
    assert text.splitlines()[0] == ",".join(COLUMNS)


def test_gives_back_every_cell_of_the_real_file(real_data: Path) -> None:
    path = real_data / "meta-cser" / "meta-q2-2022.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        published = sorted(tuple(row) for row in list(csv.reader(file))[1:])
    assert meta_cser_rows(read_meta_cser(path).figures) == published
