"""The shipped steps know no older report yet; these tests bring a file of steps with them."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desks import AT, Desk
from harmscope.errors import UserError
from harmscope.model.changes import Step, steps
from harmscope.model.dataset import Span
from harmscope.model.period import parse_period
from harmscope.registry import senders, submissions
from harmscope.registry.entries import START, Entry, link
from harmscope.registry.state import State, beside, state_of, trusted
from harmscope.submission import verify
from harmscope.submission.checked import newest_report
from harmscope.submission.verify import Trust
from senders import TODAY

CHANGES = """
[[step]]
kind = "report"
from = "0.9"
to = "1.0"

[[step.renamed]]
at = "as_of"
to = "clock"

[[step.renamed]]
at = "sections.*.panels.*.figures.*.metric"
code = "notices.in"
to = "notices.received"

[[step.split]]
at = "disclosure"
code = "hidden"
into = ["public", "public-exact"]
"""


@pytest.fixture
def known(tmp_path: Path) -> tuple[Step, ...]:
    path = tmp_path / "changes.toml"
    path.write_text(CHANGES)
    return steps(path)


def older(report: Path, **more: object) -> bytes:
    """The report as version 0.9 would have written it."""
    body = json.loads(report.read_text().replace("notices.received", "notices.in"))
    body |= {"version": "0.9", "as_of": body.pop("clock"), **more}
    return json.dumps(body).encode()


Made = Callable[[str, dict[str, int]], Path]


def test_an_older_report_is_brought_forward(report_of: Made, known: tuple[Step, ...]) -> None:
    report, unclear = newest_report(older(report_of("Alpha", {"notices.received": 44})), known)
    assert unclear == ()
    assert report is not None
    assert (report.version, report.clock) == ("1.0", "2026-04-20")
    assert report.sections[0].panels[0].figures[0].metric == "notices.received"


def test_what_would_be_a_guess_is_none(report_of: Made, known: tuple[Step, ...]) -> None:
    data = older(report_of("Alpha", {}), disclosure="hidden")
    assert newest_report(data, known) == (None, ("/disclosure",))


def test_without_a_step_an_older_one_is_no_report(report_of: Made) -> None:
    assert newest_report(older(report_of("Alpha", {}))) == (None, ())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"record":"report"}', b'{"a":1,"a":2}'])
def test_what_is_no_report_is_none(data: bytes) -> None:
    assert newest_report(data) == (None, ())


Step_of_state = tuple[str, dict[str, object]]


def submission(name: str, status: str = "accepted", **more: object) -> Step_of_state:
    body = {"package": name, "status": status, "id": name, "sender": "alpha", "service": "Alpha"}
    return "submission", {**body, "start": "2026-01-01", "end": "2026-03-31", **more}


def after(*steps: Step_of_state) -> State:
    entries: list[Entry] = []
    for number, (kind, body) in enumerate(steps, 1):
        previous = entries[-1].hash if entries else START
        entries.append(link(number, "2026-04-20T10:00:00Z", kind, body, previous))
    return state_of(entries)


def statuses(state: State) -> list[str]:
    return [one.status for one in state.submissions]


def test_a_correction_supersedes() -> None:
    state = after(submission("a1"), submission("b2", replaces="a1", because="more"))
    assert statuses(state) == ["superseded", "accepted"]
    assert [one.id for one in state.current()] == ["b2"]
    assert state.submissions[0].superseded_by == "b2"


def test_a_refused_correction_lets_the_first_stand_again() -> None:
    reject = ("decision", {"seq": 2, "submission": "b2", "outcome": "reject"})
    state = after(submission("a1"), submission("b2", replaces="a1"), reject)
    assert statuses(state) == ["accepted", "rejected"]


def test_a_correction_that_waits_supersedes_when_it_is_accepted() -> None:
    steps = [submission("a1"), submission("b2", "received", replaces="a1")]
    assert statuses(after(*steps)) == ["accepted", "received"]
    accept = ("decision", {"seq": 2, "submission": "b2", "outcome": "accept"})
    assert statuses(after(*steps, accept)) == ["superseded", "accepted"]


def test_withdrawn_and_erased_count_no_more() -> None:
    withdrawn = ("withdrawal", {"seq": 1, "submission": "a1", "reason": "x"})
    erased = ("erasure", {"seq": 1, "submission": "a1", "reason": "x"})
    assert after(submission("a1"), withdrawn).current() == []
    state = after(submission("a1", objects=[{"name": "o"}]), erased)
    assert statuses(state) == ["erased"]
    assert state.submissions[0].objects == []


def test_until_gives_an_earlier_state() -> None:
    first = link(1, "t", *submission("a1"), START)
    second = link(2, "t", *submission("b2", replaces="a1"), first.hash)
    assert statuses(state_of([first, second], 1)) == ["accepted"]


def test_ids_that_start_so_and_entries_are_found() -> None:
    state = after(submission("a1"), submission("b2"), submission("a3"))
    assert [one.id for one in state.starting("a")] == ["a1", "a3"]
    assert [one.id for one in state.starting("x")] == []
    assert [one.id if one else None for one in map(state.entered, (1, 3, 9))] == ["a1", "a3", None]


def decided(outcome: str, seq: int = 1) -> Step_of_state:
    return ("decision", {"seq": seq, "submission": "a1", "outcome": outcome})


def reversed_(of: int, seq: int = 1) -> Step_of_state:
    return ("reversal", {"seq": seq, "submission": "a1", "of": of})


def test_a_reversal_gives_the_state_before_and_can_be_reversed() -> None:
    steps = [submission("a1", "partly"), decided("reject")]
    assert statuses(after(*steps)) == ["rejected"]
    assert statuses(after(*steps, reversed_(2))) == ["partly"]
    assert statuses(after(*steps, reversed_(2), reversed_(3))) == ["rejected"]


def test_what_a_correction_replaced_follows_its_decisions() -> None:
    steps = [
        submission("a1", "received"),
        decided("accept"),
        submission("b2", "received", replaces="a1"),
        decided("accept", 3),
    ]
    assert statuses(after(*steps)) == ["superseded", "accepted"]
    assert statuses(after(*steps, reversed_(4, 3))) == ["accepted", "received"]
    refused = [*steps, decided("reject", 3)]
    assert statuses(after(*refused)) == ["accepted", "rejected"]
    assert statuses(after(*refused, reversed_(5, 3))) == ["superseded", "accepted"]


def test_the_newest_imprint_holds() -> None:
    first = ("imprint", {"licence": "CC-BY-4.0", "contact": "office 7"})
    state = after(first, ("imprint", {"contact": "office 8"}))
    assert state.imprint == {"licence": "CC-BY-4.0", "contact": "office 8"}


@pytest.mark.parametrize(
    "step",
    [
        ("subsidy", {}),
        ("submission", {"pakkage": "a1"}),
        ("decision", {"seq": 9, "submission": "a1", "outcome": "accept"}),
        ("revocation", {"sender": "nobody", "key_id": "k", "from": "2026-01-01"}),
        ("sender", {"name": "alpha", "services": None, "key": {}}),
    ],
)
def test_an_entry_that_makes_no_sense_is_named(step: Step_of_state) -> None:
    with pytest.raises(UserError, match="entry 2 does not fit those before it"):
        after(submission("a1"), step)


def seen(desk: Desk, name: str, **more: object) -> list[tuple[str | None, str]]:
    """Services and states of the submissions that an intake of this sender would see."""
    alpha = desk.senders[name]
    outcome = verify(alpha.submission("other", notices=3), Trust([alpha.public], TODAY))
    assert outcome.statement is not None
    with desk.registry.ledger.writing() as tx:
        state = beside(tx, outcome.statement.model_copy(update=more))
    return [(one.service, one.status) for one in state.submissions]


def test_only_what_touches_service_and_period_is_seen(filled: Desk) -> None:
    assert seen(filled, "beta") == [("Beta", "accepted")]
    assert seen(filled, "beta", period=Span(start="2026-04-01", end="2026-06-30")) == []
    assert seen(filled, "beta", period=Span(start="2026-03-31", end="2026-06-30")) != []


def test_what_was_done_to_it_is_seen(filled: Desk) -> None:
    one = next(s for s in filled.state.submissions if s.service == "Beta")
    submissions.withdraw(filled.registry, str(one.id), "by mistake", AT)
    assert seen(filled, "beta") == [("Beta", "withdrawn")]


def test_what_it_replaces_is_seen_wherever_it_is(filled: Desk) -> None:
    one = next(s for s in filled.state.submissions if s.service == "Gamma")
    assert seen(filled, "beta", replaces=one.id) == [("Beta", "accepted"), ("Gamma", "accepted")]


def test_senders_come_with_keys_and_revocations(desk: Desk) -> None:
    alpha = desk.senders["alpha"]
    senders.revoke(desk.registry, alpha.public.key_id, date(2026, 5, 1), "lost", AT)
    state = trusted(desk.registry.ledger)
    assert sorted(state.senders) == ["alpha", "beta", "gamma"]
    assert state.senders["alpha"].revoked == {alpha.public.key_id: "2026-05-01"}


def test_both_ways_to_the_state_agree(filled: Desk) -> None:
    alpha = filled.senders["alpha"]
    first = next(s for s in filled.state.submissions if s.service == "Alpha")
    told = filled.receive(alpha.submission("second", replaces=first.id, because="late rows"))
    assert told["status"] == "accepted"
    again = filled.receive(alpha.submission("third", replaces=first.id, because="once more"))
    assert [one["code"] for one in again["problems"]] == ["replaces_not_current"]
    other = alpha.submission("fourth", notices=2, period=parse_period("2026"))
    codes = [one["code"] for one in filled.receive(other)["problems"]]
    assert "overlap" in codes
