""""""

import csv
import hashlib
import io
from typing import Any

import pyarrow.parquet as pq

from desks import AT, Desk
from harmscope.disclosure.apply import apply, tables_of
from harmscope.disclosure.cells import Tables
from harmscope.disclosure.level import level
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.registry import datapackage, senders
from harmscope.registry.contributions import plan
from harmscope.registry.datapackage import known_of, layout_of
from harmscope.registry.pool import pool
from harmscope.registry.publications import LICENCES
from harmscope.registry.published_rows import CANNOT_EXIST, MISSING, OBSERVED, SUPPRESSED, place_of
from harmscope.render.figures_table import COLUMNS
from harmscope.render.writers import written
from senders import header, notice, write_records

IMPRINT = {"published_on": "2026-04-20", "licence": LICENCES["CC0-1.0"]._asdict()}


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


FIGURES = [
    Figure(
        metric="notices.received", unit="notices", status="exact", value=125, rounding=5,
        period=SPAN, senders=3, of=3,
    ),
    Figure(
        metric="notices.acted_share", unit="share", status="exact", value=0.25,
        dimensions={"harm_top": "hate"}, period=SPAN, senders=3, of=3,
    ),
    Figure(
        metric="notices.received", unit="notices", status="suppressed",
        dimensions={"service": "=A"}, period=SPAN, senders=1, of=1,
    ),
]  # fmt: skip
ROWS = [datapackage.row(one) for one in FIGURES]


def described(files: dict[str, bytes]) -> dict[str, Any]:
    table = datapackage.table(FIGURES)
    return datapackage.description("Pooled", table, files, IMPRINT)


def test_csv_and_parquet_say_the_same() -> None:
    table = datapackage.table(FIGURES)
    read = list(csv.DictReader(io.StringIO(written("csv", [table]).decode(), newline="")))
    rows = pq.read_table(io.BytesIO(written("parquet", [table]))).to_pylist()
    assert [row["value"] for row in read] == ["125", "0.25", ""]
    assert [row["value"] for row in rows] == [125.0, 0.25, None]
    assert list(read[0]) == list(rows[0]) == table.head


def test_columns_are_those_that_figures_have_everywhere() -> None:
    head = datapackage.table(FIGURES).head
    flags = ["obs_status", "conf_status", "senders", "of"]
    splits = ["dimension.harm", "dimension.service"]
    assert set(head) <= {*COLUMNS, *splits, *flags}
    assert head[-4:] == flags


def test_the_description_names_every_column_and_digest() -> None:
    data = written("csv", [datapackage.table(FIGURES)])
    (resource,) = described({"figures.csv": data})["resources"]
    fields = resource["schema"]["fields"]
    assert [field["name"] for field in fields] == datapackage.table(FIGURES).head
    assert all(field["description"] for field in fields)
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert resource["bytes"] == len(data)


def test_rows_are_unique_where_the_description_says_so() -> None:
    schema = described({"figures.csv": b""})["resources"][0]["schema"]
    # A primary key may hold no empty cell, and a total leaves its dimensions empty.
    assert "primaryKey" not in schema
    (key,) = schema["uniqueKeys"]
    table = datapackage.table(FIGURES)
    places = [tuple(row[table.head.index(name)] for name in key) for row in table.rows]
    assert len(set(places)) == len(places)


def test_every_flag_is_one_that_the_description_lists() -> None:
    body = described({"figures.csv": b""})
    enums = {
        f["name"]: f["constraints"]["enum"]
        for f in body["resources"][0]["schema"]["fields"]
        if "constraints" in f
    }
    assert set(enums["obs_status"]) == {OBSERVED, SUPPRESSED, MISSING, CANNOT_EXIST}
    assert all(row["obs_status"] in enums["obs_status"] for row in ROWS)


def test_the_same_figures_give_the_same_bytes() -> None:
    once, again = (written("parquet", [datapackage.table(FIGURES)]) for _ in range(2))
    assert once == again


TOTALS = {"notices.received": 44}


def published(desk: Desk, name: str) -> dict[tuple[str, str | None, str | None], datapackage.Row]:
    made = pool(desk.registry, Q1)
    applied = apply(level(name), made.figures, layout_of(made, plan()))
    rows = [datapackage.row(applied.figure(one)) for one in made.figures]
    return {
        (row["metric"], row["harm"], row["service"]): row
        for row in rows
        if row["period"] == str(Q1)
    }


def test_rates_come_from_rounded_counts(filled) -> None:
    found = published(filled, "public")
    assert found["notices.received", None, None]["value"] == 125
    assert found["notices.received", None, None]["rounding"] == 5
    assert found["notices.acted_share", None, None]["value"] == 1.0


def test_a_small_count_is_withheld_with_its_flags(desk) -> None:
    for name, harms in (("alpha", ("hate",) * 9 + ("ncii",)), ("beta", ("hate",))):
        desk.receive(desk.senders[name].submission(notices=40, harms=harms))
    row = published(desk, "public")["notices.received", "ncii", "Alpha"]
    assert (row["value"], row["obs_status"], row["conf_status"]) == (None, "Q", "C")


def test_bands_have_two_edges(filled) -> None:
    row = published(filled, "bands")["notices.received", None, None]
    assert (row["value"], row["low"], row["high"]) == (None, 100, 249)
    assert (row["obs_status"], row["conf_status"]) == ("A", None)


def test_statutory_is_exact(filled) -> None:
    found = published(filled, "statutory")
    assert found["notices.received", None, None]["value"] == 123
    assert found["time.notice_to_decision.median", None, None]["value"] == 0


def test_why_a_row_is_empty_is_told_apart(desk, report_of) -> None:
    gap = {"not_recorded": [{"part": "appeals", "reason": "none are kept"}]}
    for name in ("alpha", "beta"):
        sender = desk.senders[name]
        plain = [header(sender.service) | gap, *(notice(sender.service, i) for i in range(30))]
        records = write_records(sender.folder / f"{name}.jsonl", plain)
        desk.receive(sender.packed(name, records=(records,)))
    desk.receive(desk.senders["gamma"].packed("g", reports=(report_of("Gamma", TOTALS),)))
    found = published(desk, "public")
    nobody = found["appeals.granted_share", None, None]
    assert (nobody["obs_status"], nobody["conf_status"], nobody["senders"]) == ("O", None, 0)
    mixed = found["notices.acted_share", None, None]
    assert (mixed["value"], mixed["obs_status"], mixed["senders"]) == (None, "O", 2)


def test_counts_that_nobody_records_are_listed(desk) -> None:
    gap = {"not_recorded": [{"part": "appeals", "reason": "none are kept"}]}
    alpha = desk.senders["alpha"]
    plain = [header("Alpha") | gap, *(notice("Alpha", i) for i in range(30))]
    records = write_records(alpha.folder / "x.jsonl", plain)
    desk.receive(alpha.packed("x", records=(records,)))
    row = published(desk, "statutory")["appeals.filed", None, None]
    assert (row["value"], row["obs_status"], row["senders"], row["of"]) == (None, "O", 0, 3)
