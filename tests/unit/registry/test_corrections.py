from harmscope.registry.corrections import corrections
from harmscope.registry.state import Received, State

ROW = {"metric": "m", "period": "p", "harm": None, "low": None, "high": None, "obs_status": "A"}


def document(**more: object) -> dict[str, object]:
    return {"edition": 1, "as_of": 4, "figures": [{**ROW, "value": 10}], "corrections": [], **more}


def state() -> State:
    one = Received(5, "2026-05-01T00:00:00Z", "x", "accepted", "b", service="Alpha", replaces="a")
    one.because = "five were missing"
    return State(submissions=[one])


def test_the_first_edition_corrects_nothing() -> None:
    assert corrections(None, [{**ROW, "value": 10}], state()) == []
    assert corrections(document(), [{**ROW, "value": 10}], state()) == []


def test_a_change_says_from_what_to_what_and_why() -> None:
    (made,) = corrections(document(), [{**ROW, "value": 15}], state())
    assert (made["edition"], made["replaces"], made["since_entry"]) == (2, 1, 4)
    assert made["figures"] == [
        {"metric": "m", "period": "p", "from": {"value": 10}, "to": {"value": 15}}
    ]
    assert made["because"] == [
        {"entry": 5, "service": "Alpha", "kind": "correction", "because": "five were missing"}
    ]


def test_a_decision_is_a_cause_once() -> None:
    old = Received(2, "2026-04-01T00:00:00Z", "x", "rejected", "a", service="Beta")
    old.decisions = [
        {"entry": 3, "at": "2026-04-02T00:00:00Z", "outcome": "withdraw", "reason": "wrong"},
        {"entry": 6, "at": "2026-05-02T00:00:00Z", "outcome": "reject", "reason": "not complete"},
    ]
    (made,) = corrections(document(), [{**ROW, "value": 15}], State(submissions=[old]))
    assert made["because"] == [
        {"entry": 6, "service": "Beta", "kind": "reject", "because": "not complete"}
    ]


def test_corrections_are_never_taken_out() -> None:
    old = document(corrections=[{"edition": 0}])
    assert corrections(old, [{**ROW, "value": 10}], state()) == [{"edition": 0}]
    assert len(corrections(old, [{**ROW, "value": 11}], state())) == 2


def test_a_withheld_figure_is_named_without_its_value() -> None:
    hidden = {**ROW, "value": None, "obs_status": "Q"}
    (made,) = corrections(document(), [hidden], state())
    assert made["figures"][0]["to"] == {"status": "Q"}
