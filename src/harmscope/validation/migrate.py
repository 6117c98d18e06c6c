"""Moves the records of files to a newer version of their kind; what would be a guess stays out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harmscope.errors import UserError, offer
from harmscope.findings import Tally
from harmscope.formats import Member, Row, RowFault, StreamFault, members, write
from harmscope.formats.records import record_rows
from harmscope.model.changes import Step, forward
from harmscope.rules import CATALOGUE
from harmscope.rules.shape import OF_FAULT
from harmscope.validation.judge import Fault, KindJudge
from harmscope.validation.schemas import versions

HEADER = "dataset"


@dataclass(slots=True)
class Migration:
    """What became of the rows: seen = moved + unchanged + left. ``unchanged`` are those of other
    kinds and those that were of the version asked for; ``left`` were not written."""

    moved: int = 0
    unchanged: int = 0
    left: int = 0
    tally: Tally = field(default_factory=Tally)

    @property
    def seen(self) -> int:
        """Rows that were read, readable or not."""
        return self.moved + self.unchanged + self.left

    def as_dict(self) -> dict[str, object]:
        """The outcome as JSON shows it."""
        counts: dict[str, object] = {
            name: getattr(self, name) for name in ("seen", "moved", "unchanged", "left")
        }
        return {**counts, "findings": [each.as_dict() for each in self.tally.samples()]}


def migrate(source: str, target: str, out: str, steps: tuple[Step, ...] | None = None) -> Migration:
    """Write the records of ``source`` to ``out``, those of the target's kind in its version.

    ``target`` is ``KIND@VERSION``. Only what the judge accepts is moved: a record of an older
    version by the schema of its own version, and as it is afterwards by that of the target, both
    times with the error rules. ``steps`` are those known, else the shipped
    ones. Raises UserError for a target that is not published, and where ``out`` is the file read.
    """
    kind, _, version = target.partition("@")
    known = versions().get(kind, ())
    if version not in known or kind == "dsa-sor":
        names = [f"{each}@{many[-1]}" for each, many in versions().items() if each != "dsa-sor"]
        raise UserError("--to", "there is no such kind and version", offer(target, names))
    if Path(out).exists() and Path(source).exists() and Path(out).samefile(source):
        raise UserError("-o", "this is the file that is read", "name another file")
    move = _Move(kind, known[: known.index(version)], version, steps)
    with write.records(out) as writer:
        for member in members(source):
            for record in move.records(member):
                put = writer.write_header if record.get("record") == HEADER else writer.write
                put(record)
    return move.outcome


class _Move:
    """The state of one migration."""

    def __init__(
        self,
        kind: str,
        older: tuple[str, ...],
        target: str,
        steps: tuple[Step, ...] | None,
    ) -> None:
        self.outcome = Migration()
        self._kind, self._target = kind, target
        self._older, self._steps = older, steps
        self._first = True
        self._judge = KindJudge(kind, target, steps=steps)

    def records(self, member: Member) -> Iterator[dict[str, object]]:
        """Every record of a member that may be written; counts and finds as it goes."""
        try:
            for row in record_rows(member):
                record = self._row(member.name, row)
                if record is None:
                    self.outcome.left += 1
                else:
                    yield record
        except StreamFault as fault:
            found = CATALOGUE[OF_FAULT[fault.code]].finding(member.name, detail=fault.message)
            self.outcome.tally.add(found)

    def _row(self, name: str, row: Row | RowFault) -> dict[str, object] | None:
        if isinstance(row, RowFault):
            rule = CATALOGUE[OF_FAULT[row.code]]
            found = rule.finding(name, row.line, row.offset, detail=row.message)
            self.outcome.tally.add(found)
            return None
        record = row.data
        first, self._first = self._first, False
        if record.get("record") == HEADER and not first:
            self.outcome.tally.add(CATALOGUE["HS204"].finding(name, row.line, row.offset))
            return None
        if record.get("record") != self._kind or record.get("version") == self._target:
            self.outcome.unchanged += 1
            return record
        faults, moved = self._moved(record)
        for fault in faults:
            rule = CATALOGUE[fault.code]
            place = (name, row.line, row.offset, fault.pointer, fault.detail)
            self.outcome.tally.add(rule.finding(*place))
        if faults:
            return None
        self.outcome.moved += 1
        return moved

    def _moved(self, record: dict[str, object]) -> tuple[list[Fault], dict[str, object]]:
        own = record.get("version")
        if own not in self._older:
            newer = isinstance(own, str) and own in versions()[self._kind]
            return [Fault("VS003" if newer else "HS014", "/version")], record
        faults = self._errors(record)
        moved = record if faults else forward(record, self._target, self._steps).record
        return faults or self._errors(moved), moved

    def _errors(self, record: dict[str, object]) -> list[Fault]:
        """The faults for which a record is not valid; of a record of an older version also where
        moving it forward would be a guess."""
        found = self._judge.faults(record)
        return [fault for fault in found if CATALOGUE[fault.code].severity == "error"]
