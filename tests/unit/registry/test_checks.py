""""""

from harmscope.model.period import parse_period
from harmscope.registry.checks import doubts, period_gaps
from harmscope.registry.contributions import Contribution, plan
from harmscope.registry.pool import Pool
from harmscope.registry.state import Received

Q1 = parse_period("2026-Q1")


def part(service: str = "Alpha", *, records: bool = True, **totals: int) -> Contribution:
    names = {name.replace("__", "."): value for name, value in totals.items()}
    return Contribution(service, {(n, ()): {(): v} for n, v in names.items()}, from_records=records)


def pooled(
    *parts: Contribution, checks: tuple[Contribution, ...] = (), absent: tuple[str, ...] = ()
) -> Pool:
    return Pool(Q1, 1, "", [], [], [], list(absent), {}, list(parts), list(checks))


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
