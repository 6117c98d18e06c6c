from desks import AT, Desk
from harmscope.disclosure.apply import tables_of
from harmscope.disclosure.cells import Tables
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.registry import senders
from harmscope.registry.contributions import plan
from harmscope.registry.layout import known_of, layout_of, place_of
from harmscope.registry.pool import pool
from senders import header, notice, write_records

Q1 = parse_period("2026-Q1")
SPAN = "2026-01-01/2026-03-31"


def laid_out(desk: Desk, *, services: bool) -> Tables:
    made = pool(desk.registry, Q1)
    wanted = [one for one in made.figures if services or "service" not in dict(one.place)]
    return tables_of(wanted, layout_of(made, plan()))


def test_periods_are_a_dimension_and_months_lie_under_them(filled) -> None:
    tables = laid_out(filled, services=True)
    number = {cell.key: i for i, cell in enumerate(tables.cells)}
    whole = number["notices.received", (("period", SPAN),)]
    month = number["notices.received", (("period", "2026-02-01/2026-02-28"),)]
    assert any(r.total == whole and r.parts == (month,) for r in tables.relations)


def test_harm_splits_add_up_to_the_total(filled) -> None:
    tables = laid_out(filled, services=False)
    number = {cell.key: i for i, cell in enumerate(tables.cells)}
    whole = number["notices.received", (("period", SPAN),)]
    sizes = [len(r.parts) for r in tables.relations if r.total == whole and r.sense == "equal"]
    assert 2 in sizes
    assert not any(cell.open_sender for cell in tables.cells)


def test_published_services_have_no_secret_parts(filled) -> None:
    tables = laid_out(filled, services=True)
    (cell,) = [c for c in tables.cells if c.key == ("notices.received", (("period", SPAN),))]
    assert cell.open_sender
    assert cell.shares == {"alpha": 40, "beta": 31, "gamma": 52}


def test_a_split_that_is_not_published_by_service_keeps_its_parts_secret(filled) -> None:
    tables = laid_out(filled, services=True)
    (month,) = [
        c
        for c in tables.cells
        if c.key == ("notices.received", (("period", "2026-02-01/2026-02-28"),))
    ]
    assert not month.open_sender


def test_who_reports_two_services_knows_both_parts(filled) -> None:
    alpha = filled.senders["alpha"]
    senders.add(filled.registry, "alpha", ["Sibling"], alpha.public, AT)
    report = filled.folder / "sibling.jsonl"
    write_records(report, [header("Sibling"), *(notice("Sibling", i) for i in range(12))])
    filled.receive(alpha.packed("sibling", records=(report,), service="Sibling"))
    tables = laid_out(filled, services=False)
    (cell,) = [c for c in tables.cells if c.key == ("notices.received", (("period", SPAN),))]
    assert cell.shares == {"alpha": 52, "beta": 31, "gamma": 52}


def test_places_name_harm_and_month() -> None:
    span = "2026-02-01/2026-02-28"
    dimensions = {"harm_top": "hate", "month": "2026-02"}
    figure = Figure(
        metric="notices.received",
        unit="notices",
        status="exact",
        dimensions=dimensions,
        period=span,
    )
    assert place_of(figure) == (
        ("harm", "hate"),
        ("period", "2026-02-01/2026-02-28"),
    )


def test_a_published_report_makes_parts_known(report_of) -> None:
    text = report_of("Alpha", {"notices.received": 40}).read_bytes()
    known = known_of([Report.model_validate_json(text)], {"Alpha": "alpha"})
    assert known["notices.received", (("period", SPAN),)] == {"alpha": 40}
    assert known["notices.received", (("period", SPAN), ("service", "Alpha"))] == {"alpha": 40}
