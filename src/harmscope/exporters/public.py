"""Records to a public data set: reduced, coarsened until nobody stands alone, in no telling order.

Four passes: the first judges, the second looks for what is superseded, the third counts classes,
the fourth writes.
Memory grows with the number of different classes, of corrections and of measures, and with a
bounded number of records, not with the file.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from harmscope.disclosure.public_records import (
    CLASSED,
    IDS,
    Plan,
    Record,
    key_of,
    least,
    plan,
    public,
    public_header,
    unasked,
)
from harmscope.errors import UserError
from harmscope.exporters.merged_header import merged
from harmscope.formats import write
from harmscope.model.kinds import id_of
from harmscope.model.typed import DataRecord, Dataset, Measure
from harmscope.spill import in_order
from harmscope.times import today
from harmscope.validation.accepted import Accepted, reason
from harmscope.validation.judge import Judge
from harmscope.validation.verdict import Options

HELD = 100_000
"""Records that are sorted in memory before they go to a temporary file."""


@dataclass(slots=True)
class Published:
    """What became of the records: read = written + withheld + skipped.

    ``coarsened`` counts records by each step that was taken for them.
    """

    read: int = 0
    written: int = 0
    withheld: int = 0
    least: int = 0
    coarsened: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, object]:
        """The outcome as JSON shows it."""
        return {
            "read": self.read,
            "written": self.written,
            "withheld": self.withheld,
            "least": self.least,
            "coarsened": dict(self.coarsened),
            "skipped": dict(self.skipped),
        }


def publish(
    sources: list[str], out: str, k: int | None = None, clock: date | None = None
) -> Published:
    """Write the valid records of ``sources`` as one public data set to ``out``, each once, and
    without those that another one of them supersedes.

    Valid is what ``validate`` accepts on the day ``clock`` (default: today). No incident and no
    notice shares its quasi-identifiers with fewer than ``k`` - 1 others; exposures and measures are
    about services and stay as they are. Raises UserError where a source cannot be read twice or is
    damaged, where there is no valid header, and where several do not fit together.
    """
    if "-" in sources:
        raise UserError("-", "records to publish are read twice", "name a file")
    done = Published(least=k or least())
    classes: Counter[str] = Counter()
    headers: list[Dataset] = []
    services: set[str] = set()
    measures: list[tuple[str, str]] = []
    with Accepted(sources, Options(clock=clock or today())) as accepted:
        done.skipped = accepted.reasons
        source = _Source(accepted)
        for record in source.records(done.skipped):
            if record["record"] == "dataset":
                headers.append(record)
                continue
            done.read += 1
            if record["record"] == "incident" or record["record"] == "notice":
                services.add(record["service"])
                classes[key_of(public(record))] += 1
            elif record["record"] == "measure":
                plain = {name: value for name, value in record.items() if name != "follows"}
                measures.append((_text(public(plain)), record["measure_id"]))
        if not headers:
            raise UserError(sources[0], "there is no valid header", "see harmscope validate")
        head = _of_services(merged(headers), services)
        made = plan(classes, done.least)
        done.withheld, done.coarsened = made.withheld, made.taken
        done.read += done.skipped.total()
        with write.records(out) as writer:
            writer.write_header(public_header(head, complete=not made.withheld))
            for numbered in _numbered(in_order(_lines(source, made, _names(measures)), HELD)):
                writer.write(numbered)
                done.written += 1
    return done


def _of_services(header: Dataset, services: set[str]) -> Dataset:
    """The header; without its service where there are records about another one."""
    if services <= {header.get("service", "")}:
        return header
    found = header.copy()
    found.pop("service", None)
    return found


class _Source:
    """What may be published of the accepted records."""

    def __init__(self, accepted: Accepted) -> None:
        self._accepted = accepted
        self._judge = Judge(Options(ignore=tuple(unasked())).errors_only())
        self._superseded = frozenset(
            (record["record"], record["supersedes"])
            for record in accepted.records()
            if record["record"] != "dataset" and "supersedes" in record
        )

    def records(self, skipped: Counter[str]) -> Iterator[Dataset | DataRecord]:
        """The records; why the others are skipped is counted."""
        for record in self._accepted.records():
            why = self._why_not(record)
            if why:
                skipped[why] += 1
            else:
                yield record

    def _why_not(self, record: Dataset | DataRecord) -> str:
        if record["record"] == "dataset":
            return ""
        kind = record["record"]
        # Other kinds of record can be accepted, too.
        if kind not in IDS:
            return "not of a kind that is published"
        id_ = id_of(record)
        if (kind, id_) in self._superseded:
            return "superseded by another record"
        # What is left out of the public form must not make a record that nobody would accept.
        found = self._judge.errors({**public(record), IDS[kind]: id_})
        return f"not valid in its public form: {reason(found[0].code)}" if found else ""


def _names(measures: list[tuple[str, str]]) -> dict[str, str]:
    """New names of measures by the old ones: which follows which has to stay."""
    return {old: f"m{number}" for number, (_, old) in enumerate(sorted(measures), 1)}


def _lines(source: _Source, made: Plan, names: dict[str, str]) -> Iterator[str]:
    for record in source.records(Counter()):
        found: Record | None = None
        if record["record"] in CLASSED:
            found = made.apply(public(record))
        elif record["record"] == "measure":
            found = {**public(_renamed(record, names)), "measure_id": names[record["measure_id"]]}
        elif record["record"] != "dataset":
            found = public(record)
        if found is not None:
            yield _text(found) + "\n"


def _renamed(measure: Measure, names: dict[str, str]) -> Measure:
    """A measure that follows others by their new names; those that are not there keep a name that
    says nothing."""
    if "follows" not in measure:
        return measure
    return {**measure, "follows": [names.get(each, "m0") for each in measure["follows"]]}


def _text(record: Record) -> str:
    return json.dumps(record, ensure_ascii=True, sort_keys=True)


def _numbered(lines: Iterator[str]) -> Iterator[Record]:
    """Records with new identifiers: the first letter of the kind and a number."""
    numbers: Counter[str] = Counter()
    for line in lines:
        record = json.loads(line)
        kind = record.pop("record")
        version = record.pop("version")
        numbers[kind] += 1
        name = record.pop(IDS[kind], f"{kind[0]}{numbers[kind]}")
        yield {"record": kind, "version": version, IDS[kind]: name, **record}
