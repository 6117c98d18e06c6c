from datetime import date

from desks import AT, Desk
from harmscope.model.dataset import Span
from harmscope.model.period import parse_period
from harmscope.registry import acts, enrolment
from harmscope.registry.window import beside, trusted
from harmscope.submission import verify
from harmscope.submission.verify import Trust
from senders import TODAY


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
    acts.withdraw(filled.registry, str(one.id), "by mistake", AT)
    assert seen(filled, "beta") == [("Beta", "withdrawn")]


def test_what_it_replaces_is_seen_wherever_it_is(filled: Desk) -> None:
    one = next(s for s in filled.state.submissions if s.service == "Gamma")
    assert seen(filled, "beta", replaces=one.id) == [("Beta", "accepted"), ("Gamma", "accepted")]


def test_senders_come_with_keys_and_revocations(desk: Desk) -> None:
    alpha = desk.senders["alpha"]
    enrolment.revoke(desk.registry, alpha.public.key_id, date(2026, 5, 1), "lost", AT)
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
