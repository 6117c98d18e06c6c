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


def test_the_next_step_is_the_most_frequent_of_the_most_severe() -> None:
    verdict = Verdict()
    found = [("HS202", "warning")] * 9 + [("HS102", "error"), ("HS003", "error")]
    for code, severity in [*found, ("HS102", "error")]:
        verdict.tally.add(Finding(code, "s", severity, "f", "m", "x"))  # type: ignore[arg-type]
    assert verdict.next_rule() == "HS102"
