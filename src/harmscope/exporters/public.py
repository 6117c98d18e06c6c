"""Records to a public data set: reduced, coarsened until nobody stands alone, in no telling order.

Two passes: the first counts classes, the second writes. Memory grows with the number of different
classes and with a bounded number of records, not with the file.
"""

import heapq
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TextIO

from harmscope.disclosure.anonymity import Plan, key_of, plan
from harmscope.disclosure.members_ import Record
from harmscope.disclosure.records import IDS, least, public, public_header
from harmscope.errors import UserError
from harmscope.formats import Row, StreamFault, members, write
from harmscope.formats.records import record_rows
from harmscope.model.kinds import RECORDS
from harmscope.model.forward import newest

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

    def as_text(self) -> str:
        """The outcome in words."""
        lines = [f"{self.read} records read, {self.written} written"]
        lines += [f"{self.withheld} withheld: fewer than {self.least} are alike"]
        lines += [f"{count} skipped: {why}" for why, count in sorted(self.skipped.items())]
        lines += [f"{count} gave up: {step}" for step, count in self.coarsened.items()]
        return "\n".join(lines)


def publish(sources: list[str], out: str, k: int | None = None) -> Published:
    """Write the incidents and notices of ``sources`` as one public data set to ``out``.

    No record of it shares its quasi-identifiers with fewer than ``k`` - 1 others. Raises UserError
    where a source cannot be read twice or is damaged, and where there is no valid header.
    """
    if "-" in sources:
        raise UserError("-", "records to publish are read twice", "name a file")
    done = Published(least=k or least())
    classes: Counter[str] = Counter()
    headers: list[Record] = []
    for record in _valid(sources, done.skipped):
        if record["record"] == "dataset":
            headers.append(record)
        else:
            done.read += 1
            classes[key_of(public(record))] += 1
    if not headers:
        raise UserError(sources[0], "there is no valid header", "see harmscope validate")
    made = plan(classes, done.least)
    done.withheld, done.coarsened = made.withheld, made.taken
    done.read += done.skipped.total()
    with write.records(out) as writer:
        writer.write_header(public_header(headers[0], complete=not made.withheld))
        for record in _numbered(_sorted(_lines(sources, made))):
            writer.write(record)
            done.written += 1
    return done


def _valid(sources: Iterable[str], skipped: Counter[str]) -> Iterator[Record]:
    for source in sources:
        for member in members(source):
            try:
                for row in record_rows(member):
                    record = newest(row.data) if isinstance(row, Row) else {}
                    why = _why_not(record)
                    if why:
                        skipped[why] += 1
                    else:
                        yield record
            except StreamFault as fault:
                raise UserError(fault.file or member.name, fault.message, fault.fix) from None


def _why_not(record: Record) -> str:
    kind = record.get("record")
    if kind not in ("dataset", *IDS):
        return "neither incident nor notice"
    try:
        RECORDS[str(kind)].model_validate(record)
    except ValueError:
        return "not valid: see harmscope validate"
    return ""


def _lines(sources: Iterable[str], made: Plan) -> Iterator[str]:
    for record in _valid(sources, Counter()):
        if record["record"] != "dataset":
            found = made.apply(public(record))
            if found is not None:
                yield json.dumps(found, ensure_ascii=True, sort_keys=True) + "\n"


def _sorted(lines: Iterator[str]) -> Iterator[str]:
    """Lines in the order of their text: the order of the source would tell who came first."""
    with ExitStack() as stack:
        runs: list[TextIO] = []
        held: list[str] = []
        for line in lines:
            held.append(line)
            if len(held) == HELD:
                run = stack.enter_context(tempfile.TemporaryFile("w+", encoding="ascii"))
                run.writelines(sorted(held))
                run.seek(0)
                runs.append(run)
                held = []
        yield from heapq.merge(*runs, sorted(held))


def _numbered(lines: Iterator[str]) -> Iterator[Record]:
    """Records with new identifiers: the first letter of the kind and a number."""
    numbers: Counter[str] = Counter()
    for line in lines:
        record = json.loads(line)
        kind = record.pop("record")
        version = record.pop("version")
        numbers[kind] += 1
        name = f"{kind[0]}{numbers[kind]}"
        yield {"record": kind, "version": version, IDS[kind]: name, **record}
