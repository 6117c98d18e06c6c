from collections.abc import Callable
from pathlib import Path

from harmscope.readers.tables import read_tables
from harmscope.readers.tiktok_cger import read_tiktok_cger
from harmscope.readers.tiktok_cger_table import tiktok_cger_cells


def test_gives_back_a_cell(write_xlsx: Callable[..., Path]) -> None:
    sheets = {"Spam": [["Date", "Blocked spam account creation"], ["2022-09-30", 41]]}
    cells = tiktok_cger_cells(read_tiktok_cger(write_xlsx("t.xlsx", sheets)).figures)
    assert cells == [("Spam", "2022-09-30", "Blocked spam account creation", "41")]


def test_gives_back_every_cell_of_the_real_workbook(real_data: Path) -> None:
    path = real_data / "tiktok-cger" / "tiktok-q3-2022.xlsx"
    published = []
    for table in read_tables(path)[0]:
        keys = 2 if table.name in ("Top 50 Countries", "Sub Policy") else 1
        for row in table.rows[1:]:
            name = "/".join(row[:2]) if table.name == "Sub Policy" else row[0]
            for header, cell in zip(table.rows[0][keys:], row[keys:], strict=True):
                if header.strip():
                    published.append((table.name, name, header, cell))
    assert tiktok_cger_cells(read_tiktok_cger(path).figures) == sorted(published)
