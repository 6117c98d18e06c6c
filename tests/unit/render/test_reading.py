from harmscope.findings import Finding
from harmscope.readers import Reading
from harmscope.readers.result import figure
from harmscope.render.reading import reading_summary, reading_text


def reading(findings: int) -> Reading:
    made = figure(metric="items.removed", unit="items", value=1, status="exact")
    found = [Finding("RD041", "lenient-scope", "info", "a.csv", "said", "mend")] * findings
    return Reading("figures", service="Example", figures=[made], findings=found)


def test_text_counts_every_remark_and_shows_the_first() -> None:
    text = reading_text(reading(7))
    assert text.startswith("1 figures (1 exact)\nservice Example\n")
    assert "RD041 info lenient-scope: 7" in text
    assert text.endswith("and 2 more; all are in the report")


def test_the_summary_holds_every_remark() -> None:
    summary = reading_summary(reading(7))
    assert summary["counts"] == {"RD041": 7}
    assert len(summary["findings"]) == 7  # type: ignore[arg-type]
