""""""

from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.readers import Reading, Source
from harmscope.readers.result import figure
from harmscope.render.reading_result import reading_summary, reading_text, write_reading


def reading(findings: int) -> Reading:
    made = figure(metric="items.removed", unit="items", value=1, status="exact")
    found = [Finding("RD041", "lenient_scope", "info", "a.csv", "said", "mend")] * findings
    return Reading("figures", service="Example", figures=[made], findings=found)


def test_text_counts_every_remark_and_shows_the_first() -> None:
    text = reading_text(reading(7))
    assert text.startswith("1 figures (1 exact)\nservice Example\n")
    assert "RD041 info lenient_scope: 7" in text
    assert text.endswith("and 2 more; all are in the report")


def test_the_summary_holds_every_remark() -> None:
    summary = reading_summary(reading(7))
    assert summary["counts"] == {"RD041": 7}
    assert len(summary["findings"]) == 7  # type: ignore[arg-type]


READING = Reading("figures", sources=[Source("f.csv", "0" * 64, 1)])


def test_the_ending_chooses_the_form(tmp_path: Path) -> None:
    write_reading(READING, tmp_path / "a.json")
    write_reading(READING, tmp_path / "a.csv")
    assert (tmp_path / "a.json").read_text().startswith("{")
    assert (tmp_path / "a.csv").read_text().startswith("metric,service,")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such output form"):
        write_reading(READING, tmp_path / "a.pdf")
