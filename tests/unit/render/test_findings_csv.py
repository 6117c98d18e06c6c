import csv
import io

from harmscope.findings import Finding
from harmscope.render.findings_csv import COLUMNS, findings_csv

FINDING = Finding("HS001", "slug", "error", "=a.jsonl", "is wrong", "mend, it", 7, 120, "/a/0")


def written(*found: tuple[Finding, str | None]) -> list[list[str]]:
    out = io.BytesIO()
    with findings_csv(out) as sink:
        for finding, waived in found:
            sink.take(finding, waived)
    return list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))


def test_one_row_a_finding() -> None:
    head, row = written((FINDING, "known"))
    assert tuple(head) == COLUMNS
    assert row[3:] == ["'=a.jsonl", "7", "120", "/a/0", "is wrong", "mend, it", "known"]


def test_what_is_not_known_is_empty() -> None:
    _, row = written((Finding("HS205", "empty_file", "error", "a", "m", "f"), None))
    assert row[4:7] == ["", "", ""]
    assert row[9] == ""


def test_no_findings_leave_the_head() -> None:
    assert written() == [list(COLUMNS)]
