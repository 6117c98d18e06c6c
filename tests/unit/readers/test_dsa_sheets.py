""""""

from collections.abc import Callable

from harmscope.findings import Finding
from harmscope.model.dsa_template import dsa_template
from harmscope.model.figure import Figure
from harmscope.readers.dsa_layout import lay_out
from harmscope.readers.dsa_sheets import category_figures, identification, indicator_figures
from harmscope.readers.result import Table

SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
Rows = list[list[str]]


def read(table: Table) -> tuple[list[Figure], list[Finding]]:
    findings: list[Finding] = []
    layout = lay_out(table, findings)
    assert layout is not None
    return list(category_figures(table, layout, findings)), findings


def received(figures: list[Figure]) -> list[tuple[dict[str, str], object]]:
    return [
        (f.dimensions or {}, f.value)
        for f in figures
        if f.metric == "notices.received" and "notifier" not in (f.dimensions or {})
    ]


def test_each_cell_becomes_a_figure(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    figures, findings = read(table(notices(("TOTAL", "9", "1"), (SPEECH, "9", "1"))))
    assert len(figures) == 20
    assert received(figures) == [({}, 9), ({"category": SPEECH}, 9)]
    assert figures[1].dimensions == {"notifier": "trusted_flagger"}
    assert figures[0].source is not None
    assert figures[0].source.cell == "F2"
    assert findings == []


def test_other_rows_are_told_apart(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices((SPEECH, "9"), ("KEYWORD_OTHER", "4"), ("KEYWORD_OTHER", "5"))
    rows[2][4] = "Ragebait"
    rows[3][4] = "Ragebait"
    figures, findings = read(table(rows))
    assert received(figures)[1:] == [
        ({"category": f"{SPEECH}/KEYWORD_OTHER", "description": "Ragebait"}, 4),
        ({"category": f"{SPEECH}/KEYWORD_OTHER", "description": "Ragebait", "row": "2"}, 5),
    ]
    assert [finding.rule for finding in findings] == ["RD033"]


def test_other_after_a_foreign_keyword_has_no_known_category(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices((SPEECH, "9"), ("KEYWORD_ANIMAL_HARM", "4"), ("KEYWORD_OTHER", "5"))
    figures, findings = read(table(rows))
    assert received(figures)[2][0]["category"] == "KEYWORD_OTHER"
    assert "RD032" in [finding.rule for finding in findings]


def test_a_second_total_starts_another_surface(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    figures, findings = read(table(notices(("TOTAL", "7220"), ("TOTAL", "85330"))))
    surfaces = [f.scope.surface for f in figures if f.metric == "notices.received" and f.scope]
    assert surfaces[0] == "whole service"
    assert surfaces[-1] == "whole service, block 2"
    assert [finding.rule for finding in findings] == ["RD046"]


COMPLAINTS = "Number of complaints submitted to the internal-complaints mechanism"
SOLELY = "Number of measures solely taken by automated means "
MONTHLY = "Number of average monthly active recipients during the reporting period "


def read_of_dsa_indicators(table: Table) -> tuple[list[Figure], list[Finding]]:
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
    figures, findings = read_of_dsa_indicators(table(rows, name="7_appeals_and_recidivism"))
    assert [(f.metric, f.value) for f in figures] == [
        ("complaints.received", 40),
        ("complaints.reversed", 9),
    ]
    assert findings == []


def test_languages_and_states_become_dimensions(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(8, (SOLELY, "bg", "4"), (SOLELY, "AT", "5"), (SOLELY, "NAM Total", "1"))
    figures, findings = read_of_dsa_indicators(table(rows, name="8_automated_means"))
    assert [f.dimensions for f in figures] == [{"language": "bg"}, {"territory": "AT"}, None]
    assert [finding.rule for finding in findings] == ["RD042"]


def test_recipients_by_state(table: Callable[..., Table], indicators: Callable[..., Rows]) -> None:
    rows = indicators(10, (MONTHLY, "TOTAL", "900"), (MONTHLY, "EL", "30"), (MONTHLY, "[...]", ""))
    figures, findings = read_of_dsa_indicators(table(rows, name="10_AMAR"))
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
    figures, findings = read_of_dsa_indicators(table(rows, name="7_appeals_and_recidivism"))
    assert (figures[0].metric, findings) == ("complaints.received", [])


def test_a_foreign_sheet_of_full_length_is_read_by_position(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(7, *[(f"Zeile {n}", "Umfang", "1") for n in range(47)])
    figures, findings = read_of_dsa_indicators(table(rows, name="7_appeals_and_recidivism"))
    assert (figures[0].metric, figures[37].metric) == ("complaints.received", "disputes.received")
    assert [finding.rule for finding in findings] == ["RD045"]


def test_an_unknown_indicator_is_kept(
    table: Callable[..., Table], indicators: Callable[..., Rows]
) -> None:
    rows = indicators(7, (COMPLAINTS, "Total number", "4"), ("Smiles", "Total number", "5"))
    figures, findings = read_of_dsa_indicators(table(rows, name="7_appeals_and_recidivism"))
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
    assert identification(first, layout) == {"report.published": "2026-02-27"}
