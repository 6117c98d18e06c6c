from harmscope.readers.cells import column_letters, place


def test_names_cells_as_spreadsheets_do() -> None:
    assert place(2, 12) == "C12"
    assert [column_letters(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
