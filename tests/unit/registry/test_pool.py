from dataclasses import replace

import pytest

from desks import AT
from harmscope.api.making import proving
from harmscope.errors import UserError
from harmscope.formats.write import keeping
from harmscope.metrics.catalogue import METRICS
from harmscope.model.figure import Bounds, Figure
from harmscope.model.period import parse_period
from harmscope.registry import submissions
from harmscope.registry.checks import doubts, pool_record
from harmscope.registry.contributions import Contribution, Plan, plan
from harmscope.registry.pool import Backing, Pool, pool, pooled_figures
from harmscope.registry.published_rows import row
from harmscope.render.registry_text import pool_lines
from senders import TODAY, header, notice, write_records

Q1 = parse_period("2026-Q1")


def figure(made: Pool, metric: str, **codes: str) -> Figure:
    (found,) = [
        one for one in made.figures if one.metric == metric and (one.dimensions or {}) == codes
    ]
    return found


def test_counts_add_up_and_say_who_stands_behind(filled) -> None:
    made = pool(filled.registry, Q1)
    total = figure(made, "notices.received")
    assert (total.value, total.senders, total.of) == (123, 3, 3)
    assert made.backing_of(total).parts == {"Alpha": 40, "Beta": 31, "Gamma": 52}
    assert figure(made, "notices.received", harm_top="hate").value == 62
    assert figure(made, "notices.received", harm_top="hate", service="Beta").value == 16


def test_kept_records_count_as_any_others(filled) -> None:
    before = pool(filled.registry, Q1).figures
    alpha, first = filled.senders["alpha"], filled.state.submissions[0]
    lines = alpha.folder / "alpha-first.jsonl"
    path = alpha.folder / "kept.parquet"
    with keeping(path, proving(TODAY)) as keep:
        for line in lines.read_bytes().splitlines(keepends=True):
            keep(b'"dataset"' in line, line)
    package = alpha.packed("kept", records=(path,), replaces=first.id, because="as Parquet")
    filled.receive(package)
    assert len(filled.state.submissions) == 4
    assert pool(filled.registry, Q1).figures == before


def test_many_records_are_kept_as_parquet_and_count_as_few_do(filled) -> None:
    before = pool(filled.registry, Q1).figures
    alpha, first = filled.senders["alpha"], filled.state.submissions[0]
    assert [one["name"].partition(".")[2] for one in first.objects][:1] == ["jsonl.zst"]
    lines = (alpha.folder / "alpha-first.jsonl").read_bytes().splitlines()
    path = alpha.folder / "large.jsonl"
    path.write_bytes(b"\n".join(line + b" " * (5_000_000 // len(lines)) for line in lines) + b"\n")
    filled.receive(alpha.packed("many", records=(path,), replaces=first.id, because="again"))
    again = filled.state.submissions[-1]
    assert [one["name"].partition(".")[2] for one in again.objects][:1] == ["parquet"]
    assert pool(filled.registry, Q1).figures == before


def test_medians_come_from_records_and_shares_from_sums(filled) -> None:
    made = pool(filled.registry, Q1)
    median = figure(made, "time.notice_to_decision.median")
    assert (median.value, median.denominator) == (0, 123)
    assert figure(made, "notices.acted_share").value == 1.0


def test_only_what_is_current_counts(filled) -> None:
    first = filled.state.submissions[0]
    alpha = filled.senders["alpha"]
    filled.receive(alpha.submission("b", notices=45, replaces=first.id, because="five more"))
    submissions.withdraw(filled.registry, str(filled.state.submissions[1].id), "wrong", AT)
    made = pool(filled.registry, Q1)
    total = figure(made, "notices.received")
    assert (total.value, total.senders, total.of) == (97, 2, 3)
    assert made.absent == ["Beta"]


def test_an_earlier_state_can_be_pooled_again(filled) -> None:
    seq = filled.state.seq
    submissions.withdraw(filled.registry, str(filled.state.submissions[0].id), "wrong", AT)
    assert figure(pool(filled.registry, Q1, seq), "notices.received").value == 123
    assert figure(pool(filled.registry, Q1), "notices.received").value == 83


def test_figures_without_records_count_as_such(desk, report_of) -> None:
    desk.receive(desk.senders["alpha"].submission(notices=40))
    report = report_of("Beta", {"notices.received": 44})
    desk.receive(desk.senders["beta"].packed("r", reports=(report,)))
    made = pool(desk.registry, Q1)
    total = figure(made, "notices.received")
    assert (total.value, total.senders) == (84, 2)
    assert figure(made, "notices.acted").senders == 1
    assert figure(made, "time.notice_to_decision.median").senders == 1


def test_records_go_before_figures_of_the_same_service(desk, report_of) -> None:
    desk.receive(desk.senders["alpha"].submission(notices=40))
    report = report_of("Alpha", {"notices.received": 41})
    assert desk.receive(desk.senders["alpha"].packed("r", reports=(report,)))["seq"]
    made = pool(desk.registry, Q1)
    assert figure(made, "notices.received").value == 40
    assert [part.service for part in made.checks] == ["Alpha"]


def test_a_report_in_one_package_with_records_checks_them(desk, report_of) -> None:
    alpha = desk.senders["alpha"]
    rows = [header("Alpha"), *(notice("Alpha", i) for i in range(40))]
    records = write_records(alpha.folder / "both.jsonl", rows)
    report = report_of("Alpha", {"notices.received": 41})
    desk.receive(alpha.packed("both", records=(records,), reports=(report,)))
    made = pool(desk.registry, Q1)
    assert figure(made, "notices.received").value == 40
    assert [one.code for one in doubts(made, plan()) if one.service == "Alpha"] == [
        "report_differs"
    ]


def test_every_figure_knows_the_submissions_it_comes_from(filled) -> None:
    made = pool(filled.registry, Q1)
    ids = {one.service: one.id for one in filled.state.submissions}
    assert set(made.sources(figure(made, "notices.received"))) == set(ids.values())
    assert made.sources(figure(made, "notices.received", service="Beta")) == [ids["Beta"]]


def test_who_covers_some_days_only_is_known(filled) -> None:
    assert pool(filled.registry, Q1).partly == []
    half = pool(filled.registry, parse_period("2026-H1"))
    assert half.partly == ["Alpha", "Beta", "Gamma"]


@pytest.mark.parametrize("entry", [-1, 0, 99])
def test_an_entry_that_is_not_there_is_no_state(filled, entry: int) -> None:
    with pytest.raises(UserError, match="no such entry"):
        pool(filled.registry, Q1, entry)


def test_a_state_whose_contents_were_erased_cannot_be_counted_again(filled) -> None:
    seq, one = filled.state.seq, filled.state.submissions[0]
    submissions.erase(filled.registry, str(one.id), "office", "a court's order", AT)
    with pytest.raises(UserError, match=f"entry {one.seq} have been erased"):
        pool(filled.registry, Q1, seq)
    assert figure(pool(filled.registry, Q1), "notices.received").value == 83


def test_what_reaches_beyond_the_period_is_left_out_and_said(filled) -> None:
    made = pool(filled.registry, parse_period("2026-01"))
    assert made.used == []
    assert len(made.left_out) == 3


def test_the_same_records_under_two_services_are_found(desk) -> None:

    for name in ("alpha", "beta"):
        one = desk.senders[name]
        rows = [header(one.service)]
        rows += [{**notice("Same", i), "service": one.service} for i in range(7)]
        records = write_records(one.folder / f"{name}.jsonl", rows)
        desk.receive(one.packed(name, records=(records,)))
    assert pool(desk.registry, Q1).duplicates == {"Alpha + Beta": 7}


def test_a_record_twice_with_its_members_in_another_order_counts_once(desk) -> None:
    one = desk.senders["alpha"]
    rows = [{**notice("Same", i), "service": one.service} for i in range(7)]
    again = [dict(reversed(row.items())) for row in rows]
    records = write_records(one.folder / "twice.jsonl", [header(one.service), *rows, *again])
    desk.receive(one.packed("twice", records=(records,)))
    assert figure(pool(desk.registry, Q1), "notices.received").value == 7


SERVICE = ("service",)
PLAN = Plan(
    (
        ("notices.received", ()),
        ("notices.received", SERVICE),
        ("notices.acted_share", ()),
        ("time.notice_to_decision.median", ()),
    ),
    (),
    (),
)


def part(service: str, received: int, acted: int | None) -> Contribution:
    counts = {("notices.received", ()): {(): received}}
    counts["notices.received", SERVICE] = {(service,): received}
    missing = set()
    if acted is None:
        missing.add(("notices.acted", ()))
    else:
        counts["notices.acted", ()] = {(): acted}
    return Contribution(service, counts, missing=missing)


def pooled(*parts: Contribution, wanted: Plan = PLAN) -> list[tuple[Figure, Backing]]:
    return list(pooled_figures(parts, wanted, Q1, 3))


def added(*parts: Contribution) -> dict[tuple[str, str | None], tuple[Figure, Backing]]:
    return {
        (one.metric, (one.dimensions or {}).get("service")): (one, backing)
        for one, backing in pooled(*parts)
    }


def test_a_share_counts_the_same_services_above_and_below() -> None:
    found = added(part("Alpha", 100, 50), part("Beta", 300, None))
    share, backing = found["notices.acted_share", None]
    assert (share.value, share.senders, share.of) == (0.5, 1, 3)
    assert (backing.services, backing.apart) == (("Alpha",), True)
    assert found["notices.received", None][0].value == 400


def test_a_share_of_everybody_is_of_the_counts_beside_it() -> None:
    found = added(part("Alpha", 100, 50), part("Beta", 300, 50))
    share, backing = found["notices.acted_share", None]
    assert (share.value, share.senders, backing.apart) == (0.25, 2, False)


def test_a_figure_about_one_service_stands_on_that_one() -> None:
    one, backing = added(part("Alpha", 100, 50), part("Beta", 300, 50))["notices.received", "Beta"]
    assert (backing.services, one.senders, one.of) == (("Beta",), 1, 1)


def test_a_median_of_nothing_is_there_without_a_value() -> None:
    median, _ = added(part("Alpha", 100, 50))["time.notice_to_decision.median", None]
    assert (median.value, median.denominator, median.status) == (None, 0, "not_reported")


def test_what_nobody_records_has_nobody_behind_it() -> None:
    share, _ = added(part("Alpha", 100, None))["notices.acted_share", None]
    assert (share.value, share.senders, share.status) == (None, 0, "not_recorded")


def test_a_zero_of_one_service_has_its_place_beside_the_others() -> None:
    split = ("harm_top", "service")
    wanted = Plan((("notices.received", split),), (), ())
    one, other = part("Alpha", 100, 50), part("Beta", 300, 50)
    one.counts["notices.received", split] = {("hate", "Alpha"): 100}
    other.counts["notices.received", split] = {("fraud", "Beta"): 300}
    found = {one.place: one.value for one, _ in pooled(one, other, wanted=wanted)}
    assert found == {
        (("harm_top", "fraud"), ("service", "Alpha")): 0,
        (("harm_top", "fraud"), ("service", "Beta")): 300,
        (("harm_top", "hate"), ("service", "Alpha")): 100,
        (("harm_top", "hate"), ("service", "Beta")): 0,
    }


def test_a_service_that_does_not_record_has_no_zeros() -> None:
    wanted = Plan((("notices.received", SERVICE),), (), ())
    one, other = part("Alpha", 100, 50), part("Beta", 0, 50)
    other.missing.add(("notices.received", SERVICE))
    found = [one.dimensions for one, _ in pooled(one, other, wanted=wanted)]
    assert found == [{"service": "Alpha"}]


def test_people_whom_services_may_share_are_pooled_as_bounds(monkeypatch) -> None:
    metric = METRICS["notices.received"]
    monkeypatch.setitem(METRICS, metric.id, replace(metric, pooling="bounds"))
    found, backing = added(part("Alpha", 100, 50), part("Beta", 300, 50))["notices.received", None]
    assert (found.value, found.bounds, found.status) == (
        None,
        Bounds(low=300, high=400),
        "at_least",
    )
    assert backing.parts == {"Alpha": 100, "Beta": 300}


def test_a_month_is_the_period_of_its_figure() -> None:
    one = part("Alpha", 100, 50)
    one.counts["notices.received", ("month",)] = {("2026-02",): 100}
    (found,) = [
        one for one, _ in pooled(one, wanted=Plan((("notices.received", ("month",)),), (), ()))
    ]
    assert (found.dimensions, found.period) == ({"month": "2026-02"}, "2026-02-01/2026-02-28")


def case(service: str, number: int, **detection: str) -> dict[str, object]:
    decision = {"id": "d", "decided_at": "2026-02-03", "ground": "terms", "automation": "none"}
    return {
        "record": "incident",
        "version": "1.0",
        "incident_id": f"{service}-{number}",
        "service": service,
        "subject_kind": "content",
        "detection": detection,
        "decisions": [decision | {"actions": [{"kind": "visibility.removed"}], "policy_ref": "4"}],
    }


def test_a_count_in_doubt_is_a_lower_limit_of_the_pool(desk) -> None:
    sources = {"Alpha": ["own_initiative", "unknown"], "Beta": ["own_initiative"] * 2}
    sources["Gamma"] = ["unknown"]
    for service, found in sources.items():
        sender = desk.senders[service.lower()]
        rows = [case(service, number, source=one) for number, one in enumerate(found)]
        path = write_records(sender.folder / "x.jsonl", [header(service), *rows])
        answer = desk.receive(sender.packed("x", records=(path,)))
        assert answer["status"] in {"accepted", "warning"}, answer["problems"]
    made = pool(desk.registry, Q1)
    taken = figure(made, "measures.taken")
    # Gamma's only case is in doubt: none or one, so it stands behind the limit as well.
    assert (taken.value, taken.status, taken.senders) == (3, "at_least", 3)
    assert made.backing_of(taken).parts == {"Alpha": 1, "Beta": 2, "Gamma": 0}
    items = figure(made, "items.actioned", service="Beta")
    assert (items.value, items.status) == (2, "exact")
    assert row(taken)["value"] is None
    assert (row(taken)["low"], row(taken)["high"]) == (3, None)
    shown = pool_lines(pool_record(desk.registry, Q1))
    assert any("measures.taken" in line and "at least 3" in line for line in shown)


def test_what_a_log_has_a_hole_in_is_a_lower_limit_of_the_pool(desk) -> None:
    hole = {"part": "notices", "reason": "The table was cut.", "partly": True}
    for name, gaps in (("Alpha", {"not_recorded": [hole]}), ("Beta", {})):
        sender = desk.senders[name.lower()]
        rows = [{**header(name), **gaps}, notice(name, 1)]
        desk.receive(sender.packed("x", records=(write_records(sender.folder / "x.jsonl", rows),)))
    made = pool(desk.registry, Q1)
    for codes, status in (({}, "at_least"), ({"service": "Beta"}, "exact")):
        assert figure(made, "notices.received", **codes).status == status
    assert figure(made, "notices.acted_share").status == "approx"


def sent(desk, service: str, more: dict[str, object], *rows: dict[str, object]) -> None:
    sender = desk.senders[service.lower()]
    path = write_records(sender.folder / "x.jsonl", [{**header(service), **more}, *rows])
    answer = desk.receive(sender.packed("x", records=(path,)))
    assert answer["status"] in {"accepted", "warning"}, answer["problems"]


def test_none_in_sight_where_there_may_be_some_is_no_number(desk) -> None:
    sent(desk, "Gamma", {}, case("Gamma", 1, source="unknown"))
    taken = figure(pool(desk.registry, Q1), "measures.taken")
    assert (taken.value, taken.status) == (None, "not_recorded")


def test_a_selection_tells_no_share_and_no_time_of_all(desk) -> None:
    chosen = {"coverage": {"extent": "selection", "how": "By hand."}}
    refused = {**notice("Beta", 2), "outcome": "no_action"}
    sent(desk, "Alpha", chosen, notice("Alpha", 1))
    sent(desk, "Beta", {}, notice("Beta", 1), refused)
    made = pool(desk.registry, Q1)
    share = figure(made, "notices.acted_share")
    assert (share.value, share.senders, share.status) == (0.5, 1, "exact")
    assert figure(made, "time.notice_to_decision.median").senders == 1
    received = figure(made, "notices.received")
    assert (received.value, received.status) == (3, "at_least")


def test_a_log_without_appeals_says_nothing_of_them(desk) -> None:
    sent(desk, "Alpha", {}, notice("Alpha", 1))
    able = {"capabilities": ["visibility_restrictions", "internal_complaints"]}
    sent(desk, "Beta", able, notice("Beta", 1))
    filed = figure(pool(desk.registry, Q1), "appeals.filed")
    assert (filed.value, filed.senders, filed.status) == (0, 1, "exact")


def test_cases_of_no_known_harm_may_belong_to_every_harm_of_the_pool(desk) -> None:
    unsaid = {name: value for name, value in notice("Beta", 1).items() if name != "harm"}
    sent(desk, "Alpha", {}, notice("Alpha", 1))
    sent(desk, "Beta", {}, unsaid)
    made = pool(desk.registry, Q1)
    assert figure(made, "notices.received", harm_top="hate").status == "at_least"
    alone = figure(made, "notices.received", harm_top="hate", service="Alpha")
    assert (alone.value, alone.status) == (1, "exact")
    assert figure(made, "notices.received").status == "exact"
