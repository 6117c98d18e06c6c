import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.importers.dsa_sor import DSA_SOR
from harmscope.importers.run import Request, run


def write(path: Path, *rows: dict[str, object]) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def test_the_header_comes_first_and_counts_add_up(tmp_path: Path, statement: Callable) -> None:
    source = write(tmp_path / "in.csv", statement(), statement(uuid="u2"))
    task = run(DSA_SOR, Request((source,), str(tmp_path / "out.jsonl")))
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = [json.loads(line)["record"] for line in lines]
    assert kinds == ["dataset", "incident", "incident"]
    assert json.loads(lines[0])["counts"] == {"read": 2, "written": 2}
    assert (task.read, task.written) == (2, 2)


def test_files_of_another_kind_write_nothing(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", {"a": 1})
    with pytest.raises(UserError, match="check --from"):
        run(DSA_SOR, Request((source,), str(tmp_path / "out.jsonl")))
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(("name", "count"), [("v2_first25.csv", 25), ("v1_12rows.csv", 12)])
def test_real_rows(real_data: Path, tmp_path: Path, name: str, count: int) -> None:
    source = str(real_data / "dsa-sor" / name)
    task = run(DSA_SOR, Request((source,), str(tmp_path / "out.jsonl.zst")))
    assert (task.read, task.written, task.tally.total()) == (count, count, 0)


def test_the_demonstration_data(root: Path, tmp_path: Path) -> None:
    source = str(root / "examples" / "demo" / "statements")
    task = run(DSA_SOR, Request((source,), str(tmp_path / "out.jsonl")))
    assert (task.read, task.written, len(task.services)) == (300, 300, 4)
    assert task.tally.counts == {"IM022": 1}
    assert task.notes.total() == 1
