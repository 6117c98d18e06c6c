""""""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.validation.verdict import (
    MOST_FILES,
    STRETCHES,
    FileCount,
    Options,
    Positions,
    Strip,
    Verdict,
)


def test_rules_are_chosen_by_code_slug_and_start_of_a_code() -> None:
    options = Options(select=("HS1", "duplicate-id"), ignore=("HS102",))
    assert options.keeps("HS101")
    assert options.keeps("HS201")
    assert not options.keeps("HS102")
    assert not options.keeps("HS202")


def test_what_fits_nothing_is_the_users_error() -> None:
    with pytest.raises(UserError, match="fits no rule"):
        Options(ignore=("HS9999",))
    with pytest.raises(UserError, match="no such kind"):
        Options(kind="nothing")


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


def finding(line: int | None = 1, file: str = "a.jsonl") -> Finding:
    return Finding("HS001", "slug", "error", file, "is wrong", "mend it", line=line)


def test_a_short_file_has_a_stretch_a_line() -> None:
    strip = Strip()
    for line in (1, 3, 3):
        strip.see("error", line)
    assert [one["error"] for one in strip.within(4)] == [1, 0, 2, 0]
    assert strip.width == 1


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=60), st.integers(0, 10**7))
def test_every_finding_is_counted_where_it_lies(lines: list[int], rows: int) -> None:
    strip = Strip()
    for line in lines:
        strip.see("warning", line)
    stretches = strip.within(rows)
    for place, stretch in enumerate(stretches):
        span = range(place * strip.width + 1, (place + 1) * strip.width + 1)
        assert stretch["warning"] == sum(line in span for line in lines)
    assert len(stretches) <= STRETCHES
    assert len(stretches) * strip.width >= max(rows, *lines)


def test_a_long_file_uses_at_least_half_of_the_stretches() -> None:
    strip = Strip()
    strip.see("error", 1)
    assert len(strip.within(1_000_001)) > STRETCHES / 2


def test_findings_about_the_whole_file_have_no_place() -> None:
    positions = Positions()
    positions.take(finding(None), None)
    positions.take(finding(), None)
    positions.take(finding(), "waived")
    strip = positions.strips["a.jsonl"]
    assert (strip.placeless, strip.within(1)[0]["error"]) == (1, 1)


def test_many_files_are_counted_without_being_followed() -> None:
    positions = Positions()
    for number in range(MOST_FILES + 7):
        positions.take(finding(file=f"{number}.jsonl"), None)
    assert (len(positions.strips), positions.others) == (MOST_FILES, 7)
