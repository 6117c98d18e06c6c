"""Intake: a package comes in, is checked and judged, and is in the ledger or is not.

The single commit point is the ledger's transaction. Everything before it writes files that nobody
refers to yet; a kill at any moment leaves at most such files, which are swept.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from harmscope.errors import UserError
from harmscope.formats.door import open_file
from harmscope.formats.rows import MEBI
from harmscope.formats.sandbox import PATIENCE, Deadline, Stopped, TooLate, copies
from harmscope.formats.write import whole
from harmscope.model.submission import PublicKey, Submission
from harmscope.registry import receipts
from harmscope.registry.entries import SERVICE, TAKEN_IN, digest
from harmscope.registry.folder import Registry
from harmscope.registry.judging import Judged, judge, ready
from harmscope.registry.ledger import Writing
from harmscope.registry.publications import stored
from harmscope.registry.receipts import Reason, Receipt, passing, problems, receipt, same_reasons
from harmscope.registry.state import (
    COUNTING,
    Received,
    State,
    Status,
    beside,
    state_of,
    trusted,
)
from harmscope.submission.problems import PASSING, Problem
from harmscope.submission.verify import Outcome, Trust, verify
from harmscope.times import utc_text

# Whether a judged submission may be taken in beside those that are here already.


def refusals(state: State, statement: Submission, publisher: str | None = None) -> list[Problem]:
    """Reasons not to take it in, none where it may come in; ``publisher`` is the id of the key that
    signed a publication."""
    sender = state.senders.get(statement.sender)
    if sender is None:
        return [Problem("unknown_sender")]
    if statement.kind == "publication":
        if statement.service not in sender.authorities:
            return [Problem("unknown_authority")]
        if publisher and all(key["key_id"] != publisher for key in sender.keys):
            return [Problem("publication_of_another")]
    elif statement.service not in sender.services:
        return [Problem("unknown_service")]
    return list(_beside(state, statement))


def _beside(state: State, statement: Submission) -> Iterator[Problem]:
    if statement.replaces is not None:
        code = _replacement(state, statement)
        if code is not None:
            yield Problem(code)
            return
    for other in _of_service(state, statement):
        if other.id == statement.replaces:
            continue
        same = (other.start, other.end) == (statement.period.start, statement.period.end)
        if same:
            yield Problem("already_reported")
        elif other.start <= statement.period.end and statement.period.start <= other.end:
            yield Problem("overlap")


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


def _is_older(registry: Registry, state: State, statement: Submission, as_of: int) -> bool:
    """Whether a publication was made before the one that it replaces: its corrections would be
    lost."""
    old = next((one for one in state.submissions if one.id == statement.replaces), None)
    objects = [] if old is None else [o["name"] for o in old.objects if o["role"] == "publication"]
    try:
        return any(as_of < json.loads(stored(registry, name))["as_of"] for name in objects)
    except UserError:
        return False  # its contents were erased since


# A package is checked and judged in a process of its own, which a deadline ends.


@dataclass(slots=True)
class Examined:
    """What the check and the judge found. Files they made lie in the slot."""

    outcome: Outcome = field(default_factory=Outcome)
    judged: Judged = field(default_factory=Judged)


def examined(package: Path, trust: Trust, slot: Path, seconds: float) -> Examined:
    """Check a package and judge its members; unpacking and validating share ``seconds``.

    Past them, or where the process dies, that is a problem of the package. What was found out
    before, such as the sender, is kept.
    """
    found, deadline = Examined(), Deadline(seconds, slot)
    try:
        found.outcome = deadline.run(_checked, package, trust, slot)
        if found.outcome.ok:
            if copies() and found.outcome.statement is not None:
                ready(found.outcome.statement.kind, trust.clock)
            found.judged = deadline.run(_judged, found.outcome, trust.clock)
    except TooLate:
        found.outcome.problems.append(Problem("too_slow"))
    except Stopped:
        found.outcome.problems.append(Problem("check_stopped"))
    return found


def _checked(package: Path, trust: Trust, slot: Path) -> Outcome:
    return verify(package, trust, slot)


def _judged(outcome: Outcome, today: date) -> Judged:
    assert outcome.statement is not None
    return judge(outcome.statement, outcome.files, today)


# A package comes in: copied, examined, then written into the ledger or answered again.

LARGEST = 16 * 1024 * MEBI
"""The most that a package may hold, in bytes."""

_CORRUPT = {"not_a_bag", "damaged", "bad_manifest", "bad_statement", "unsafe_name", "alike_names"}
_CORRUPT |= {"special_file", "too_large", "too_many_files", "too_deep", "bomb"}
Body = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Package:
    path: Path
    sha256: str
    bytes: int


class OtherSender(UserError):  # noqa: N818 - read as what the package is
    """A package names another sender than the one who hands it in."""

    def __init__(self) -> None:
        super().__init__("package", "it is another sender's", "hand in packages of your own sender")

    def __reduce__(self) -> tuple[type[UserError], tuple[str, str, str]]:
        """It passes from one process to another as what it is to the user."""
        return UserError, (self.where, self.fault, self.fix)


def receive(  # noqa: PLR0917 - the limits stand last
    registry: Registry,
    source: BinaryIO,
    at: datetime,
    largest: int = LARGEST,
    seconds: float = PATIENCE,
    sender: str | None = None,
) -> Receipt:
    """Take in one package at the UTC time ``at``; gives the signed receipt.

    Where ``sender`` is named, the package must be of that one: OtherSender is raised for one that
    names another, and nothing of it is then in the registry.

    The same bytes again give the same receipt and change nothing; but where they were refused for
    what lies outside the package (its sender was not registered yet, unpacking and validating took
    longer than ``seconds``), they are tried again, with a new receipt if that is gone. Raises
    UserError where the package is larger than ``largest`` bytes, and where disk or database
    refuse; nothing of the package is then in the registry.
    """
    try:
        with registry.taking_in() as slot:
            registry.ledger.catch_up()
            package = _copied(source, slot / "package", largest)
            known = registry.ledger.receipt(package.sha256)
            if known is not None and not passing(known):
                _check_sender(receipts.read(known, registry.public_key).get("sender"), sender)
                return _kept(registry, known)
            return _new(registry, package, at, slot, seconds, sender)
    except OSError as error:
        fault = f"the package could not be stored ({error.strerror or 'input or output failed'})"
        fix = "nothing of it was taken in; make room or check the disk, then send it again"
        raise UserError("receive", fault, fix) from None


def _kept(registry: Registry, text: str) -> Receipt:
    """A receipt out of the ledger, once its signature holds, with what was decided since."""
    body = receipts.read(text, registry.public_key)
    return Receipt(body, text, _since(registry, body))


def _since(registry: Registry, body: dict[str, Any]) -> dict[str, Any] | None:
    if not {"service", "start", "end"} <= body.keys():
        return None
    with registry.ledger.reading() as reader:
        about = reader.about(SERVICE, digest(body["service"]), (body["start"], body["end"]))
        one = state_of(about).entered(body["seq"])
    if one is None or not one.decisions:
        return None
    last = one.decisions[-1]
    told = {name: last[name] for name in ("outcome", "entry", "at")}
    return {"status": one.status, **told}


def _copied(source: BinaryIO, target: Path, largest: int) -> _Package:
    total, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while block := source.read(MEBI):
            size += len(block)
            if size > largest:
                fix = "split the submission, or ask for a higher limit"
                raise UserError("receive", "the package is larger than the limit", fix)
            total.update(block)
            file.write(block)
    return _Package(target, total.hexdigest(), size)


def _check_sender(named: str | None, sender: str | None) -> None:
    if sender is not None and named not in (None, sender):
        raise OtherSender


def _new(  # noqa: PLR0917 - as receive
    registry: Registry,
    package: _Package,
    at: datetime,
    slot: Path,
    seconds: float,
    sender: str | None,
) -> Receipt:
    trust = trust_of(trusted(registry.ledger), at.date(), registry.identity)
    found = examined(package.path, trust, slot, seconds)
    statement = found.outcome.statement
    _check_sender(None if statement is None else statement.sender, sender)
    objects = _stored(registry, package, found)
    noted = _noted(registry, found, objects)
    with registry.ledger.writing() as tx:
        known = _answered(tx, package, found.outcome)
        if known is not None:
            return _kept(registry, known)
        state = beside(tx, found.outcome.statement)
        body = _body(registry, package, found, state) | {"objects": objects, "remarks": noted}
        before, reasons = tx.receipt(package.sha256), cast("list[Reason]", body["problems"])
        if before is not None and same_reasons(problems(before), reasons):
            return _kept(registry, before)  # nothing has changed since
        entry = tx.append(utc_text(at), "submission", body)
        if body["status"] in TAKEN_IN:
            tx.count(str(body["id"]), entry.seq)
        name = registry.settings.registry
        made = receipt(name, entry, found.judged.files, package.bytes, registry.private_key)
        tx.answer(package.sha256, entry.seq, made.text)
        return made


def _stored(registry: Registry, package: _Package, found: Examined) -> list[dict[str, str]]:
    """Evidence is kept of what a registered sender signed; not of what anybody throws in, nor of
    what was not looked at to its end: it may come again."""
    objects = [
        {"name": registry.store.put(one.path, one.ending), "role": one.role, "member": one.member}
        for one in found.judged.keep
    ]
    judged = not any(problem.code in PASSING for problem in found.outcome.problems)
    if found.outcome.key_id is not None and judged:
        name = registry.store.put(package.path, ".zip")
        objects.append({"name": name, "role": "package", "member": ""})
    return objects


def _noted(
    registry: Registry, found: Examined, objects: list[dict[str, str]]
) -> list[dict[str, str]]:
    statement = found.outcome.statement
    if statement is None or not found.outcome.ok or found.judged.refusals:
        return []
    if all(one["role"] != "report" for one in objects):
        return []
    # Counting loads an engine, which most packages do not need.
    from harmscope.registry.checks import remarks

    return remarks(statement, objects, registry.store)


def _answered(tx: Writing, package: _Package, outcome: Outcome) -> str | None:
    """The receipt that this package has already, or this submission in other wrapping."""
    known = tx.receipt(package.sha256)
    if known is not None and not passing(known):
        return known
    if any(problem.code in PASSING for problem in outcome.problems):
        return known  # no better than the last time
    return tx.receipt_of(str(outcome.submission_id)) if outcome.ok else None


def trust_of(state: State, today: date, identity: str | None) -> Trust:
    """The keys of all registered senders, with revocations."""
    keys: list[PublicKey] = []
    revoked: dict[str, str] = {}
    for sender in state.senders.values():
        keys += [PublicKey.model_validate(key) for key in sender.keys]
        revoked |= sender.revoked
    return Trust(keys, today, revoked, identity)


def _body(registry: Registry, package: _Package, found: Examined, state: State) -> Body:
    outcome, judged = found.outcome, found.judged
    reasons = [problem.as_dict() for problem in _problems(outcome, state)]
    statement = outcome.statement
    if statement is not None and not reasons:
        reasons += [r.as_dict() for r in judged.refusals]
        if judged.publisher == registry.public_key.key_id:
            reasons.append(Problem("own_publication").as_dict())
        reasons += [r.as_dict() for r in refusals(state, statement, judged.publisher)]
        if judged.as_of is not None and _is_older(registry, state, statement, judged.as_of):
            reasons.append(Problem("older_edition").as_dict())
    status = _status(registry, found, reasons)
    body: Body = {
        "package": package.sha256,
        "status": status,
        "rows": {name: judged.rows[name] for name in ("read", "accepted", "rejected")},
        "rules": dict(sorted(judged.rules.items())),
        "warnings": judged.warnings,
        "problems": reasons,
    }
    if statement is not None:
        body |= {
            "id": outcome.submission_id,
            "sender": statement.sender,
            "service": statement.service,
            "start": statement.period.start,
            "end": statement.period.end,
            "kind": statement.kind,
            "versions": {"submission": statement.version, "taxonomy": statement.taxonomy},
        }
        if statement.replaces is not None:
            body |= {"replaces": statement.replaces, "because": statement.because}
    return body


def _problems(outcome: Outcome, state: State) -> list[Problem]:
    """Problems of the package; a key must also be one of the sender that it names."""
    found = list(outcome.problems)
    if outcome.key_id is not None and outcome.statement is not None:
        sender = state.senders.get(outcome.statement.sender)
        if sender is not None and all(k["key_id"] != outcome.key_id for k in sender.keys):
            found.append(Problem("wrong_key"))
    return found


def _status(registry: Registry, found: Examined, reasons: list[dict[str, str]]) -> Status:
    if any(problem.code in _CORRUPT for problem in found.outcome.problems):
        return "corrupt"
    if reasons:
        return "rejected"
    if registry.settings.acceptance == "by_decision":
        return "received"
    return "partly" if found.judged.rows["rejected"] else "accepted"


@dataclass(frozen=True, slots=True)
class Answer:
    """The receipt of one package, by the name under which it was given."""

    name: str
    receipt: Receipt


def take(
    folder: Path,
    packages: Sequence[str],
    at: datetime,
    receipts_to: Path | None = None,
    seconds: float = PATIENCE,
) -> Iterator[Answer]:
    """Take packages in, each answered before the next is opened.

    Writes ``SEQ-DIGEST.receipt.json`` into ``receipts_to``. ``seconds`` is how long unpacking and
    validating one of them may take.
    """
    with Registry(folder) as registry:
        for name in packages:
            with _opened(name) as file:
                made = receive(registry, file, at, seconds=seconds)
            yield Answer(name, made)
            if receipts_to is not None:
                _write(receipts_to, made)


def _write(folder: Path, made: Receipt) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        fix = "name a folder; the same package gets the same receipt again"
        raise UserError("--receipts", "the folder cannot be made", fix) from None
    with whole(folder / made.file_name) as out:
        out.write(made.text.encode())


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with open_file(Path(name)) as file:
        yield file
