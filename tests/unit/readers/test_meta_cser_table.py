import csv
from collections.abc import Callable
from pathlib import Path

from harmscope.readers.meta_cser import COLUMNS, read_meta_cser
from harmscope.readers.meta_cser_table import meta_cser_rows, meta_cser_table

ROWS = [
    ["Photos", "Hate Speech", "Content Actioned", "2022Q1", "3,100"],
    ["Photos", "Hate Speech", "Lowerbound Prevalence", "2022Q1", "0.01%"],
    ["Photos", "Hate Speech", "Lowerbound Prevalence", "2022Q2", "N/A"],
    ["Photos", "Hate Speech", "Upperbound Prevalence", "2022Q1", "0.02%"],
    ["Photos", "Hate Speech", "Upperbound Prevalence", "2022Q2", "N/A"],
    ["Photos", "Spam", "UBP", "2022Q2", "0.05%"],
]


def test_gives_back_what_was_published(write_csv: Callable[..., Path]) -> None:
    path = write_csv("m.csv", [list(COLUMNS), *ROWS])
    rows = meta_cser_rows(read_meta_cser(path).figures)
    assert rows == sorted(tuple(row) for row in ROWS)


def test_the_table_has_the_published_header(write_csv: Callable[..., Path]) -> None:
    path = write_csv("m.csv", [list(COLUMNS), *ROWS])
    text = meta_cser_table(read_meta_cser(path).figures)
    assert text.splitlines()[0] == ",".join(COLUMNS)


def test_gives_back_every_cell_of_the_real_file(real_data: Path) -> None:
    path = real_data / "meta-cser" / "meta-q2-2022.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        published = sorted(tuple(row) for row in list(csv.reader(file))[1:])
    assert meta_cser_rows(read_meta_cser(path).figures) == published
