"""The yearly report on terrorist content online (Regulation (EU) 2021/784, Article 7)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harmscope.aggregation.declared import (
    not_stated,
    read_declared,
    stated_definitions,
    stated_section,
)
from harmscope.aggregation.declared_questions import questions
from harmscope.aggregation.flatten import is_under_tco
from harmscope.api.making import init_declared
from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.profiles import load
from harmscope.render.panel_table import report_tables
from harmscope.render.table import Missing

Make = Callable[..., dict[str, Any]]
LAW = "Regulation (EU) 2021/784, Article 3"
TERROR = {"primary": "terrorism.content"}
BY_ORDER = {"source": "authority_order"}


def panel(report: Report, name: str) -> dict[str, Figure]:
    found = next(p for s in report.sections for p in s.panels if p.id == name)
    return {next(iter((one.dimensions or {}).values()), one.metric): one for one in found.figures}


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (LAW, "yes"),
        ("Verordnung (EU) 2021/784", "yes"),
        ("Article 184 StGB", "no"),
        ("", "no"),
        (None, None),
    ],
)
def test_a_legal_basis_names_the_regulation_by_its_number(
    basis: str | None, expected: str | None
) -> None:
    assert is_under_tco(basis) == expected


@pytest.fixture
def order(notice: Make) -> Make:
    def make(name: str, basis: str | None = LAW, **members: Any) -> dict[str, Any]:
        asked = {"kind": "act", "state": "FR"} | ({"legal_basis": basis} if basis else {})
        return notice(name, kind="authority_order", order=asked, harm=TERROR, **members)

    return make


def test_orders_are_told_by_their_legal_basis(
    report: Callable[..., Report], header: Make, order: Make, notice: Make
) -> None:
    refused = {"outcome": "refused"}
    found = report(
        header(),
        order("a"),
        order("b", refusal_reason="manifest_errors", **refused),
        order("c", refusal_reason="not_possible", **refused),
        order("d", "Article 10 Loi 2004-575"),
        notice("e"),
        profile="eu-tco",
    )
    totals = panel(found, "orders-totals")
    values = {name: (one.value, one.status) for name, one in totals.items()}
    assert values == {
        "tco.orders_received": (3, "exact"),
        "tco.orders_followed": (1, "exact"),
        "tco.orders_not_followed": (2, "exact"),
    }
    grounds = panel(found, "orders-by-ground")
    assert {code: one.value for code, one in grounds.items()} == {
        "manifest_errors": 1,
        "not_possible": 1,
    }


def test_an_order_that_names_no_law_makes_a_lower_limit(
    report: Callable[..., Report], header: Make, order: Make
) -> None:
    abroad = order("c", None)
    abroad["order"]["state"] = "US"
    found = report(header(), order("a"), order("b", None), abroad, profile="eu-tco")
    received = panel(found, "orders-totals")["tco.orders_received"]
    assert (received.value, received.status) == (1, "at_least")
    assert received.notes == ["1 more may belong here: they name no law as their basis."]


def case(incident: Make, name: str, basis: str | None, kind: str, **members: Any) -> dict[str, Any]:
    made = incident(name, **({"harm": TERROR} | members))
    made["decisions"][0] |= {"actions": [{"kind": kind}]}
    made["decisions"][0] |= {"legal_basis": basis} if basis else {}
    return made


def test_items_are_after_an_order_or_after_specific_measures(
    report: Callable[..., Report], header: Make, incident: Make
) -> None:
    own = {"detection": {"source": "own_initiative"}}
    found = report(
        header(),
        case(incident, "a", LAW, "visibility.disabled", detection=BY_ORDER),
        case(incident, "b", LAW, "visibility.removed", **own),
        case(incident, "c", LAW, "visibility.demoted", **own),
        case(incident, "d", "Article 184 StGB", "visibility.removed", **own),
        case(incident, "e", LAW, "visibility.removed", detection=BY_ORDER),
        profile="eu-tco",
    )
    under = panel(found, "under-the-regulation")
    assert (under["tco.items_after_orders"].value, under["tco.items_after_orders"].status) == (
        2,
        "exact",
    )
    assert under["tco.items_after_measures"].value == 1
    assert under["tco.items_after_measures"].status == "exact"
    assert panel(found, "terrorist-content-by-source")["own_initiative"].value == 3


def test_terrorist_content_without_a_law_may_be_under_the_regulation(
    report: Callable[..., Report], header: Make, incident: Make
) -> None:
    found = report(
        header(),
        case(incident, "a", LAW, "visibility.removed", detection=BY_ORDER),
        case(incident, "b", None, "visibility.removed", detection={"source": "own_initiative"}),
        case(
            incident,
            "c",
            None,
            "visibility.removed",
            detection=BY_ORDER,
            harm={"primary": "platform-abuse.spam"},
        ),
        profile="eu-tco",
    )
    under = panel(found, "under-the-regulation")
    assert under["tco.items_after_orders"].status == "exact"
    measures = under["tco.items_after_measures"]
    assert (measures.value, measures.status) == (None, "not_recorded")


def test_what_no_record_holds_is_asked_and_not_reported_where_it_is_not_stated(
    report: Callable[..., Report], header: Make, order: Make
) -> None:
    found = report(header(), order("a"), profile="eu-tco")
    stated = next(one for one in found.sections if one.id == "stated-by-the-provider")
    asked = [one.metric for one in questions(load("eu-tco"))]
    assert [one.metric for one in stated.panels[0].figures] == asked
    assert {one.status for one in stated.panels[0].figures} == {"not_reported"}
    (finding,) = [one for one in found.quality.findings or () if one.code == "not_stated"]
    assert (finding.count, finding.metrics) == (len(asked), asked)
    assert not_stated(found.sections[:1]) == []
    (shown,) = [table for _, table in report_tables(found) if table.title == "Stated"]
    assert {row[1:] == [Missing.NOT_STATED, "not stated"] for row in shown.rows} == {True}
    titles = {one.metric: one.title for one in found.definitions}
    assert titles["tco.proceedings_brought"] == "Review proceedings brought by the provider"


def declared(path: Path, answer: str) -> None:
    init_declared("eu-tco", "Lanternfish", "2025", path)
    path.write_text(path.read_text(encoding="utf-8") + answer, encoding="utf-8")


NUMBER = """
[[figures]]
metric = "tco.proceedings_brought"
value = 0
unit = "UNIT"
source = "Legal register"
assurance = "self_reported"
"""


def test_an_answer_takes_its_place_among_the_questions(tmp_path: Path) -> None:
    path, asks = tmp_path / "declared.toml", load("eu-tco").asks
    declared(path, NUMBER.replace("UNIT", "incidents"))
    period = parse_period("2025")
    found = read_declared(path, "eu-tco", "Lanternfish", period, asks)
    figures = stated_section(found, period, asks).panels[0].figures
    assert [one.metric for one in figures] == [one.metric for one in asks]
    assert {one.metric: one.value for one in figures if one.status == "exact"} == {
        "tco.proceedings_brought": 0
    }
    assert len(stated_definitions(found, [], asks)) == len(asks)
    assert "Asked for by: Article 7(3)(e)" in path.read_text(encoding="utf-8")


def test_an_answer_in_another_unit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "declared.toml"
    declared(path, NUMBER.replace("UNIT", "items"))
    with pytest.raises(UserError, match=r"tco\.proceedings_brought is given in another unit"):
        read_declared(path, "eu-tco", "Lanternfish", parse_period("2025"), load("eu-tco").asks)
