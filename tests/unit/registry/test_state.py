import pytest

from harmscope.errors import UserError
from harmscope.registry.chain import START, Entry, link
from harmscope.registry.state import State, state_of

Step = tuple[str, dict[str, object]]


def submission(name: str, status: str = "accepted", **more: object) -> Step:
    body = {"package": name, "status": status, "id": name, "sender": "alpha", "service": "Alpha"}
    return "submission", {**body, "start": "2026-01-01", "end": "2026-03-31", **more}


def after(*steps: Step) -> State:
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


@pytest.mark.parametrize(("words", "found"), [("a", "a1"), ("a1", "a1"), ("x", None)])
def test_the_start_of_an_id_is_enough(words: str, found: str | None) -> None:
    one = after(submission("a1"), submission("b2")).find(words)
    assert (one.id if one else None) == found


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
def test_an_entry_that_makes_no_sense_is_named(step: Step) -> None:
    with pytest.raises(UserError, match="entry 2 does not fit those before it"):
        after(submission("a1"), step)
