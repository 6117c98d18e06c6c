from harmscope.model.period import parse_period
from harmscope.registry.counting import counted
from harmscope.registry.plan import plan
from senders import header, notice, write_records

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
