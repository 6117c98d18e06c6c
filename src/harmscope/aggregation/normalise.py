"""Records become flat Parquet tables that we wrote ourselves; what is left out is counted.

Every record is judged before it is counted. The judge comes from above: it gives the codes of the
error rules that a record breaks, none for a valid one.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from harmscope.aggregation.flatten import Flattener, Record
from harmscope.aggregation.parquet_ import TablesWriter
from harmscope.errors import UserError
from harmscope.formats import Member, Row, RowFault, StreamFault, members
from harmscope.formats.records import record_rows
from harmscope.model.forward import newest
from harmscope.rules import find
from harmscope.rules.shape import OF_FAULT

Judge = Callable[[Record], list[str]]

EVERY_SERVICE = "all"
KEYS = "keys"
"""Name of the table that says which record has which id, for finding doubles."""

NOT_COUNTED = "not_counted"
"""Why a valid record is left out whose kind this kind of report has no metrics for."""

_COUNTED = ("notice", "incident", "exposure")
_SCHEMA = pa.schema(
    [("seq", pa.int64()), ("id", pa.string()), ("digest", pa.string()), ("supersedes", pa.string())]
)
_BATCH = 50_000


@dataclass(slots=True)
class Head:
    """One data set: its header, and how many of its records were taken, by kind."""

    name: str
    header: Record
    taken: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Intake:
    """What was read: ``read`` rows that were no header, and what became of them.

    ``exposures`` holds the exposure records by number: they are few, and needed whole.
    """

    heads: list[Head] = field(default_factory=list)
    read: int = 0
    taken: int = 0
    other_services: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    exposures: dict[int, Record] = field(default_factory=dict)


def normalise(
    sources: Iterable[str | Path],
    folder: Path,
    judge: Judge,
    flattener: Flattener,
    service: str = EVERY_SERVICE,
) -> Intake:
    """Write the flat tables of all records about ``service`` into ``folder``.

    Raises UserError where a source is missing or damaged: a report on half a file would be wrong.
    """
    intake = Intake()
    with TablesWriter(folder) as tables, _KeyWriter(folder / f"{KEYS}.parquet") as keys:
        for head, record, raw in _valid(sources, judge, intake):
            if service not in (EVERY_SERVICE, record["service"]):
                intake.other_services += 1
                continue
            intake.taken += 1
            head.taken[record["record"]] += 1
            keys.add(intake.taken, record, digest_of(record, raw))
            if record["record"] == "exposure":
                intake.exposures[intake.taken] = record
            for name, row in flattener.rows(intake.taken, record):
                tables.add(name, row)
    return intake


def _valid(
    sources: Iterable[str | Path], judge: Judge, intake: Intake
) -> Iterator[tuple[Head, Record, bytes | None]]:
    for source in sources:
        for member in members(source):
            head: Head | None = None
            for row in _rows(member):
                record = row.data if isinstance(row, Row) else {}
                if record.get("record") == "dataset":
                    head = _header(member, record, judge, intake)
                    continue
                intake.read += 1
                fault = _fault(row, head, judge)
                if fault is not None:
                    intake.excluded[fault] += 1
                elif head is not None and isinstance(row, Row):
                    yield head, newest(record), row.raw


def _rows(member: Member) -> Iterator[Row | RowFault]:
    try:
        yield from record_rows(member)
    except StreamFault as fault:
        raise UserError(fault.file, fault.message, fault.fix) from None


def _header(member: Member, record: Record, judge: Judge, intake: Intake) -> Head:
    if judge(record):
        fix = "run harmscope validate on it and mend what it names"
        raise UserError(member.name, "the header of the data set is not valid", fix)
    head = Head(member.name, newest(record))
    intake.heads.append(head)
    return head


def _fault(row: Row | RowFault, head: Head | None, judge: Judge) -> str | None:
    """Why the row is not counted; the first rule by code where it breaks several."""
    if isinstance(row, RowFault):
        return OF_FAULT[row.code]
    if head is None:
        return find("header_missing").code
    broken = judge(row.data)
    if broken:
        return min(broken)
    return None if row.data["record"] in _COUNTED else NOT_COUNTED


class _KeyWriter:
    """Writes (seq, id, digest, supersedes) of every record taken."""

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetWriter(path, _SCHEMA, compression="zstd")
        self._rows: list[tuple[int, str, str, str | None]] = []

    def __enter__(self) -> "_KeyWriter":
        return self

    def __exit__(self, *error: object) -> None:
        self._flush()
        self._file.close()

    def add(self, seq: int, record: Record, digest: str) -> None:
        prefix = f"{record['record']}\x1f{record['service']}\x1f"
        replaced = record.get("supersedes")
        old = None if replaced is None else prefix + replaced
        identity = prefix + record[f"{record['record']}_id"]
        self._rows.append((seq, identity, digest, old))
        if len(self._rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        columns: Any = zip(*self._rows, strict=True) if self._rows else [()] * len(_SCHEMA)
        arrays = [
            pa.array(list(values), type=kind.type)
            for values, kind in zip(columns, _SCHEMA, strict=True)
        ]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=_SCHEMA))
        self._rows = []


def digest_of(record: Record, raw: bytes | None = None) -> str:
    """A digest of a record as it stands in its file; of its content, whatever the order of its
    members, where the file has no lines of text."""
    if raw is None:
        raw = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.blake2b(raw.strip(), digest_size=16).hexdigest()
