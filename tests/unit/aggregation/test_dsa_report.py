"""The report on the EU template as a whole."""

from collections.abc import Callable
from typing import Any

from harmscope.aggregation.dsa_report import dsa_definitions, dsa_sections
from harmscope.aggregation.gaps import gaps_of
from harmscope.engine import DuckDb
from harmscope.model.figure import Declared
from harmscope.model.period import parse_period

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
    return dsa_sections(engine, parse_period("2025-07"), gaps_of([header]), declared, [header])


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
    assert {one.metric for one in dsa_definitions(sections)} == shown
