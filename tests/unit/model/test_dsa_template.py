import csv
import os
from pathlib import Path

import pytest

from harmscope.model.dsa_template import CATEGORY_SHEETS, dsa_template
from harmscope.taxonomy.systems import codelist

OFFICIAL = Path(__file__).parents[4] / "shared" / "data" / "dsa-template"


def test_has_eleven_sheets_in_four_languages() -> None:
    sheets = dsa_template().sheets
    assert sorted(sheets) == list(range(1, 12))
    assert set(sheets[4].names) == {"en", "es", "fr", "it"}


def test_counts_the_rows_of_the_official_file() -> None:
    sheets = dsa_template().sheets
    assert [len(sheets[number].categories) for number in CATEGORY_SHEETS] == [91, 91, 90, 98]
    assert [len(sheets[number].rows) for number in (7, 8, 9, 10, 11)] == [47, 35, 6, 4, 11]
    assert len(sheets[3].member_state_categories) == 90


def test_every_count_and_median_has_a_metric_with_a_known_unit() -> None:
    units = codelist("unit").codes
    for sheet in dsa_template().sheets.values():
        for column in sheet.columns:
            if column.kind in ("count", "median_hours"):
                assert column.metric
                assert column.unit in units


def test_no_two_columns_of_a_sheet_mean_the_same_figure() -> None:
    for number in CATEGORY_SHEETS:
        columns = [each for each in dsa_template().sheets[number].columns if each.metric]
        seen = {(each.metric, tuple(each.dimensions.items())) for each in columns}
        assert len(seen) == len(columns)


@pytest.mark.skipif(
    not OFFICIAL.is_dir() and os.environ.get("CI") != "true", reason="needs ../shared/data"
)
def test_headers_are_those_of_the_official_files() -> None:
    for sheet in dsa_template().sheets.values():
        with (OFFICIAL / f"{sheet.names['en']}.csv").open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file))
        assert [column.headers["en"] for column in sheet.columns] == header
