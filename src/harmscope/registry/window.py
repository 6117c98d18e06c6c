"""The part of the state that an intake needs, out of the few entries that it stands in.

The entries are gone through by the same steps as the whole ledger; the index of topics says which
ones matter: all that was ever said of a sender, and of a service in a period.
"""

from harmscope.model.submission import Submission
from harmscope.registry.ledger import Ledger, Writing
from harmscope.registry.state import State, state_of
from harmscope.registry.topics import SENDER, SERVICE, TRUST, digest


def trusted(ledger: Ledger) -> State:
    """All senders with their keys and revocations, nothing else."""
    with ledger.reading() as reader:
        return state_of(reader.about(TRUST, ""))


def beside(tx: Writing, statement: Submission | None) -> State:
    """The sender of a submission, what of its service overlaps with its period, and what it
    replaces."""
    if statement is None:
        return State()
    span = (statement.period.start, statement.period.end)
    found = [
        *tx.about(SENDER, digest(statement.sender)),
        *tx.about(SERVICE, digest(statement.service), span),
    ]
    if statement.replaces is not None:
        found += tx.taken_in(statement.replaces)
    return state_of(sorted({entry.seq: entry for entry in found}.values(), key=lambda e: e.seq))
