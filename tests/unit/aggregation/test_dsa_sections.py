"""Figures of the EU template's cells."""

from collections.abc import Callable
from typing import Any

import pytest

from harmscope.aggregation.dsa_sections import TemplateWork, template_sections
from harmscope.aggregation.labels import gaps_of
from harmscope.engine import DuckDb
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period

Make = Callable[..., dict[str, Any]]
Counted = Callable[..., DuckDb]
JULY = parse_period("2025-07")


def cells(engine: DuckDb, header: dict[str, Any], **options: Any) -> dict[str, Figure]:
    work = TemplateWork(engine, JULY, gaps_of([header]), **options)
    panels = [panel for section in template_sections(work).sections for panel in section.panels]
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


def findings(engine: DuckDb, header: dict[str, Any]) -> dict[str, tuple[int, str]]:
    work = TemplateWork(engine, JULY, gaps_of([header]))
    return {one.code: (one.count, one.what) for one in template_sections(work).findings}


def test_cases_without_a_row_are_listed_by_their_own_category(
    counted: Counted, header: Make, incident: Make
) -> None:
    engine = counted(own(incident, harm={"primary": "platform-abuse.malware"}))
    found = cells(engine, header())
    total = found["measures.taken ['terms']"]
    assert total.value == 1
    assert total.notes == ["1 of them have no row of their own: Malware and system attacks 1."]
    rest = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
    assert found[f"measures.taken ['{rest}', 'terms']"].value == 1
    place = f"'Malware and system attacks', '{rest}/KEYWORD_OTHER'"
    assert found[f"measures.taken [{place}, 'terms']"].value == 1
    number, words = findings(engine, header())["no_row_of_their_own"]
    assert number == 1
    assert "Sheet 6, Measures at own initiative: Malware and system attacks 1." in words


def test_titles_of_parts_are_spelled_out(counted: Counted, header: Make) -> None:
    work = TemplateWork(counted(), JULY, gaps_of([header()]))
    titles = [section.title for section in template_sections(work).sections]
    assert "Own initiative: terms and conditions" in titles
    assert "Own initiative: illegal content" in titles
    assert not [title for title in titles if title.lower().endswith((" tc", "amar"))]


SOURCES = {
    "own_initiative": "terms",
    "user_flag": "terms",
    "removal_request": "terms",
    "other_notification": "terms",
    "legal_notice": "after a notice",
    "trusted_flagger": "after a notice",
    "authority_order": "after an order",
}


@pytest.mark.parametrize("source", SOURCES)
def test_every_decision_that_restricts_stands_on_one_sheet(
    source: str, counted: Counted, header: Make, incident: Make
) -> None:
    engine = counted(incident(detection={"source": source}))
    found = cells(engine, header())
    names = ("notices.actions_law []", "notices.actions_terms []")
    names += ("measures.taken ['illegal']", "measures.taken ['terms']")
    values = [found[name].value for name in names]
    wanted = {"terms": [0, 0, 0, 1], "after a notice": [0, 1, 0, 0], "after an order": [0] * 4}
    assert values == wanted[SOURCES[source]]


def without_ground(incident: Make, name: str = "a", **members: Any) -> dict[str, Any]:
    record = own(incident, incident_id=name, **members)
    del record["decisions"][0]["ground"]
    return record


def test_without_a_ground_a_cell_is_blank_with_the_reason_and_counted(
    counted: Counted, header: Make, incident: Make
) -> None:
    engine = counted(without_ground(incident), own(incident, incident_id="b"))
    found = cells(engine, header())
    for ground, limits in (("illegal", "0 and 1"), ("terms", "1 and 2")):
        cell = found[f"measures.taken ['{ground}']"]
        assert (cell.value, cell.status) == (None, "not_recorded")
        assert f"The number lies between {limits}." in (cell.notes or [])
    assert findings(engine, header())["ground_not_stated"][0] == 1


def test_without_a_source_it_is_not_known_what_came_before(
    counted: Counted, header: Make, incident: Make
) -> None:
    engine = counted(incident(detection={"source": "unknown"}))
    found = cells(engine, header())
    for name in ("notices.actions_terms []", "measures.taken ['terms']"):
        assert found[name].value is None
    for name in ("notices.actions_law []", "measures.taken ['illegal']"):
        assert found[name].value == 0
    assert findings(engine, header())["source_not_stated"][0] == 1


def test_a_warning_restricts_nothing(counted: Counted, header: Make, incident: Make) -> None:
    record = own(incident)
    record["decisions"][0]["actions"] = [{"kind": "account.warned"}]
    assert cells(counted(record), header())["measures.taken ['terms']"].value == 0


def complaint(incident: Make, source: str | None, **against: str) -> dict[str, Any]:
    appeal = {"id": "a", "channel": "internal", "filed_at": "2025-07-09", "outcome": "denied"}
    found = {"detection": {"source": source}} if source else {}
    return incident(appeals=[appeal | {"against": against}], **found)


def test_complaints_about_flags_stand_in_no_row_on_notices(
    counted: Counted, header: Make, incident: Make
) -> None:
    engine = counted(complaint(incident, "user_flag", no_action_on="n1"))
    found = cells(engine, header())
    assert found["complaints.received []"].value == 0
    assert found["complaints.received ['notice_refused']"].value == 0
    assert findings(engine, header())["complaints_about_flags"][0] == 1


def test_a_complaint_of_no_known_kind_leaves_the_kinds_blank(
    counted: Counted, header: Make, incident: Make
) -> None:
    engine = counted(complaint(incident, None, no_action_on="n1"))
    found = cells(engine, header())
    assert found["complaints.received []"].value == 1
    for kind in ("visibility", "notice_refused"):
        assert found[f"complaints.received ['{kind}']"].status == "not_recorded"
        assert found[f"complaints.decision_median ['{kind}']"].value is None
    assert findings(engine, header())["complaint_kind_not_known"][0] == 1


def test_actions_on_notices_that_the_records_do_not_hold(
    counted: Counted, header: Make, incident: Make
) -> None:
    found = cells(counted(incident(detection={"source": "legal_notice"})), header())
    received = found["notices.received []"]
    assert (received.value, received.status) == (None, "not_recorded")
    assert found["notices.actions_terms []"].value == 1


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


def test_orders_of_no_known_state_are_counted(counted: Counted, header: Make, notice: Make) -> None:
    order = {"kind": "authority_order", "received_at": "2025-07-02"}
    engine = counted(
        notice("a", order={"kind": "act"}, **order),
        notice("b", order={"kind": "act", "state": "DE"}, **order),
    )
    number, words = findings(engine, header())["order_state_not_stated"]
    assert number == 1
    assert "do not add up" in words
    assert "order.state" in words
    assert words.endswith("Received in: 2025-07 1.")


def test_orders_from_outside_the_eu_are_left_out_and_named(
    counted: Counted, header: Make, notice: Make
) -> None:
    kinds = {"a": ("act", "DE"), "b": ("act", "US"), "c": ("inform", "GB"), "d": ("inform", "US")}
    order = {"kind": "authority_order", "received_at": "2025-07-02", "item_count": 3}
    engine = counted(
        *(
            notice(name, order={"kind": kind, "state": state}, **order)
            for name, (kind, state) in kinds.items()
        )
    )
    found = cells(engine, header())
    assert found["orders.act.received []"].value == found["orders.act.received ['DE']"].value == 1
    assert found["orders.act.items []"].value == 3
    assert found["orders.inform.received []"].value == 0
    assert not [one for one in found.values() if (one.dimensions or {}).get("territory") == "US"]
    number, words = findings(engine, header())["orders_from_outside_the_eu"]
    assert number == 3
    assert words.endswith("Sent from: US 2, GB 1.")


def test_orders_that_a_log_cannot_hold_are_blank(
    counted: Counted, header: Make, notice: Make
) -> None:
    gap = {"part": "orders", "reason": "the log has none"}
    found = cells(counted(notice()), header(not_recorded=[gap]))
    for metric in ("act.received", "act.items", "inform.received"):
        cell = next(one for one in found.values() if one.metric == f"orders.{metric}")
        assert (cell.value, cell.status, cell.notes) == (
            None,
            "not_recorded",
            ["the log has none"],
        )
