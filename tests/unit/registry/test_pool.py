import pytest

from desks import AT
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.registry import submissions
from harmscope.registry.checks import doubts
from harmscope.registry.contributions import plan
from harmscope.registry.pool import Pool, pool
from harmscope.registry.summing import Pooled
from senders import header, notice, write_records

Q1 = parse_period("2026-Q1")


def figure(made: Pool, metric: str, **codes: str) -> Pooled:
    found = [
        one
        for one in made.figures
        if one.metric == metric and dict(zip(one.split, one.key, strict=True)) == codes
    ]
    assert len(found) == 1
    return found[0]


def test_counts_add_up_and_say_who_stands_behind(filled) -> None:
    made = pool(filled.registry, Q1)
    total = figure(made, "notices.received")
    assert (total.value, total.senders, total.of) == (123, 3, 3)
    assert total.parts == {"Alpha": 40, "Beta": 31, "Gamma": 52}
    assert figure(made, "notices.received", harm_top="hate").value == 62
    assert figure(made, "notices.received", harm_top="hate", service="Beta").value == 16


def test_medians_come_from_records_and_shares_from_sums(filled) -> None:
    made = pool(filled.registry, Q1)
    median = figure(made, "time.notice_to_decision.median")
    assert (median.value, median.cases) == (0, 123)
    assert figure(made, "notices.acted_share").value == 1.0


def test_only_what_is_current_counts(filled) -> None:
    first = filled.state.find(str(filled.state.submissions[0].id))
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
    assert pool(desk.registry, Q1).twins == {"Alpha + Beta": 7}
