"""Submissions on record: how lists show them, and what officials and senders do to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from harmscope.errors import UserError, offer
from harmscope.registry.entries import ACTS, Entry
from harmscope.registry.folder import Registry, checked_text
from harmscope.registry.state import COUNTING, Received, State, Status, state_of
from harmscope.times import utc_text

# Submissions as lists and pages show them.


def row(one: Received) -> dict[str, object]:
    """One submission in a list."""
    return {
        "seq": one.seq,
        "received_at": one.at,
        "submission": one.id,
        "sender": one.sender,
        "service": one.service,
        "period": f"{one.start}/{one.end}" if one.start else None,
        "kind": one.kind or None,
        "status": one.status,
        "rows": one.rows,
        "problems": [problem["code"] for problem in one.problems],
    }


def rows(state: State) -> list[dict[str, object]]:
    """Every submission in the order of arrival."""
    return [row(one) for one in state.submissions]


def full(one: Received) -> dict[str, object]:
    """Everything on record about one submission."""
    return {
        **row(one),
        "package": one.package,
        "problems": one.problems,
        "rules": one.rules,
        "remarks": one.remarks,
        "versions": one.versions,
        "replaces": one.replaces,
        "because": one.because,
        "superseded_by": one.superseded_by,
        "objects": one.objects,
        "decisions": one.decisions,
    }


# What officials and senders do to a submission after it came in; nothing is ever overwritten.

Told = dict[str, object]


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a submission: its entry in the ledger, and how the submission stands."""

    entry: Entry
    submission: Received


_ALLOWED: dict[str, tuple[Status, ...]] = {
    "accept": ("received",),
    "reject": ("received", "accepted", "partly"),
    "withdrawal": ("received", "accepted", "partly"),
    "erasure": ("received", "accepted", "partly", "rejected", "superseded", "withdrawn"),
    "reversal": ("received", "accepted", "partly", "rejected", "withdrawn"),
}
"""Acts, and the states of a submission that allow them."""


OUTCOMES = ("accept", "reject")
"""What an official may decide."""


def allowed(one: Received) -> list[str]:
    """The acts that the state of a submission allows, as :data:`_ALLOWED` names them."""
    found = [act for act, states in _ALLOWED.items() if one.status in states]
    return [act for act in found if act != "reversal" or one.decisions]


def decide(registry: Registry, submission: str, decision: dict[str, str], at: datetime) -> Act:
    """An official accepts or rejects a submission.

    ``decision`` holds ``outcome`` (accept, reject), ``official``, ``reason``, ``rules`` (version of
    the rules applied) and ``remedy`` (what the sender can do). Raises UserError where there is no
    such submission or its state does not allow it.
    """
    outcome = decision["outcome"]
    if outcome not in OUTCOMES:
        raise UserError("--outcome", "the value is not known", offer(outcome, OUTCOMES))
    told: Told = {name: checked_text(f"--{name}", text) for name, text in decision.items()}
    return _act(registry, outcome, submission, lambda *_: told, at)


def withdraw(registry: Registry, submission: str, because: str, at: datetime) -> Act:
    """A sender takes its submission back: it counts no more, and stays on record."""
    told: Told = {"reason": checked_text("--because", because)}
    return _act(registry, "withdrawal", submission, lambda *_: told, at)


def reverse(registry: Registry, submission: str, official: str, because: str, at: datetime) -> Act:
    """Take back what was last done to a submission: a decision, a withdrawal, or a reversal.

    The submission stands as it did before. Raises UserError where nothing was done, where the
    contents are erased, and where it would count beside another submission for the same days.
    """
    told: Told = {
        "official": checked_text("--official", official),
        "reason": checked_text("--because", because),
    }

    def about(state: State, one: Received) -> Told:
        if not one.decisions:
            fault = f"nothing was decided on the submission of entry {one.seq}"
            raise UserError("reverse", fault, "see harmscope registry show")
        last = one.decisions[-1]
        if last["before"] in (*COUNTING, "received"):
            _check_room(state, one)
        return {**told, "of": last["entry"]}

    return _act(registry, "reversal", submission, about, at)


def _check_room(state: State, one: Received) -> None:
    """Raise UserError where another submission stands for days of this one."""
    for other in state.submissions:
        standing = other.counts or other.status == "received"
        alike = other.service == one.service and other.id not in (one.id, one.replaces)
        if standing and alike and other.start <= one.end and one.start <= other.end:
            fault = f"the submission of entry {other.seq} stands for the same service and days"
            raise UserError("reverse", fault, "reject or withdraw that one first")


def erase(registry: Registry, submission: str, official: str, because: str, at: datetime) -> Act:
    """Take the contents of a submission out of the store for good.

    A tombstone stays: who decided it, why, and the counts. Objects that another submission or an
    edition also holds stay.
    """
    told: Told = {
        "official": checked_text("--official", official),
        "reason": checked_text("--because", because),
    }

    def about(_: State, one: Received) -> Told:
        return {**told, "rows": one.rows, "objects": [each["name"] for each in one.objects]}

    with registry.alone():
        done = _act(registry, "erasure", submission, about, at)
        state, names = (
            state_of(registry.ledger.entries()),
            cast("list[str]", done.entry.body["objects"]),
        )
        still = held_elsewhere(state, done.submission)
        for name in names:
            if name not in still:
                registry.store.remove(name)
        return done


def held_elsewhere(state: State, one: Received) -> set[str]:
    """Objects that another submission or an edition holds: erasing ``one`` leaves them."""
    others = (other for other in state.submissions if other.seq != one.seq)
    found = {each["name"] for other in others for each in other.objects}
    # A report that was public before an edition is part of that edition's audit.
    return found | {name for made in state.publications for name in made.get("objects", ())}


def _act(
    registry: Registry,
    asked: str,
    submission: str,
    told: Callable[[State, Received], Told],
    at: datetime,
) -> Act:
    with registry.ledger.writing() as tx:
        entries = list(tx.entries())
        state = state_of(entries)
        one = find(state, submission)
        allowed, kind = _ALLOWED[asked], asked if asked in ACTS else "decision"
        if one.status not in allowed:
            fault = f"the submission of entry {one.seq} is {one.status}"
            raise UserError(kind, fault, f"only for one that is {', '.join(allowed)}")
        body: Told = {"seq": one.seq, "submission": one.id, **told(state, one)}
        entry = tx.append(utc_text(at), kind, body)
        found = state_of([*entries, entry]).entered(one.seq)
        assert found is not None
        return Act(entry, found)


LEAST = 8
"""Characters of an id that name a submission; shorter numbers are those of entries."""


def find(state: State, submission: str) -> Received:
    """The submission of this entry number, id, or start of an id.

    Raises UserError where there is none, or where the name fits more than one.
    """
    number = submission.isascii() and submission.isdigit()
    if len(submission) < LEAST and not number:
        fix = f"give the entry number, or at least {LEAST} characters of the id"
        raise UserError("submission", "the name is too short to be sure", fix)
    named = state.starting(submission) if len(submission) >= LEAST else []
    if not named and number and len(submission) < _DIGITS:
        entered = state.entered(int(submission))
        named = [] if entered is None else [entered]
    if not named:
        fix = "give the entry number or the id, as harmscope registry list shows them"
        raise UserError("submission", "no submission has that number or id", fix)
    if len(named) > 1:
        numbers = ", ".join(str(one.seq) for one in named)
        fault = f"more than one id starts so (entries {numbers})"
        raise UserError("submission", fault, "give the entry number")
    return named[0]


_DIGITS = 16
"""A longer number is no entry of any ledger."""
