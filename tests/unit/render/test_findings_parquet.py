import io

import pyarrow.parquet as pq
import pytest

from harmscope.findings import Finding
from harmscope.render import findings_parquet as module
from harmscope.render.findings_csv import COLUMNS
from harmscope.render.findings_parquet import findings_parquet


def finding(line: int | None) -> Finding:
    return Finding("HS001", "slug", "error", "a.jsonl", "is wrong", "mend it", line, None, "/a")


def written(count: int) -> list[dict[str, object]]:
    out = io.BytesIO()
    with findings_parquet(out) as sink:
        for line in range(1, count + 1):
            sink.take(finding(line), None)
        sink.take(finding(None), "known")
    rows: list[dict[str, object]] = pq.read_table(out).to_pylist()
    return rows


def test_one_row_a_finding() -> None:
    first, last = written(1)
    assert tuple(first) == COLUMNS
    assert (first["line"], first["offset"], first["waived"]) == (1, None, None)
    assert (last["line"], last["waived"]) == (None, "known")


def test_groups_keep_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GROUP", 10)
    assert [row["line"] for row in written(35)] == [*range(1, 36), None]


def test_no_findings_leave_a_table_without_rows() -> None:
    out = io.BytesIO()
    with findings_parquet(out):
        pass
    assert pq.read_table(out).num_rows == 0
