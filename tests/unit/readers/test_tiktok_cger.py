""""""

from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.readers.result import read_tables
from harmscope.readers.tiktok_cger import read_tiktok_cger, tiktok_cger_cells, tiktok_sheets
from harmscope.taxonomy.systems import codelist

Write = Callable[[str, dict[str, list[list[object]]]], Path]

SHEETS: dict[str, list[list[object]]] = {
    "Published removal pct": [
        ["Date", "Removal rate of published"],
        ["2022-06-30", 0.009],
        ["2022-09-30", 0.01],
    ],
    "Account removals": [
        ["Date", "Fake accounts removed", "Total accounts removed"],
        ["2022-09-30", "", 70],
    ],
    "Video removals by policy": [
        ["Date", "Minor safety", "Violent extremism"],
        ["2022-09-30", 0.9, 0.1],
    ],
    "Top 50 Countries": [
        ["Country Code", "Country Name", "Total videos removed", ""],
        ["SE", "Sweden", 42, ""],
    ],
    "Sub Policy": [
        ["Issue policy", "Sub-policy", "Category Share"],
        ["Minor safety", "Grooming behavior", 0.0226874986857],
    ],
}


def test_reads_each_shape_of_sheet(write_xlsx: Write) -> None:
    reading = read_tiktok_cger(write_xlsx("t.xlsx", SHEETS))
    found = {(f.metric, tuple((f.dimensions or {}).values())): f for f in reading.figures}
    assert found["items.removed_policy_share", ("Minor safety",)].value == 0.9
    assert found["items.removed", ("SE",)].period == "2022-07-01/2022-09-30"
    share = found["items.removed_share_of_policy", ("Minor safety/Grooming behavior",)]
    assert share.rounding is None
    assert reading.findings == []


def test_an_empty_cell_is_not_reported(write_xlsx: Write) -> None:
    reading = read_tiktok_cger(write_xlsx("t.xlsx", SHEETS))
    fake = next(f for f in reading.figures if f.dimensions == {"reason": "fake"})
    assert (fake.value, fake.status) == (None, "not_reported")


def test_a_dropped_closing_zero_does_not_widen_the_rounding(write_xlsx: Write) -> None:
    reading = read_tiktok_cger(write_xlsx("t.xlsx", SHEETS))
    steps = [f.rounding for f in reading.figures if f.metric == "items.removed_share_of_published"]
    assert steps == [0.001, 0.001]


def test_unknown_sheets_and_columns_are_said(write_xlsx: Write) -> None:
    sheets = {**SHEETS, "New": [["x"], [1]]}
    sheets["Account removals"] = [["Date", "Accounts seen"], ["2022-09-30", 5]]
    reading = read_tiktok_cger(write_xlsx("t.xlsx", sheets))
    assert sorted(f.rule for f in reading.findings) == ["RD002", "RD003"]


def test_another_workbook_is_refused(write_xlsx: Write) -> None:
    with pytest.raises(UserError):
        read_tiktok_cger(write_xlsx("t.xlsx", {"New": [["x"], [1]]}))


def test_units_are_known_codes() -> None:
    for layout in tiktok_sheets()["sheets"].values():
        for meaning in layout.get("columns", {}).values():
            assert meaning["unit"] in codelist("unit").codes


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
