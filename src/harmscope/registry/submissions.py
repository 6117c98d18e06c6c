"""Submissions on record: how lists show them, and what officials and senders do to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from harmscope.errors import UserError
from harmscope.registry.entries import Entry
from harmscope.registry.folder import Registry, checked_text
from harmscope.registry.state import Received, State, Status, state_of
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

Act = dict[str, object]


def decide(registry: Registry, submission: str, decision: dict[str, str], at: datetime) -> Entry:
    """An official accepts or rejects a submission.

    ``decision`` holds ``outcome`` (accept, reject), ``official``, ``reason``, ``rules`` (version of
    the rules applied) and ``remedy`` (what the sender can do). Raises UserError where there is no
    such submission or its state does not allow it.
    """
    allowed: tuple[Status, ...] = ("received",)
    if decision["outcome"] == "reject":
        allowed = ("received", "accepted", "partly")
    told = {name: checked_text(f"--{name}", text) for name, text in decision.items()}
    return _act(registry, _Kind("decision", allowed), submission, dict(told), at)


def withdraw(registry: Registry, submission: str, because: str, at: datetime) -> Entry:
    """A sender takes its submission back: it counts no more, and stays on record."""
    allowed: tuple[Status, ...] = ("received", "accepted", "partly")
    told: Act = {"reason": checked_text("--because", because)}
    return _act(registry, _Kind("withdrawal", allowed), submission, told, at)


def erase(registry: Registry, submission: str, official: str, because: str, at: datetime) -> Entry:
    """Take the contents of a submission out of the store for good.

    A tombstone stays: who decided it, why, and the counts. Objects that another submission or an
    edition also holds stay.
    """
    allowed: tuple[Status, ...] = (
        "received",
        "accepted",
        "partly",
        "rejected",
        "superseded",
        "withdrawn",
    )
    with registry.alone():
        before = find(state_of(registry.ledger.entries()), submission)
        body: Act = {
            "official": checked_text("--official", official),
            "reason": checked_text("--because", because),
            "rows": before.rows,
            "objects": [one["name"] for one in before.objects],
        }
        entry = _act(registry, _Kind("erasure", allowed), submission, body, at)
        state = state_of(registry.ledger.entries())
        still = {one["name"] for other in state.submissions for one in other.objects}
        # A report that was public before an edition is part of that edition's audit.
        still |= {name for one in state.publications for name in one.get("objects", ())}
        for one in before.objects:
            if one["name"] not in still:
                registry.store.remove(one["name"])
        return entry


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of act, and the states that allow it."""

    name: str
    allowed: tuple[Status, ...]


def _act(registry: Registry, kind: _Kind, submission: str, body: Act, at: datetime) -> Entry:
    with registry.ledger.writing() as tx:
        one = find(state_of(tx.entries()), submission)
        if one.status not in kind.allowed:
            fix = f"only for one that is {', '.join(kind.allowed)}"
            raise UserError(kind.name, f"the submission is {one.status}", fix)
        about: dict[str, Any] = {"seq": one.seq, "submission": one.id, **body}
        return tx.append(utc_text(at), kind.name, about)


def find(state: State, submission: str) -> Received:
    """The submission of this id, or start of an id. Raises UserError where there is none."""
    one = state.find(submission) if submission else None
    if one is None:
        fix = "give the id, or enough of its start, as registry list shows it"
        raise UserError("submission", "there is none of that id", fix)
    return one
