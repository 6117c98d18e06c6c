import json

from harmscope.model.period import parse_period
from harmscope.registry.checks import doubts, period_gaps, pool_record
from harmscope.registry.contributions import Contribution, plan
from harmscope.registry.pool import Pool
from harmscope.registry.state import Received
from harmscope.render.registry_text import pool_lines
from senders import header, notice, write_records
from written import held

Q1 = parse_period("2026-Q1")


def part(service: str = "Alpha", *, records: bool = True, **totals: int) -> Contribution:
    names = {name.replace("__", "."): value for name, value in totals.items()}
    return Contribution(service, {(n, ()): {(): v} for n, v in names.items()}, from_records=records)


def pooled(
    *parts: Contribution, checks: tuple[Contribution, ...] = (), absent: tuple[str, ...] = ()
) -> Pool:
    return Pool(Q1, 1, "", [], {}, [], [], list(absent), {}, list(parts), list(checks))


def codes(made: Pool, before: Pool | None = None) -> list[tuple[str, str]]:
    return [(one.code, one.metric) for one in doubts(made, plan(), before)]


def test_nothing_odd_gives_no_doubt() -> None:
    assert codes(pooled(part(notices__received=100)), pooled(part(notices__received=120))) == []


def test_automated_and_manual_must_be_all() -> None:
    odd = part(measures__taken=100, automation__measures_solely=60, automation__measures_not=30)
    assert codes(pooled(odd)) == [("sum_fails", "measures.taken")]


def test_a_report_is_held_against_the_recount() -> None:
    report = part(records=False, notices__received=101)
    assert codes(pooled(part(notices__received=100), checks=(report,))) == [
        ("report_differs", "notices.received")
    ]


def test_counts_of_another_time_zone_are_not_held_against_each_other() -> None:
    report = part(records=False, notices__received=101)
    report.zone = "Asia/Tokyo"
    assert codes(pooled(part(notices__received=100), checks=(report,))) == []


def test_parts_of_a_report_must_reach_its_total() -> None:
    report = part(records=False, notices__received=100)
    report.counts["notices.received", ("harm_top",)] = {("hate",): 60}
    assert codes(pooled(report)) == [("parts_fall_short", "notices.received")]


def test_much_that_is_unknown_is_named() -> None:
    one = part(notices__received=100)
    one.counts["notices.received", ("harm_top",)] = {("hate",): 70, ("unallocated",): 30}
    assert codes(pooled(one)) == [("much_unknown", "notices.received")]


def test_jumps_are_named() -> None:
    now, then = pooled(part(notices__received=400)), pooled(part(notices__received=100))
    assert codes(now, then) == [("jump", "notices.received")]


def test_a_share_that_turns_into_its_complement_is_named() -> None:
    then = part(notices__received=100, notices__acted=90)
    now = part(notices__received=110, notices__acted=12)
    found = codes(pooled(now), pooled(then))
    assert ("share_flipped", "notices.acted_share") in found


def test_who_is_absent_is_named_without_counts() -> None:
    (doubt,) = doubts(pooled(absent=("Beta",)), plan())
    assert doubt.as_dict()["service"] == "Beta"


def test_who_covers_a_part_of_the_period_only_is_named() -> None:
    made = pooled(part(notices__received=100))
    made.partly = ["Alpha"]
    assert codes(made) == [("part_of_period", "")]


def test_who_reaches_beyond_the_period_is_not_absent() -> None:
    made = pooled(absent=("Alpha", "Beta"))
    made.left_out = [received("2026-01-01", "2026-06-30")]
    found = [(one.code, one.service) for one in doubts(made, plan())]
    assert found == [("reaches_beyond", "Alpha"), ("absent", "Beta")]


def test_what_a_report_leaves_unusable_is_named() -> None:
    report = part(records=False, notices__received=100)
    report.contested, report.inexact = {"notices.acted"}, {"appeals.filed"}
    assert codes(pooled(report)) == [("contested", "notices.acted"), ("inexact", "appeals.filed")]


def received(start: str, end: str) -> Received:
    return Received(1, "t", "p", "accepted", "x", "alpha", "Alpha", start, end, "records")


def test_days_that_no_submission_covers_are_named() -> None:
    first, second = received("2026-01-01", "2026-03-31"), received("2026-04-01", "2026-06-30")
    later = received("2026-08-01", "2026-09-30")
    assert period_gaps([second, first]) == []
    assert [one.code for one in period_gaps([first, second, later])] == ["period_gap"]


def test_a_report_that_cannot_be_brought_forward_is_named() -> None:
    report = part(records=False)
    report.unclear = True
    assert codes(pooled(report)) == [("forward_unclear", "")]
    assert codes(pooled(part(notices__received=100), checks=(report,))) == [("forward_unclear", "")]


def both(desk, report, notices: int = 40) -> dict[str, object]:
    alpha = desk.senders["alpha"]
    rows = [header("Alpha"), *(notice("Alpha", i) for i in range(notices))]
    records = write_records(alpha.folder / "both.jsonl", rows)
    return desk.receive(alpha.packed("both", records=(records,), reports=(report,)))


def test_a_report_that_says_something_else_than_its_records_is_remarked(desk, report_of) -> None:
    told = both(desk, report_of("Alpha", {"notices.received": 41}))
    assert [(one["code"], one["metric"]) for one in told["remarks"]] == [
        ("report_differs", "notices.received")
    ]
    assert (told["status"], told["code"]) == ("warning", "WARN")
    assert desk.last().status == "accepted"
    assert desk.last().remarks == told["remarks"]


def test_a_report_that_agrees_has_no_remark(desk, report_of) -> None:
    told = both(desk, report_of("Alpha", {"notices.received": 40}))
    assert (told["remarks"], told["code"]) == ([], "ACPT")


def test_records_are_counted_in_the_time_zone_of_the_report(desk, report_of) -> None:
    report = report_of("Alpha", {"notices.received": 1})
    report.write_text(report.read_text().replace('"UTC"', '"Asia/Tokyo"'))
    alpha = desk.senders["alpha"]
    # In Tokyo the second one lies in April already.
    rows = [header("Alpha"), notice("Alpha", 1)]
    late = {"received_at": "2026-03-31T20:00:00Z", "decided_at": "2026-03-31T21:00:00Z"}
    rows.append({**notice("Alpha", 2), **late})
    records = write_records(alpha.folder / "both.jsonl", rows)
    told = desk.receive(alpha.packed("both", records=(records,), reports=(report,)))
    assert (told["rows"]["accepted"], told["remarks"]) == (3, [])


def test_figures_that_contradict_themselves_are_remarked(desk, report_of) -> None:
    totals = {
        "measures.taken": 100,
        "automation.measures_solely": 60,
        "automation.measures_not": 30,
    }
    report = report_of("Alpha", totals)
    told = desk.receive(desk.senders["alpha"].packed("r", reports=(report,)))
    assert [one["code"] for one in told["remarks"]] == ["sum_fails"]
    assert "60" not in json.dumps(told["remarks"])


def test_records_alone_have_no_remark(desk) -> None:
    assert desk.receive(desk.senders["alpha"].submission())["remarks"] == []


def test_the_pool_as_an_official_reads_it(filled) -> None:
    body = held(pool_record(filled.registry, Q1))
    text = "\n".join(pool_lines(body))
    assert "2026-01-01/2026-03-31 as of entry 6, 3 submissions" in text
    assert "123  3 of 3 services" in text
    assert body["figures"][0]["metric"] == "items.actioned"


def test_absent_services_are_doubts(desk) -> None:
    desk.receive(desk.senders["alpha"].submission())
    body = held(pool_record(desk.registry, Q1))
    text = "\n".join(pool_lines(body))
    assert {one["rule"] for one in body["doubts"]} == {"RC004"}
    assert "doubt absent: Beta" in text
