"""Figures of the EU template's cells."""

from collections.abc import Callable
from typing import Any

from harmscope.aggregation.dsa_sections import (
    TemplateWork,
    dsa_definitions,
    dsa_sections,
    template_metrics,
    template_sections,
)
from harmscope.aggregation.labels import gaps_of
from harmscope.engine import DuckDb
from harmscope.model.figure import Declared, Figure
from harmscope.model.period import parse_period

Make = Callable[..., dict[str, Any]]
Counted = Callable[..., DuckDb]
JULY = parse_period("2025-07")


def cells(engine: DuckDb, header: dict[str, Any], **options: Any) -> dict[str, Figure]:
    work = TemplateWork(engine, JULY, gaps_of([header]), **options)
    panels = [panel for section in template_sections(work) for panel in section.panels]
    return {
        f"{one.metric} {sorted((one.dimensions or {}).values())}": one
        for panel in panels
        for one in panel.figures
    }


def own(incident: Make, **members: Any) -> dict[str, Any]:
    return incident(detection={"source": "own_initiative", "automated": True}, **members)


def test_zero_is_what_could_have_happened_and_blank_what_could_not(
    counted: Counted, header: Make, incident: Make
) -> None:
    found = cells(counted(own(incident)), header(capabilities=["visibility_restrictions"]))
    removed = found["measures.restrictions ['terms', 'visibility.removed']"]
    disabled = found["measures.restrictions ['terms', 'visibility.disabled']"]
    suspended = found["measures.restrictions ['account.suspended', 'terms']"]
    assert (removed.value, disabled.value) == (1, 0)
    assert (suspended.value, suspended.status) == (None, "not_recorded")
    assert suspended.notes


def test_without_capabilities_a_column_of_nothing_stays_blank(
    counted: Counted, header: Make, incident: Make
) -> None:
    found = cells(counted(own(incident)), header())
    assert found["measures.restrictions ['terms', 'visibility.disabled']"].value is None


def test_cases_without_a_category_are_said_beside_the_total(
    counted: Counted, header: Make, incident: Make
) -> None:
    total = cells(counted(own(incident)), header())["measures.taken ['terms']"]
    assert total.value == 1
    assert "no category" in str(total.notes)


def test_column_g_is_read_as_the_provider_says(
    counted: Counted, header: Make, incident: Make
) -> None:
    record = own(incident)
    record["decisions"][0]["automation"] = "none"
    engine = counted(record)
    name = "measures.detected_automatically ['terms']"
    assert cells(engine, header())[name].value == 1
    assert cells(engine, header(), by_decision=True)[name].value == 0


def test_what_is_not_recorded_stays_blank_with_the_reason(counted: Counted, header: Make) -> None:
    gap = {"part": "appeals", "reason": "The log keeps none."}
    figure = cells(counted(), header(not_recorded=[gap]))["complaints.received []"]
    assert (figure.value, figure.notes) == (None, ["The log keeps none."])


def test_the_tier_decides_which_parts_apply(counted: Counted, header: Make) -> None:
    engine = counted()
    assert "complaints.upheld []" in cells(engine, header(), tier="platform")
    hosting = cells(engine, header(), tier="hosting")
    assert "complaints.upheld []" not in hosting
    assert "notices.received []" in hosting
    assert "notices.received []" not in cells(engine, header(), tier="intermediary")


def test_rows_by_language_are_for_very_large_platforms(
    counted: Counted, header: Make, incident: Make
) -> None:
    engine = counted(own(incident, content={"languages": ["sv"]}))
    assert cells(engine, header(), tier="vlop")["automation.measures_solely ['sv']"].value == 1
    assert "automation.measures_solely ['sv']" not in cells(engine, header(), tier="platform")


def test_its_metrics_are_read_as_the_template_reads_them(counted: Counted, header: Make) -> None:
    sections = template_sections(TemplateWork(counted(), JULY, gaps_of([header()])))
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
