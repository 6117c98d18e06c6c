"""What is in a submission: every record judged, the good ones written as Parquet, or as JSON Lines
where they are few."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from harmscope.formats import write
from harmscope.formats.door import PUBLICATION, REPORT, read_bytes
from harmscope.formats.rows import MEBI
from harmscope.model.submission import Member, Submission
from harmscope.submission.checked import checked_report
from harmscope.submission.problems import Problem
from harmscope.submission.published_folder import ROLES, checked_publication
from harmscope.validation import Options, Verdict, validate
from harmscope.validation.fast_path import Gate

_SHOWN = 5
"""So many figures that contradict others are named in a receipt."""

_FEW = 4 * MEBI
"""Records of a file up to this size are kept as JSON Lines: to read Parquet starts a process, which
takes longer than they do."""


@dataclass(frozen=True, slots=True)
class Keep:
    """A file to go into the store, with the ending of its name there."""

    role: str
    member: str
    path: Path
    ending: str


@dataclass(slots=True)
class Judged:
    """Rows read, accepted and rejected, findings by rule, files worth keeping, reasons to refuse.

    ``files`` has the same for each file, with the first few places of each rule. ``publisher`` is
    the id of the key that signed a publication, ``as_of`` the entry of its ledger that it was made
    after.
    """

    rows: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    keep: list[Keep] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    warnings: int = 0
    refusals: list[Problem] = field(default_factory=list)
    publisher: str | None = None
    as_of: int | None = None


def ready(kind: str, today: date) -> None:
    """Load and build what judging a submission of this kind takes: copies of this process then have
    it."""
    if kind == "publication":
        from harmscope.registry import whole_numbers  # noqa: F401 - it loads the solver
    Gate(Options(clock=today)).ready()


def judge(statement: Submission, files: dict[str, Path], today: date) -> Judged:
    """Judge all members; what is valid lies beside them afterwards, named in ``keep``."""
    judged = Judged()
    if statement.kind == "publication":
        _publication(judged, statement, files, today)
        return judged
    for member in statement.members:
        path = files[member.path]
        if member.role == "records":
            _records(judged, statement, member, path, today)
        elif member.role == "report":
            _report(judged, statement, member, path, today)
        else:
            judged.files.append(_unread(member, "received"))
            judged.keep.append(Keep(member.role, member.path, path, path.suffix))
    if statement.kind == "records" and not judged.rows["accepted"]:
        judged.refusals.append(Problem("nothing_valid"))
    return judged


def _records(
    judged: Judged, statement: Submission, member: Member, path: Path, today: date
) -> None:
    ending = ".jsonl.zst" if path.stat().st_size <= _FEW else ".parquet"
    clean = path.with_name(f"{path.name}{ending}")
    about = _About(statement)
    with write.records(clean) as writer:

        def keep(is_header: bool, line: bytes) -> None:
            record = json.loads(line)
            about.see(record)
            if is_header:
                writer.write_header(record)
            else:
                writer.write_line(line)

        verdict = validate([path], Options(clock=today), keep)
    judged.keep.append(Keep(member.role, member.path, clean, ending))
    counts = {"read": verdict.seen, "accepted": verdict.accepted, "rejected": verdict.rejected}
    judged.rows += Counter(counts)
    judged.rules += verdict.tally.counts
    judged.warnings += verdict.tally.total("warning")
    judged.files.append(_answer(member, verdict, counts, about))
    judged.refusals += about.refusals()


def _answer(
    member: Member, verdict: Verdict, counts: dict[str, int], about: "_About"
) -> dict[str, Any]:
    return {
        "path": member.path,
        "sha256": member.sha256,
        "status": _standing(verdict),
        "versions": sorted(about.versions),
        "rows": counts,
        **_found(verdict),
    }


def _found(verdict: Verdict) -> dict[str, Any]:
    """How often each rule is broken in a file, and the first places."""
    return {
        "rules": dict(sorted(verdict.tally.counts.items())),
        "places": [
            {"rule": f.rule, "severity": f.severity, "line": f.line or 0, "pointer": f.pointer}
            for f in verdict.tally.samples()
        ],
    }


def _standing(verdict: Verdict) -> str:
    if verdict.rejected:
        return "partly" if verdict.accepted else "rejected"
    return "warning" if verdict.tally.total("warning") else "accepted"


def _unread(member: Member, status: str) -> dict[str, Any]:
    """The answer for a file without rows."""
    return {"path": member.path, "sha256": member.sha256, "status": status}


class _About:
    """Holds records against what the statement says of them; ``versions`` are those of records."""

    def __init__(self, statement: Submission) -> None:
        self._statement = statement
        self._found: set[str] = set()
        self.versions: set[str] = set()

    def see(self, record: dict[str, object]) -> None:
        self.versions.add(f"{record.get('record')}@{record.get('version')}")
        if record.get("service", self._statement.service) != self._statement.service:
            self._found.add("other_service")
        span = record.get("period")
        if record.get("record") == "dataset" and isinstance(span, dict):
            said = self._statement.period
            if (span.get("start"), span.get("end")) != (said.start, said.end):
                self._found.add("other_period")

    def refusals(self) -> list[Problem]:
        return [Problem(code) for code in sorted(self._found)]


def _report(judged: Judged, statement: Submission, member: Member, path: Path, today: date) -> None:
    span = (statement.period.start, statement.period.end)
    checked = checked_report(path, statement.service, span, today)
    judged.refusals += checked.problems
    if not checked.is_valid:
        found = _found(checked.verdict) if checked.verdict else {}
        judged.files.append(_unread(member, "rejected") | found)
        return
    judged.files.append(_unread(member, "accepted"))
    judged.keep.append(Keep(member.role, member.path, path, ".json"))


def _publication(
    judged: Judged, statement: Submission, files: dict[str, Path], today: date
) -> None:
    about = (statement.service, f"{statement.period.start}/{statement.period.end}")
    of_role = {member.role: files[member.path] for member in statement.members}
    alone = len(of_role) == len(statement.members)
    named = {name: of_role[role] for name, role in ROLES.items() if alone and role in of_role}
    checked = checked_publication(named, about, today)
    judged.refusals += checked.problems
    places: list[dict[str, Any]] = []
    if checked.taken is not None:
        judged.publisher, judged.as_of = checked.taken.key_id, checked.taken.document.as_of
        if not checked.problems:
            places = _contradictions(named[PUBLICATION])
    if places:
        judged.refusals.append(Problem("figures_contradict"))
    status = "rejected" if judged.refusals else "accepted"
    for member in statement.members:
        found = {}
        if checked.verdict and member.role == "publication":
            found = _found(checked.verdict)
            if places:
                found = {"rules": {places[0]["rule"]: len(places)}, "places": places[:_SHOWN]}
        judged.files.append(_unread(member, status) | found)
        if not judged.refusals:
            judged.keep.append(Keep(member.role, member.path, files[member.path], ".json"))


def _contradictions(path: Path) -> list[dict[str, Any]]:
    # An engine and a solver load slowly, and only publications need them.
    from harmscope.registry.whole_numbers import contradictions

    return contradictions(json.loads(read_bytes(path, REPORT)))
