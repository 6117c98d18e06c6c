import gzip
from pathlib import Path

from harmscope.importers.contract import Task
from harmscope.importers.tables import tables


def test_faults_are_counted_and_good_rows_come_through(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n1;2\n1\n3;4\n")
    task = Task()
    found = [row.data for one in tables([str(path)], frozenset(), task) for row in one.rows]
    assert found == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert (task.read, task.skipped.total()) == (3, 1)
    assert task.tally.counts == {"HS016": 1}
    assert list(task.notes) == ["a.csv: cells are separated by semicolon"]


def test_a_damaged_file_is_found_after_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"a\n1\n")[:-1])
    task = Task()
    assert len([row for one in tables([str(path)], frozenset(), task) for row in one.rows]) == 1
    assert task.tally.counts == {"HS015": 1}


def test_an_empty_table_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n")
    task = Task()
    for table in tables([str(path)], frozenset(), task):
        assert not list(table.rows)
    assert list(task.notes) == ["a.csv: it holds no rows"]


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    task = Task()
    for table in tables([str(tmp_path)], frozenset(), task):
        assert not list(table.rows)
    assert [finding.rule for finding in task.tally.samples()] == ["HS205"]
