"""Rows of the sheets whose rows are indicators."""

from collections.abc import Callable

from harmscope.findings import Finding
from harmscope.model.dsa_template import dsa_template
from harmscope.model.figure import Figure
from harmscope.readers.dsa_indicators import identification, indicator_figures
from harmscope.readers.dsa_layout import lay_out
from harmscope.readers.result import Table

Rows = list[list[str]]

COMPLAINTS = "Number of complaints submitted to the internal-complaints mechanism"
SOLELY = "Number of measures solely taken by automated means "
MONTHLY = "Number of average monthly active recipients during the reporting period "


def read_rows(table: Table) -> tuple[list[Figure], list[Finding]]:
    findings: list[Finding] = []
    layout = lay_out(table, findings)
    assert layout is not None
    return list(indicator_figures(table, layout, findings)), findings


def test_the_scope_of_a_complaint_is_its_metric(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(
        7, (COMPLAINTS, "Total number", "40"), (COMPLAINTS, "Decisions reversed", "9")
    )
    figures, findings = read_rows(table(rows, name="7_appeals_and_recidivism"))
    assert [(f.metric, f.value) for f in figures] == [
        ("complaints.received", 40),
        ("complaints.reversed", 9),
    ]
    assert findings == []


def test_languages_and_states_become_dimensions(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(8, (SOLELY, "bg", "4"), (SOLELY, "AT", "5"), (SOLELY, "NAM Total", "1"))
    figures, findings = read_rows(table(rows, name="8_automated_means"))
    assert [f.dimensions for f in figures] == [
        {"language": "bg"},
        {"territory": "AT"},
        {"origin": "notices"},
    ]
    assert [finding.rule for finding in findings] == ["RD042"]


def test_recipients_by_state(table: Callable[..., Table], indicators: Callable[..., Rows]) -> None:
    rows = indicators(10, (MONTHLY, "TOTAL", "900"), (MONTHLY, "EL", "30"), (MONTHLY, "[...]", ""))
    figures, findings = read_rows(table(rows, name="10_AMAR"))
    assert [(f.dimensions, f.unit) for f in figures] == [
        (None, "people"),
        ({"territory": "GR"}, "people"),
    ]
    assert [finding.rule for finding in findings] == ["RD041", "RD043"]


def test_a_translated_row_is_the_same_figure(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    labels = dsa_template().labels
    indicator = labels[COMPLAINTS]["fr"]
    rows = indicators(7, (indicator, labels["Total number"]["fr"], "40"))
    figures, findings = read_rows(table(rows, name="7_appeals_and_recidivism"))
    assert (figures[0].metric, findings) == ("complaints.received", [])


def test_a_foreign_sheet_of_full_length_is_read_by_position(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(7, *[(f"Zeile {n}", "Umfang", "1") for n in range(47)])
    figures, findings = read_rows(table(rows, name="7_appeals_and_recidivism"))
    assert (figures[0].metric, figures[37].metric) == ("complaints.received", "disputes.received")
    assert [finding.rule for finding in findings] == ["RD045"]


def test_an_unknown_indicator_is_kept(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(7, (COMPLAINTS, "Total number", "4"), ("Smiles", "Total number", "5"))
    figures, findings = read_rows(table(rows, name="7_appeals_and_recidivism"))
    assert (figures[1].metric, figures[1].dimensions) == ("dsa.other", {"indicator": "Smiles"})
    assert [finding.rule for finding in findings] == ["RD044"]


def test_the_first_sheet_names_the_day_of_publication(table: Callable[..., Table]) -> None:
    rows = [
        ["Applicability", "Service", "Indicator", "Value"],
        ["All", "Example", "Date of the publication of the report", "2026-02-27"],
    ]
    first = table(rows, name="1_report_identification")
    layout = lay_out(first, [])
    assert layout is not None
    assert identification(first, layout, []) == {"report.published": "2026-02-27"}


ACCURACY = "Accuracy of the automated means - Accuracy"


def split(figures: list[Figure]) -> list[tuple[dict[str, str] | None, object]]:
    return [(f.dimensions, f.value) for f in figures]


def test_a_scope_that_no_row_has_is_no_second_total(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(
        8, (SOLELY, "Total number", "500"), (SOLELY, "NAM Total", "7"), (SOLELY, "Tool A", "3")
    )
    figures, _ = read_rows(table(rows, name="8_automated_means"))
    assert split(figures) == [
        (None, 500), ({"origin": "notices"}, 7), ({"scope": "Tool A"}, 3),
    ]  # fmt: skip


def test_a_state_on_the_sheet_of_complaints_is_kept(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(
        7, (COMPLAINTS, "Total number", "9"), (COMPLAINTS, "DE", "5"), (COMPLAINTS, "Shops", "4")
    )
    figures, _ = read_rows(table(rows, name="7_appeals_and_recidivism"))
    assert [(f.metric, f.dimensions) for f in figures] == [
        ("complaints.received", None),
        ("complaints.received", {"territory": "DE"}),
        ("dsa.other", {"indicator": COMPLAINTS, "scope": "Shops"}),
    ]


def test_contexts_and_sections_tell_figures_apart(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(
        8, (ACCURACY, "de", "0.91"), (ACCURACY, "de", "0.83"), (ACCURACY, "fr", "0.7"),
        (ACCURACY, "fr", "0.5"),
    )  # fmt: skip
    rows[1][7], rows[2][7] = "Text", "Images"
    rows[3][3], rows[4][3] = "System 1", "System 2"
    figures, findings = read_rows(table(rows, name="8_automated_means"))
    told = [{k: v for k, v in (f.dimensions or {}).items() if k != "language"} for f in figures]
    assert told[:2] == [
        {"section": "Section", "context": "Text"}, {"section": "Section", "context": "Images"},
    ]  # fmt: skip
    assert told[2:] == [{"section": "System 1"}, {"section": "System 2"}]
    assert findings == []


def test_the_three_rows_of_the_template_for_one_language_are_three_figures(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(8, (ACCURACY, "bg", "0.9"), (ACCURACY, "bg", "0.8"), (ACCURACY, "bg", "0.7"))
    figures, findings = read_rows(table(rows, name="8_automated_means"))
    assert [(f.dimensions or {}).get("row") for f in figures] == [None, "2", "3"]
    assert [finding.rule for finding in findings] == ["RD033", "RD033"]


def test_states_in_a_column_of_languages_stay_together(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(8, (SOLELY, "AT", "1"), (SOLELY, "DE", "2"), (SOLELY, "FR", "3"))
    figures, _ = read_rows(table(rows, name="8_automated_means"))
    assert [f.dimensions for f in figures] == [{"territory": c} for c in ("AT", "DE", "FR")]
