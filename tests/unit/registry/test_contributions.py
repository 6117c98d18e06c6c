import json

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import SPLITS
from harmscope.metrics.metric import Measure, Spread
from harmscope.model.changes import Change, Step
from harmscope.model.period import parse_period
from harmscope.registry.contributions import counted, plan, reported
from harmscope.registry.state import Received
from senders import header, notice, write_records


def test_every_metric_and_split_exists_and_fits() -> None:
    for name, split in plan().wanted:
        assert name in METRICS
        assert all(one in SPLITS for one in split)
        assert isinstance(METRICS[name].how, Spread) or METRICS[name].pooling != "never"


def test_sums_and_links_are_between_counted_measures() -> None:
    counted = {name for names in plan().counted().values() for name in names}
    for whole, parts in (*plan().sums, *plan().links):
        assert {whole, *parts} <= counted


def test_shares_are_counted_as_their_two_measures() -> None:
    totals = plan().counted()[()]
    assert {"notices.acted", "notices.received"} <= set(totals)
    assert all(isinstance(METRICS[name].how, Measure) for name in totals)


Q1 = parse_period("2026-Q1")


def test_each_service_gets_its_own_counts(desk) -> None:
    for name, notices in (("alpha", 20), ("beta", 31)):
        desk.receive(desk.senders[name].submission(notices=notices))
    alpha, beta = counted(desk.state.current(), desk.registry.store, plan(), Q1)
    assert alpha.counts["notices.received", ()] == {(): 20}
    assert beta.counts["notices.received", ("harm_top",)] == {("hate",): 16, ("fraud",): 15}
    assert beta.counts["notices.received", ("service",)] == {("Beta",): 31}
    assert beta.histograms["time.notice_to_decision.median", ()] == {(): {0: 31}}


def test_what_is_not_recorded_is_not_zero(desk) -> None:
    gap = {"not_recorded": [{"part": "appeals", "reason": "none are kept"}]}
    alpha = desk.senders["alpha"]
    rows = [{**header("Alpha"), **gap}, notice("Alpha", 1)]
    desk.receive(alpha.packed("x", records=(write_records(alpha.folder / "x.jsonl", rows),)))
    (part,) = counted(desk.state.current(), desk.registry.store, plan(), Q1)
    assert ("appeals.filed", ()) in part.missing
    assert ("appeals.filed", ()) not in part.counts
    assert part.counts["notices.received", ()] == {(): 1}


def test_limits_start_where_the_header_says_that_their_law_holds(desk) -> None:
    asked = {
        "kind": "removal_request",
        "received_at": "2026-02-21T10:00:00Z",
        "decided_at": "2026-03-01T10:00:00Z",
        "removed_at": "2026-03-01T10:00:00Z",
        "harm": {"primary": "ncii.synthetic"},
        "requester": {"relation": "self"},
    }
    laws = {"alpha": {"jurisdictions": ["IN"]}, "beta": {"jurisdictions": ["EU"]}, "gamma": {}}
    for name, law in laws.items():
        sender = desk.senders[name]
        rows = [{**header(name.title()), **law}, {**notice(name.title(), 1), **asked}]
        path = write_records(sender.folder / "x.jsonl", rows)
        answer = desk.receive(sender.packed("x", records=(path,)))
        assert answer["status"] in {"accepted", "warning"}, answer["problems"]
    alpha, beta, gamma = counted(desk.state.current(), desk.registry.store, plan(), Q1)
    assert alpha.counts["requests.limit_passed", ()] == {(): 1}
    assert beta.counts["requests.limit_passed", ()] == {(): 0}
    assert gamma.counts["requests.limit_passed", ()] == {(): 0}
    assert gamma.is_least("requests.limit_passed", (), ())


def told(desk, report):
    answer = desk.receive(desk.senders["alpha"].packed("r", reports=(report,)))
    assert answer["status"] in {"accepted", "warning"}, answer["problems"]
    return reported(desk.last(), desk.registry.store, plan())


def changed(report, *figures):
    body = json.loads(report.read_text())
    body["sections"][0]["panels"][0]["figures"] += figures
    report.write_text(json.dumps(body))
    return report


def count(value: int, **more: object) -> dict[str, object]:
    figure = {"metric": "notices.acted", "value": value, "unit": "notices", "status": "exact"}
    return {**figure, **more}


def test_a_report_gives_what_it_says_and_no_more(desk, report_of) -> None:
    part = told(desk, report_of("Alpha", {"notices.received": 44}))
    assert part.counts["notices.received", ()] == {(): 44}
    assert part.counts["notices.received", ("service",)] == {("Alpha",): 44}
    assert ("notices.acted", ()) in part.missing


def test_two_figures_of_one_place_are_not_guessed_between(desk, report_of) -> None:
    report = changed(report_of("Alpha", {"notices.received": 44}), count(30), count(31))
    part = told(desk, report)
    assert part.contested == {"notices.acted"}
    assert ("notices.acted", ()) in part.missing
    assert part.counts["notices.received", ()] == {(): 44}


def test_the_same_figure_twice_is_one(desk, report_of) -> None:
    part = told(desk, changed(report_of("Alpha", {"notices.received": 44}), count(30), count(30)))
    assert part.counts["notices.acted", ()] == {(): 30}
    assert part.contested == set()


def test_a_rounded_or_estimated_figure_is_no_count(desk, report_of) -> None:
    report = report_of("Alpha", {"notices.received": 44})
    part = told(desk, changed(report, count(30, rounding=5)))
    assert part.inexact == {"notices.acted"}
    assert ("notices.acted", ()) in part.missing


def test_a_lower_limit_is_taken_over_as_one(desk, report_of) -> None:
    report = report_of("Alpha", {"notices.received": 44})
    part = told(desk, changed(report, count(30, status="at_least")))
    assert part.counts["notices.acted", ()] == {(): 30}
    assert part.is_least("notices.acted", (), ())
    assert part.is_least("notices.acted", ("service",), ("Alpha",))
    assert not part.is_least("notices.received", (), ())
    assert not part.inexact


def test_every_report_of_a_submission_is_read(desk, report_of) -> None:
    first = report_of("Alpha", {"notices.received": 44})
    second = first.with_name("second.json")
    second.write_text(first.read_text().replace("notices.received", "notices.acted"))
    answer = desk.receive(desk.senders["alpha"].packed("r", reports=(first, second)))
    assert answer["status"] == "accepted"
    part = reported(desk.last(), desk.registry.store, plan())
    assert part.counts["notices.received", ()] == part.counts["notices.acted", ()] == {(): 44}


def kept(desk, report, **more: object) -> Received:
    """A submission from a time when the version of its report was the newest."""
    body = json.loads(report.read_text())
    body |= {"version": "0.9", "as_of": body.pop("clock"), **more}
    report.write_text(json.dumps(body))
    name = desk.registry.store.put(report, ".json")
    objects = [{"name": name, "role": "report", "member": "data/report.json"}]
    return Received(1, "2026-04-20T10:00:00Z", "", "accepted", service="Alpha", objects=objects)


STEPS = (
    Step(
        "report",
        "0.9",
        "1.0",
        (
            Change("renamed", "as_of", into=("clock",)),
            Change("split", "disclosure", ("hidden",), ("public", "public-exact")),
        ),
    ),
)


def test_an_older_report_is_brought_forward_and_counted(desk, report_of) -> None:
    one = kept(desk, report_of("Alpha", {"notices.received": 44}))
    part = reported(one, desk.registry.store, plan(), STEPS)
    assert part.counts["notices.received", ()] == {(): 44}
    assert not part.unclear


def test_an_older_report_that_would_be_a_guess_counts_for_nothing(desk, report_of) -> None:
    one = kept(desk, report_of("Alpha", {"notices.received": 44}), disclosure="hidden")
    part = reported(one, desk.registry.store, plan(), STEPS)
    assert part.unclear
    assert part.counts == {}
    assert ("notices.received", ()) in part.missing


def test_nothing_actioned_is_no_zero_beside_notices_that_led_to_action(desk) -> None:
    alpha = desk.senders["alpha"]
    rows = [header("Alpha"), *(notice("Alpha", n) for n in range(3))]
    desk.receive(alpha.packed("x", records=(write_records(alpha.folder / "x.jsonl", rows),)))
    (part,) = counted(desk.state.current(), desk.registry.store, plan(), Q1)
    assert part.counts["notices.acted", ()] == {(): 3}
    assert ("items.actioned", ()) in part.missing
    assert ("items.actioned", ()) not in part.counts


def test_a_share_that_a_report_does_not_give_is_not_made_of_its_counts(desk, report_of) -> None:
    share = {"metric": "notices.acted_share", "unit": "share", "status": "not_recorded"}
    report = report_of("Alpha", {"notices.received": 44, "notices.acted": 30})
    part = told(desk, changed(report, share))
    assert part.counts["notices.acted", ()] == {(): 30}
    assert ("notices.acted_share", ()) in part.missing
