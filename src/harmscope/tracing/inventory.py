"""Which records a report was made of, by id and digest, and what changed among them since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from harmscope.aggregation.normalise import record_keys
from harmscope.aggregation.parts import HEADERLESS, NOT_COUNTED
from harmscope.aggregation.report import Made
from harmscope.canonical import digest_of_form
from harmscope.errors import UserError
from harmscope.findings import Finding, Tally
from harmscope.formats import Row
from harmscope.formats.door import read_json, shown
from harmscope.formats.records import record_rows
from harmscope.formats.sources import files
from harmscope.model.changes import newest
from harmscope.model.explanation import ChangedRecord, Way
from harmscope.validation import Options as Checks
from harmscope.validation import validate
from harmscope.validation.duplicates import content_of

COUNTED: Final = "counted"
FILE: Final = "records.json"
"""The file of a folder of explanations that holds the inventory."""

Name = tuple[str, str, str]
"""Kind, service and id of a record."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A record that was read: ``state`` is ``counted``, or the reason or the code of the rule that
    leaves it out of every figure. ``number`` is its number in the flat tables, -1 for none."""

    kind: str
    service: str
    id: str
    state: str
    digest: str
    number: int = -1

    @property
    def name(self) -> Name:
        """What makes it this record, whatever it says."""
        return self.kind, self.service, self.id


def inventory(made: Made, sources: Sequence[str | Path]) -> list[Entry]:
    """Every record that the report read of its service, sorted; those without an id are left out:
    nothing can be said of them but their number, which the report gives."""
    found = []
    for one in record_keys(made.engine):
        kind, service, name = str(one["id"]).split("\x1f", 2)
        state = str(one["reason"] or COUNTED)
        found.append(Entry(kind, service, name, state, str(one["digest"]), int(one["seq"])))
    broken = set(made.intake.excluded) - {NOT_COUNTED, HEADERLESS}
    if broken:
        found += _broken(sources, made.request.clock, broken)
    return sorted(found)


class _First:
    """Keeps the first of the rules that each row breaks, of those that leave records out."""

    def __init__(self, rules: set[str]) -> None:
        self.at: dict[tuple[str, int], str] = {}
        self._rules = rules

    def take(self, finding: Finding, waived: str | None) -> None:
        """Take one finding."""
        if finding.rule in self._rules and finding.severity == "error" and finding.line:
            place = (finding.file, finding.line)
            self.at[place] = min(finding.rule, self.at.get(place, finding.rule))


def _broken(sources: Sequence[str | Path], clock: date, rules: set[str]) -> Iterable[Entry]:
    """The records that break a rule, as ``validate`` finds them."""
    first = _First(rules)
    validate([str(one) for one in sources], Checks(clock=clock), tally=Tally(sinks=(first,)))
    for source in sources:
        for file in files(source):
            for member in file.members():
                for row in record_rows(member):
                    rule = first.at.get((member.name, row.line))
                    if rule is not None and isinstance(row, Row):
                        yield from _entry(row.data, rule)


def _entry(record: dict[str, object], rule: str) -> Iterable[Entry]:
    kind, service = record.get("record"), record.get("service")
    name = record.get(f"{kind}_id")
    if isinstance(kind, str) and isinstance(service, str) and isinstance(name, str):
        digest = digest_of_form(content_of(kind, newest(record))).hex()
        yield Entry(kind, service, name, rule, digest)


def inventory_document(
    entries: Iterable[Entry], report_sha256: str, figures: Iterable[str]
) -> dict[str, object]:
    """The inventory as a folder of explanations holds it, with the digest of the report and the ids
    of the figures that have a file of their own: those on which records stand."""
    rows = [[one.kind, one.service, one.id, one.state, one.digest] for one in entries]
    return {"report_sha256": report_sha256, "records": rows, "figures": sorted(figures)}


def read_inventory(path: Path) -> tuple[list[Entry], str, frozenset[str]]:
    """The inventory in a file of a folder of explanations, the digest of the report, and the ids of
    the figures on which records stand. Raises UserError where it is none."""
    document: Any = read_json(path, _FIX)
    rows = document.get("records") if isinstance(document, dict) else None
    if not isinstance(rows, list) or not all(_is_entry(row) for row in rows):
        raise UserError(shown(path.name), "it is no list of records of a report", _FIX)
    figures = document.get("figures")
    if not isinstance(figures, list) or not all(isinstance(one, str) for one in figures):
        raise UserError(shown(path.name), "it says of no figure whether records stand on it", _FIX)
    entries = sorted(Entry(*row) for row in rows)
    return entries, str(document.get("report_sha256")), frozenset(figures)


_FIX: Final = "give the folder that harmscope report --explain wrote, or the records themselves"


def _is_entry(row: object) -> bool:
    return isinstance(row, list) and len(row) == _MEMBERS and all(isinstance(c, str) for c in row)


_MEMBERS: Final = 5


def changes(before: Iterable[Entry], after: Iterable[Entry]) -> list[ChangedRecord]:
    """What was added, changed and removed between two inventories, by kind and id. Several records
    of one id are one here: they changed where any of them did."""
    old, new = _grouped(before), _grouped(after)
    found = []
    for name in sorted({*old, *new}):
        then, now = old.get(name, []), new.get(name, [])
        if [one.digest for one in then] == [one.digest for one in now] and _states(then) == _states(
            now
        ):
            continue
        way: Way = "added" if not then else "removed" if not now else "changed"
        kind, service, id_ = name
        found.append(
            ChangedRecord(
                kind=kind,
                id=id_,
                service=service,
                way=way,
                before=_states(then) or None,
                after=_states(now) or None,
            )
        )
    return found


def _grouped(entries: Iterable[Entry]) -> dict[Name, list[Entry]]:
    found: dict[Name, list[Entry]] = {}
    for one in sorted(entries, key=lambda one: (one.name, one.digest)):
        found.setdefault(one.name, []).append(one)
    return found


def _states(entries: Iterable[Entry]) -> str:
    """The states of the records of one id; ``counted`` where one of them counts."""
    states = sorted({one.state for one in entries})
    return COUNTED if COUNTED in states else ", ".join(states)
