"""Reports on the EU template: declarations, identification, definitions."""

from collections.abc import Callable
from typing import Any

from harmscope.aggregation.dsa_document import dsa_definitions, dsa_sections, template_metrics
from harmscope.aggregation.dsa_sections import TemplateWork, template_sections
from harmscope.aggregation.labels import gaps_of
from harmscope.engine import DuckDb
from harmscope.model.figure import Declared
from harmscope.model.period import parse_period

Make = Callable[..., dict[str, Any]]
Counted = Callable[..., DuckDb]
JULY = parse_period("2025-07")


def test_its_metrics_are_read_as_the_template_reads_them(counted: Counted, header: Make) -> None:
    sections = template_sections(TemplateWork(counted(), JULY, gaps_of([header()]))).sections
    found = {metric.id: metric for metric in template_metrics(sections)}
    assert "Article 16" in found["notices.received"].definition


DECLARED = Declared.model_validate(
    {
        "profile": "dsa-harmonised",
        "service": "Lanternfish",
        "period": "2025-07",
        "provider": {"name": "Lanternfish Limited", "published": "2025-09-01"},
        "texts": [{"metric": "qualitative.governance", "text": "A board decides."}],
    }
)


def made(engine: DuckDb, declared: Declared | None, header: dict[str, Any]):
    period, gaps = parse_period("2025-07"), gaps_of([header])
    return dsa_sections(engine, period, gaps, declared, [header]).sections


def texts(sections) -> dict[str, str | None]:
    panels = [panel for section in sections for panel in section.panels]
    return {one.metric: one.text for panel in panels for one in panel.figures if one.text}


def test_declarations_fill_their_cells(
    counted: Callable[..., DuckDb], header: Callable[..., Any]
) -> None:
    found = texts(made(counted(), DECLARED, header()))
    assert found["report.provider"] == "Lanternfish Limited"
    assert found["report.published"] == "2025-09-01"
    assert found["report.period_end"] == "2025-07-31"
    assert found["qualitative.governance"] == "A board decides."


def test_the_header_names_the_operator_where_nobody_declares_it(
    counted: Callable[..., DuckDb], header: Callable[..., Any]
) -> None:
    found = texts(made(counted(), None, header(operator="Lanternfish Limited")))
    assert found["report.provider"] == "Lanternfish Limited"
    assert "report.published" not in found


def test_every_figure_is_defined(
    counted: Callable[..., DuckDb], header: Callable[..., Any]
) -> None:
    sections = made(counted(), DECLARED, header())
    shown = {one.metric for part in sections for panel in part.panels for one in panel.figures}
    assert {one.metric for one in dsa_definitions(sections, DECLARED)} == shown


def test_the_name_of_a_figure_follows_the_declared_reading(
    counted: Callable[..., DuckDb], header: Callable[..., Any]
) -> None:
    decided = Declared.model_validate(
        DECLARED.as_dict() | {"answers": {"automated_column": "decision"}}
    )
    names = {}
    for declared in (DECLARED, decided, None):
        defined = dsa_definitions(made(counted(), declared, header()), declared)
        names[declared is decided] = next(
            one for one in defined if one.metric == "measures.detected_automatically"
        )
    assert names[False].title == "Measures after automated detection"
    assert names[True].title == "Measures taken by automated means alone"
    assert "detected" not in names[True].definition
