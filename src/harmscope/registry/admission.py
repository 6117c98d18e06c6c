"""Whether a judged submission may be taken in beside those that are here already."""

from collections.abc import Iterator

from harmscope.model.submission import Submission
from harmscope.registry.refusals import Refusal
from harmscope.registry.state import COUNTING, Received, State


def refusals(state: State, statement: Submission) -> list[Refusal]:
    """Reasons not to take it in, none where it may come in."""
    sender = state.senders.get(statement.sender)
    if sender is None:
        return [Refusal("unknown_sender")]
    if statement.service not in sender.services:
        return [Refusal("unknown_service")]
    return list(_beside(state, statement))


def _beside(state: State, statement: Submission) -> Iterator[Refusal]:
    if statement.replaces is not None:
        code = _replacement(state, statement)
        if code is not None:
            yield Refusal(code)
            return
    for other in _of_service(state, statement):
        if other.id == statement.replaces:
            continue
        same = (other.start, other.end) == (statement.period.start, statement.period.end)
        if same:
            yield Refusal("already_reported")
        elif other.start <= statement.period.end and statement.period.start <= other.end:
            yield Refusal("overlap")


def _of_service(state: State, statement: Submission) -> list[Received]:
    return [
        one
        for one in state.submissions
        if one.service == statement.service
        and one.kind == statement.kind
        and one.status in (*COUNTING, "received")
    ]


def _replacement(state: State, statement: Submission) -> str | None:
    old = next((one for one in state.submissions if one.id == statement.replaces), None)
    if old is None:
        return "replaces_unknown"
    told = (statement.sender, statement.service, statement.period.start, statement.period.end)
    if (old.sender, old.service, old.start, old.end) != told:
        return "replaces_other"
    return None if old.status in (*COUNTING, "received") else "replaces_not_current"
