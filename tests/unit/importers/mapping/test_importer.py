import pytest

from harmscope.errors import UserError
from harmscope.formats.rows import Row
from harmscope.importers.contract import Table, Task
from harmscope.importers.mapping import MAPPING


def table(*rows):
    lines = enumerate(rows, start=2)
    return iter([Table("t.csv", iter([Row(line, 0, row) for line, row in lines]))])


def test_without_a_file_it_says_how_to_get_one():
    with pytest.raises(UserError, match="init-mapping"):
        list(MAPPING.records(iter([]), Task()))


def test_rows_become_records(mapping_file):
    path = mapping_file('[values.category]\nHass = "hate"\n')
    task = Task(mapping=path, read=1)
    row = {"Nr": "1", "Art": "Hass", "Was": "visibility.removed", "Wann": "2026-01-02", "Notiz": ""}
    (record,) = MAPPING.records(table(row), task)
    assert record["harm"] == {"primary": "hate"}
    assert task.written == 1


def test_rows_without_the_columns_are_told(mapping_file):
    task = Task(mapping=mapping_file(), read=1)
    assert list(MAPPING.records(table({"other": "x"}), task)) == []
    assert task.skipped.total() == 1
