from harmscope.findings import Finding
from harmscope.validation.verdict import FileCount, Verdict


def test_rows_add_up_over_files() -> None:
    verdict = Verdict(files=[FileCount("a", 3, 1, 0), FileCount("b", 2, 0, 4)])
    assert verdict.seen == 10 == verdict.accepted + verdict.rejected + verdict.skipped


def test_a_warning_fails_only_where_asked() -> None:
    verdict = Verdict()
    assert not verdict.fails("warning")
    verdict.tally.add(Finding("HS202", "duplicate_record", "warning", "f", "m", "x"))
    assert verdict.fails("warning")
    assert not verdict.fails()
