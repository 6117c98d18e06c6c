"""What a registry holds: the state that follows from the entries of its ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from harmscope.errors import UserError
from harmscope.model.submission import Submission
from harmscope.registry.entries import SENDER, SERVICE, TRUST, Entry, digest
from harmscope.registry.ledger import Ledger, Writing

# What the ledger says: senders, keys, deadlines, submissions.
#
# ``state_of`` goes through all entries; ``trusted`` and ``beside`` through the few that an intake
# needs, by the index that says what each entry is about.

Status = Literal[
    "received", "accepted", "partly", "rejected", "corrupt", "superseded", "withdrawn", "erased"
]
COUNTING = ("accepted", "partly")
"""States in which a submission counts in the pool."""


@dataclass(slots=True)
class Sender:
    """A registered sender: its services, its public keys, and revoked keys with their first day.
    ``authorities`` are names of registries whose publications it hands in."""

    name: str
    services: tuple[str, ...]
    authorities: tuple[str, ...] = ()
    keys: list[dict[str, Any]] = field(default_factory=list)
    revoked: dict[str, str] = field(default_factory=dict)


class Contents(NamedTuple):
    """What a submission brought: its service, and objects by name, role and member."""

    service: str
    objects: list[dict[str, Any]]


@dataclass(slots=True)
class Received:
    """One submission as it stands. ``objects`` are names in the store; ``rows`` counts them.

    ``taken_as`` is its state when it came in, ``superseded_as`` the one in which another took its
    place. ``decisions`` are what was done to it afterwards, each with the state ``before`` it.
    """

    seq: int
    at: str
    package: str
    status: Status
    id: str | None = None
    sender: str | None = None
    service: str | None = None
    start: str = ""
    end: str = ""
    kind: str = ""
    objects: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)
    warnings: int = 0
    problems: list[dict[str, str]] = field(default_factory=list)
    remarks: list[dict[str, str]] = field(default_factory=list)
    replaces: str | None = None
    because: str | None = None
    versions: dict[str, str] = field(default_factory=dict)
    superseded_by: str | None = None
    superseded_as: Status = "accepted"
    taken_as: Status = "accepted"
    decisions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        """Whether it counts in the pool."""
        return self.status in COUNTING

    @property
    def contents(self) -> Contents:
        """What it brought."""
        return Contents(str(self.service), self.objects)


@dataclass(slots=True)
class State:
    """Everything at one moment; ``seq`` and ``head`` name the last entry, ``imprint`` has the
    licence and contact that publications show."""

    seq: int = 0
    head: str = ""
    senders: dict[str, Sender] = field(default_factory=dict)
    submissions: list[Received] = field(default_factory=list)
    deadlines: list[dict[str, Any]] = field(default_factory=list)
    publications: list[dict[str, Any]] = field(default_factory=list)
    imprint: dict[str, str] = field(default_factory=dict)

    def current(self) -> list[Received]:
        """Submissions that count now, by service, period and id."""
        found = [one for one in self.submissions if one.counts]
        return sorted(found, key=lambda one: (one.service, one.start, one.end, one.id))

    def entered(self, seq: int) -> Received | None:
        """The submission of an entry of the ledger."""
        return next((one for one in self.submissions if one.seq == seq), None)

    def starting(self, submission: str) -> list[Received]:
        """Submissions of ids that start so, one an id: the one that was taken in, where the same
        was also refused."""
        named: dict[str, Received] = {}
        for one in self.submissions:
            taken = one.taken_as not in ("rejected", "corrupt")
            if one.id and one.id.startswith(submission) and (taken or one.id not in named):
                named[one.id] = one
        return list(named.values())


def state_of(entries: Iterable[Entry], until: int | None = None) -> State:
    """The state after all entries, or after the entry with sequence number ``until``.

    Raises UserError where an entry makes no sense after those before it: it was altered.
    """
    state = State()
    for entry in entries:
        if until is not None and entry.seq > until:
            break
        try:
            _STEPS[entry.kind](state, entry)
        except (LookupError, TypeError, AttributeError, StopIteration):
            fault = f"entry {entry.seq} does not fit those before it"
            raise UserError("ledger", fault, "run harmscope registry verify") from None
        state.seq, state.head = entry.seq, entry.hash
    return state


def _sender(state: State, entry: Entry) -> None:
    body: dict[str, Any] = entry.body
    known = state.senders.setdefault(body["name"], Sender(body["name"], ()))
    known.services = tuple(sorted({*known.services, *body["services"]}))
    known.authorities = tuple(sorted({*known.authorities, *body.get("authorities", ())}))
    if all(key["key_id"] != body["key"]["key_id"] for key in known.keys):
        known.keys.append(body["key"])


def _revocation(state: State, entry: Entry) -> None:
    body: dict[str, Any] = entry.body
    state.senders[body["sender"]].revoked[body["key_id"]] = body["from"]


def _deadline(state: State, entry: Entry) -> None:
    state.deadlines.append(dict(entry.body))


def _submission(state: State, entry: Entry) -> None:
    body: dict[str, Any] = entry.body
    one = Received(entry.seq, entry.at, **body)
    one.taken_as = one.status
    state.submissions.append(one)
    if one.counts:
        _supersede(state, one)


def _supersede(state: State, one: Received) -> None:
    for old in state.submissions:
        if old.id == one.replaces and old.id is not None and old.status in (*COUNTING, "received"):
            old.superseded_as = old.status
            old.status, old.superseded_by = "superseded", one.id


def _reinstate(state: State, one: Received) -> None:
    """What ``one`` had replaced stands again."""
    for old in state.submissions:
        if old.superseded_by == one.id and old.status == "superseded":
            old.status, old.superseded_by = old.superseded_as, None


def _acted(state: State, entry: Entry, **told: object) -> Received:
    """The submission that an act is about, with the act among its decisions."""
    body: dict[str, Any] = entry.body
    one = next(s for s in state.submissions if s.seq == body["seq"])
    done = {"entry": entry.seq, "at": entry.at, **told, **body, "before": one.status}
    one.decisions.append(done)
    return one


def _decision(state: State, entry: Entry) -> None:
    one = _acted(state, entry)
    if entry.body["outcome"] == "accept":
        one.status = "partly" if one.rows.get("rejected") else "accepted"
        _supersede(state, one)
        return
    one.status = "rejected"
    _reinstate(state, one)


def _withdrawal(state: State, entry: Entry) -> None:
    _acted(state, entry, outcome="withdraw").status = "withdrawn"


def _erasure(state: State, entry: Entry) -> None:
    one = _acted(state, entry, outcome="erase")
    one.status, one.objects = "erased", []


def _reversal(state: State, entry: Entry) -> None:
    body: dict[str, Any] = entry.body
    one = _acted(state, entry, outcome="reverse")
    undone = next(each for each in one.decisions if each["entry"] == body["of"])
    was: Status = undone["before"]
    if one.counts and was not in COUNTING:
        _reinstate(state, one)
    one.status = was
    if one.counts:
        _supersede(state, one)


def _publication(state: State, entry: Entry) -> None:
    state.publications.append({"seq": entry.seq, "at": entry.at, **entry.body})


def _imprint(state: State, entry: Entry) -> None:
    body: dict[str, Any] = entry.body
    state.imprint = {**state.imprint, **body}


_STEPS = {
    "sender": _sender,
    "revocation": _revocation,
    "deadline": _deadline,
    "submission": _submission,
    "decision": _decision,
    "withdrawal": _withdrawal,
    "erasure": _erasure,
    "reversal": _reversal,
    "publication": _publication,
    "imprint": _imprint,
}


# The part of the state that an intake needs, out of the few entries that it stands in.
#
# The entries are gone through by the same steps as the whole ledger; the index of topics says
# which ones matter: all that was ever said of a sender, and of a service in a period.


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
