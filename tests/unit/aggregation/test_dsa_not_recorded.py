"""What a log could not have held is blank in the EU template, and what it holds counts."""

from collections.abc import Callable
from typing import Any

import pytest

from harmscope.aggregation.dsa_sections import TemplateWork, template_sections
from harmscope.aggregation.labels import gaps_of
from harmscope.aggregation.observed import evidence_of
from harmscope.engine import DuckDb
from harmscope.metrics.catalogue import METRICS
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period

Make = Callable[..., dict[str, Any]]
Counted = Callable[..., DuckDb]
JULY = parse_period("2025-07")


def cells(engine: DuckDb, header: dict[str, Any]) -> dict[str, Figure]:
    gaps = gaps_of([header])
    gaps.evidence = evidence_of(engine, METRICS.values())
    sections = template_sections(TemplateWork(engine, JULY, gaps)).sections
    return {
        f"{one.metric} {sorted((one.dimensions or {}).values())}": one
        for section in sections
        for one in section.panels[0].figures
    }


def appealed(incident: Make, channel: str) -> dict[str, Any]:
    appeal = {"id": "p", "channel": channel, "filed_at": "2025-07-09", "outcome": "denied"}
    detection = {"source": "own_initiative", "automated": False}
    return incident(appeals=[appeal | {"against": {"decision": "d1"}}], detection=detection)


NAMES = {
    "orders": ("orders.act.received []", "orders.inform.received []", "orders.act.items []"),
    "notices": (
        *("notices.received []", "notices.items []", "notices.action_median []"),
        *("automation.notices_solely ['notices']", "notices.received ['trusted_flagger']"),
    ),
    "complaints": ("complaints.received []", "complaints.upheld []"),
    "disputes": ("disputes.received []", "disputes.upheld []", "disputes.implemented_share []"),
}
CAPABILITY = {
    "orders": "authority_orders",
    "notices": "legal_notices",
    "complaints": "internal_complaints",
    "disputes": "out_of_court",
}


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("capabilities", [None, ["user_flags", "visibility_restrictions"]])
def test_what_the_log_could_not_hold_is_blank_with_the_reason(
    kind: str, capabilities: list[str] | None, counted: Counted, header: Make, incident: Make,
    notice: Make,
) -> None:  # fmt: skip
    # A flag by a user, and a complaint or dispute: no order, no notice under law.
    channel = "internal" if kind == "disputes" else "out_of_court"
    engine = counted(appealed(incident, channel), notice())
    named = {} if capabilities is None else {"capabilities": capabilities}
    found = cells(engine, header(**named))
    for name in NAMES[kind]:
        assert (found[name].value, found[name].status) == (None, "not_recorded"), name
        assert found[name].notes


@pytest.mark.parametrize("kind", NAMES)
def test_what_the_service_has_is_zero_where_there_was_none(
    kind: str, counted: Counted, header: Make, incident: Make, notice: Make
) -> None:
    channel = "internal" if kind == "disputes" else "out_of_court"
    engine = counted(appealed(incident, channel), notice())
    found = cells(engine, header(capabilities=[CAPABILITY[kind]]))
    first = found[NAMES[kind][0]]
    assert (first.value, first.status) == (0, "exact")


@pytest.mark.parametrize("capabilities", [None, ["user_flags"]])
def test_what_the_log_holds_counts_whatever_the_header_lists(
    capabilities: list[str] | None, counted: Counted, header: Make, incident: Make, notice: Make
) -> None:
    order = {"kind": "authority_order", "order": {"kind": "act", "state": "DE"}}
    engine = counted(
        notice("a", kind="legal_notice"),
        notice("b", **order),
        appealed(incident, "internal"),
        appealed(incident, "out_of_court") | {"incident_id": "c2"},
    )
    named = {} if capabilities is None else {"capabilities": capabilities}
    found = cells(engine, header(**named))
    for kind in ("orders.act", "notices", "complaints", "disputes"):
        assert found[f"{kind}.received []"].value == 1
    assert found["complaints.received ['visibility']"].value == 1
    assert found["orders.inform.received []"].value == 0


def test_some_that_a_log_holds_against_its_header_are_a_lower_limit(
    counted: Counted, header: Make, notice: Make
) -> None:
    gaps = [{"part": part, "reason": "the log has none"} for part in ("notices", "orders")]
    order = {"kind": "authority_order", "order": {"kind": "act", "state": "DE"}}
    found = cells(counted(notice("b", **order)), header(not_recorded=gaps))
    assert (found["orders.act.received []"].value, found["orders.act.received []"].status) == (
        1,
        "at_least",
    )
    for name in ("orders.inform.received []", "notices.received []"):
        assert (found[name].value, found[name].status) == (None, "not_recorded")


LAW = {
    "kind": "legal_notice",
    "processing_automation": "none",
    "requester": {"relation": "third_party", "trusted_flagger": False},
}
FLAGGED = (
    "notices.received ['trusted_flagger']",
    "notices.items ['trusted_flagger']",
    "notices.actions_law ['trusted_flagger']",
    "automation.notices_solely ['trusted_flagger_notices']",
)


@pytest.mark.parametrize("capabilities", [None, ["legal_notices", "visibility_restrictions"]])
def test_without_trusted_flaggers_their_cells_are_blank_beside_the_other_notices(
    capabilities: list[str] | None, counted: Counted, header: Make, notice: Make, incident: Make
) -> None:
    named = {} if capabilities is None else {"capabilities": capabilities}
    law = notice("a", **LAW)
    after = incident(detection={"source": "legal_notice", "automated": False})
    found = cells(counted(law, after), header(**named))
    for name in FLAGGED:
        assert (found[name].value, found[name].status) == (None, "not_recorded"), name
    assert found["notices.received []"].value == 1


@pytest.mark.parametrize("shown", ["header", "notice", "decision"])
def test_trusted_flaggers_are_zero_where_header_or_rows_show_their_channel(
    shown: str, counted: Counted, header: Make, notice: Make, incident: Make
) -> None:
    rows = [notice("a", **LAW), incident()]
    if shown == "notice":
        rows.append(notice("b", kind="trusted_flagger", received_at="2025-09-01"))
    if shown == "decision":
        rows.append(incident("c2", detection={"source": "trusted_flagger", "automated": False}))
    more = ["trusted_flaggers"] if shown == "header" else []
    offered = ["legal_notices", "visibility_restrictions", *more]
    found = cells(counted(*rows), header(capabilities=offered))
    cell = found[FLAGGED[0]]
    assert (cell.value, cell.status) == (0, "exact")


def test_actions_on_notices_are_blank_where_the_log_could_hold_no_notice(
    counted: Counted, header: Make, notice: Make, incident: Make
) -> None:
    own = incident(detection={"source": "own_initiative", "automated": False})
    found = cells(counted(own, notice()), header(capabilities=["visibility_restrictions"]))
    for name in ("notices.actions_law []", "notices.actions_terms []"):
        assert (found[name].value, found[name].status) == (None, "not_recorded"), name


def suspended(incident: Make, name: str, **members: Any) -> dict[str, Any]:
    action = {"kind": "account.suspended"}
    decision = {"id": "d1", "decided_at": "2025-07-05", "actions": [action], "ground": "terms"}
    return incident(name, subject_kind="account", decisions=[decision | members])


MISUSE = "suspensions.enacted ['manifestly_illegal_content']"


def test_suspensions_that_do_not_say_why_are_no_zero_of_misuse(
    counted: Counted, header: Make, incident: Make
) -> None:
    found = cells(counted(suspended(incident, "a")), header())[MISUSE]
    assert (found.value, found.status) == (None, "not_recorded")
    assert "between 0 and 1" in " ".join(found.notes or ())


@pytest.mark.parametrize("reasons", [[], ["manifestly_illegal_content"], ["unfounded_notices"]])
def test_misuse_counts_where_the_log_names_it_or_nobody_was_suspended(
    reasons: list[str], counted: Counted, header: Make, incident: Make
) -> None:
    rows = [suspended(incident, f"s{n}", misuse_reason=one) for n, one in enumerate(reasons)]
    plain = [suspended(incident, "plain")] if reasons else [incident()]
    found = cells(counted(*rows, *plain), header())[MISUSE]
    assert (found.value, found.status) == (reasons.count("manifestly_illegal_content"), "exact")
