from harmscope.registry.tables import COUNTED, ENTRIES, METADATA, RECEIPTS


def test_what_must_be_unique_is_unique_in_the_database() -> None:
    assert [column.name for column in ENTRIES.primary_key] == ["seq"]
    assert ENTRIES.c.hash.unique
    assert [column.name for column in RECEIPTS.primary_key] == ["package", "seq"]
    assert [column.name for column in COUNTED.primary_key] == ["submission"]
    assert set(METADATA.tables) == {"entries", "receipts", "counted", "about"}
