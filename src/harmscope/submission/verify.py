"""Check a submission offline: complete, unaltered, signed by the sender with a valid key."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from harmscope.formats.door import shown
from harmscope.formats.sandbox import PATIENCE, Deadline, Stopped, TooLate
from harmscope.model.submission import Member, PublicKey, Submission
from harmscope.submission import envelope as sealing
from harmscope.submission import manifest
from harmscope.submission.bag import BAG_LIMITS, Bag, open_bag
from harmscope.submission.envelope import SUBMISSION, opened, signers
from harmscope.submission.keys import usable
from harmscope.submission.manifest import rows_of
from harmscope.submission.problems import Problem, Refused

_TAGS = {"bagit.txt", "bag-info.txt", manifest.PAYLOADS, manifest.TAGS, manifest.STATEMENT}


@dataclass(slots=True)
class Outcome:
    """What the check found. ``key_id`` is the key whose signature holds; ``files`` are the
    members as plain files where a folder was given; ``unread`` are encrypted members whose rows
    could not be counted."""

    problems: list[Problem] = field(default_factory=list)
    statement: Submission | None = None
    submission_id: str | None = None
    key_id: str | None = None
    files: dict[str, Path] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def as_dict(self) -> dict[str, object]:
        """The outcome as JSON output shows it."""
        return {
            "ok": self.ok,
            "submission_id": self.submission_id,
            "key_id": self.key_id,
            "problems": [problem.as_dict() for problem in self.problems],
            "rows_not_counted": self.unread,
            "statement": None if self.statement is None else self.statement.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Trust:
    """Which keys may sign on the day ``clock``; ``revoked`` maps key ids to the day from which
    they no longer count. ``identity`` opens encrypted members."""

    keys: Sequence[PublicKey]
    clock: date
    revoked: Mapping[str, str] = field(default_factory=dict)
    identity: str | None = None


def verify(path: Path, trust: Trust, into: Path | None = None) -> Outcome:
    """Check the submission at ``path``; members are unpacked under names of ours into ``into``.

    Every problem that can be told is told. Raises UserError where there is nothing at ``path``.
    """
    outcome = Outcome()
    try:
        with open_bag(path, BAG_LIMITS) as bag, TemporaryDirectory(prefix="harmscope-") as name:
            _read(bag, outcome)
            _signature(bag, trust, outcome)
            _contents(bag, trust, outcome, into or Path(name))
    except Refused as refused:
        outcome.problems.append(refused.problem)
    if into is None:
        outcome.files = {}
    return outcome


def verify_within(path: Path, trust: Trust, seconds: float = PATIENCE) -> Outcome:
    """:func:`verify` in a process of its own, for so many seconds at most; past them the one
    problem is ``too_slow``, and nothing is left behind."""
    with TemporaryDirectory(prefix="harmscope-", ignore_cleanup_errors=True) as room:
        try:
            return Deadline(seconds, Path(room)).run(verify, path, trust)
        except TooLate:
            return Outcome([Problem("too_slow")])
        except Stopped:
            return Outcome([Problem("check_stopped")])


def _read(bag: Bag, outcome: Outcome) -> None:
    manifest.check_declaration(bag.small("bagit.txt"))
    data = bag.small(manifest.STATEMENT)
    outcome.statement = manifest.read_statement(data)
    outcome.submission_id = manifest.submission_id(outcome.statement)


def _signature(bag: Bag, trust: Trust, outcome: Outcome) -> None:
    try:
        outcome.key_id = _signer(bag, trust)
    except Refused as refused:
        outcome.problems.append(refused.problem)


def _signer(bag: Bag, trust: Trust) -> str:
    if manifest.SIGNATURE not in bag.files:
        raise Refused("unsigned")
    envelope = opened(bag.small(manifest.SIGNATURE))
    if envelope.type != SUBMISSION or envelope.payload != bag.small(manifest.STATEMENT):
        raise Refused("bad_signature", manifest.STATEMENT)
    known = {key.key_id: key for key in trust.keys}
    found = signers(envelope, {name: usable(key) for name, key in known.items()})
    if not found:
        raise Refused("wrong_key")
    key, today = known[found[0]], trust.clock.isoformat()
    if trust.revoked.get(key.key_id, "9999-12-31") <= today:
        raise Refused("revoked_key")
    if today > key.valid_to:
        raise Refused("expired_key")
    if today < key.valid_from:
        raise Refused("early_key")
    return key.key_id


def _contents(bag: Bag, trust: Trust, outcome: Outcome, into: Path) -> None:
    assert outcome.statement is not None
    members = {member.path: member for member in outcome.statement.members}
    _listed(bag, members, outcome)
    for number, (path, member) in enumerate(sorted(members.items())):
        if path in bag.files:
            _member(bag, trust, outcome, member, into / f"{number:04d}-{Path(path).name}")


def _listed(bag: Bag, members: Mapping[str, Member], outcome: Outcome) -> None:
    """Bag, manifests and statement must name the same files with the same digests."""
    payloads = manifest.read_manifest(bag.small(manifest.PAYLOADS), manifest.PAYLOADS)
    tags = manifest.read_manifest(bag.small(manifest.TAGS), manifest.TAGS)
    if payloads != {path: member.sha256 for path, member in members.items()}:
        outcome.problems.append(Problem("altered", manifest.PAYLOADS))
    for path, wanted in tags.items():
        if path not in bag.files:
            outcome.problems.append(Problem("missing", shown(path)))
        elif hashlib.sha256(bag.small(path)).hexdigest() != wanted:
            outcome.problems.append(Problem("altered", shown(path)))
    outcome.problems += [Problem("missing", p) for p in sorted(set(members) - set(bag.files))]
    expected = set(members) | _TAGS | {manifest.SIGNATURE}
    outcome.problems += [Problem("extra", shown(p)) for p in sorted(set(bag.files) - expected)]


def _member(bag: Bag, trust: Trust, outcome: Outcome, member: Member, target: Path) -> None:
    try:
        if _spooled(bag, member.path, target) != (member.sha256, member.bytes):
            raise Refused("altered", member.path)
        if member.sealed is not None:
            if trust.identity is None:
                outcome.unread.append(member.path)
                return
            target = _unsealed(member, target, trust.identity)
        if member.rows is not None and rows_of(target) != member.rows:
            raise Refused("row_count", member.path)
        outcome.files[member.path] = target
    except Refused as refused:
        outcome.problems.append(refused.problem)


def _spooled(bag: Bag, path: str, target: Path) -> tuple[str, int]:
    total, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        for block in bag.blocks(path):
            total.update(block)
            size += len(block)
            file.write(block)
    return total.hexdigest(), size


def _unsealed(member: Member, sealed: Path, identity: str) -> Path:
    plain = sealed.with_name(sealed.name.removesuffix(".age"))
    sealing.decrypt(sealed, plain, identity)
    wanted = member.sealed
    data = hashlib.sha256()
    with plain.open("rb") as file:
        while block := file.read(2**20):
            data.update(block)
    if wanted is None or (data.hexdigest(), plain.stat().st_size) != (wanted.sha256, wanted.bytes):
        raise Refused("altered", member.path)
    return plain
