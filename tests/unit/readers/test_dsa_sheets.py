""""""

from collections.abc import Callable

from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.readers.dsa_layout import lay_out
from harmscope.readers.dsa_sheets import category_figures
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


def test_other_after_a_foreign_keyword_that_is_no_part_has_no_known_category(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices(
        (SPEECH, "9"), ("KEYWORD_HATE_SPEECH", "9"), ("KEYWORD_ANIMAL_HARM", "4"),
        ("KEYWORD_OTHER", "5"),
    )  # fmt: skip
    figures, findings = read(table(rows))
    assert received(figures)[3][0]["category"] == "KEYWORD_OTHER"
    assert "RD032" in [finding.rule for finding in findings]


def test_a_second_total_starts_another_surface(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    figures, findings = read(table(notices(("TOTAL", "7220"), ("TOTAL", "85330"))))
    surfaces = [f.scope.surface for f in figures if f.metric == "notices.received" and f.scope]
    assert surfaces[0] == "whole service"
    assert surfaces[-1] == "whole service, block 2"
    assert [finding.rule for finding in findings] == ["RD046"]
