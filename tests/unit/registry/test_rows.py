from harmscope.disclosure import level, protect
from harmscope.model.period import parse_period
from harmscope.registry.cells import cells_of
from harmscope.registry.contributions import plan
from harmscope.registry.pool import pool
from harmscope.registry.rows import Row, rows_of
from senders import header, notice, write_records

Q1 = parse_period("2026-Q1")
TOTALS = {"notices.received": 44}


def rows(desk, name: str) -> dict[tuple[str, str | None, str | None], Row]:
    pooled = pool(desk.registry, Q1)
    result = protect(cells_of(pooled, plan(), services=True), level(name))
    return {
        (row.metric, row.place.get("harm"), row.place.get("service")): row
        for row in rows_of(pooled, result, services=True)
        if row.place["period"] == str(Q1)
    }


def test_rates_come_from_rounded_counts(filled) -> None:
    found = rows(filled, "public")
    assert found["notices.received", None, None].value == 125
    assert found["notices.received", None, None].rounding == 5
    assert found["notices.acted_share", None, None].value == 1.0


def test_a_small_count_is_withheld_with_its_flags(desk) -> None:
    for name, harms in (("alpha", ("hate",) * 9 + ("ncii",)), ("beta", ("hate",))):
        desk.receive(desk.senders[name].submission(notices=40, harms=harms))
    row = rows(desk, "public")["notices.received", "ncii", "Alpha"].as_dict()
    assert (row["value"], row["obs_status"], row["conf_status"]) == (None, "Q", "C")


def test_bands_have_two_edges(filled) -> None:
    row = rows(filled, "bands")["notices.received", None, None]
    assert (row.value, row.low, row.high) == (None, 100, 249)
    assert not row.withheld


def test_statutory_is_exact(filled) -> None:
    found = rows(filled, "statutory")
    assert found["notices.received", None, None].value == 123
    assert found["time.notice_to_decision.median", None, None].value == 0


def test_why_a_row_is_empty_is_told_apart(desk, report_of) -> None:
    gap = {"not_recorded": [{"part": "appeals", "reason": "none are kept"}]}
    for name in ("alpha", "beta"):
        sender = desk.senders[name]
        plain = [header(sender.service) | gap, *(notice(sender.service, i) for i in range(30))]
        records = write_records(sender.folder / f"{name}.jsonl", plain)
        desk.receive(sender.packed(name, records=(records,)))
    desk.receive(desk.senders["gamma"].packed("g", reports=(report_of("Gamma", TOTALS),)))
    found = {key: row.as_dict() for key, row in rows(desk, "public").items()}
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
    row = rows(desk, "statutory")["appeals.filed", None, None].as_dict()
    assert (row["value"], row["obs_status"], row["senders"], row["of"]) == (None, "O", 0, 3)
