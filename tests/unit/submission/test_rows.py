import gzip
from pathlib import Path

from harmscope.submission.rows import rows_of
from senders import header, write_records


def test_every_row_counts_whether_good_or_not(tmp_path: Path) -> None:
    path = write_records(tmp_path / "a.jsonl", [header("Alpha"), {"record": "notice"}])
    path.write_bytes(path.read_bytes() + b"{broken\n\n")
    assert rows_of(path) == 3


def test_a_cut_file_has_no_count(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"a": 1}\n' * 100)[:-9])
    assert rows_of(path) is None
