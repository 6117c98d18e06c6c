"""Writes the flat Parquet tables of all valid records, and takes out what must not count twice."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NoReturn, cast

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from harmscope.aggregation.flatten import Flattener
from harmscope.canonical import record_digest
from harmscope.engine import Engine
from harmscope.errors import UserError
from harmscope.formats import Member, Row, RowFault, StreamFault, members
from harmscope.formats.records import record_rows
from harmscope.metrics.flat_tables import TABLES, table
from harmscope.model.changes import newest
from harmscope.model.kinds import id_of
from harmscope.model.typed import DataRecord, Dataset, Exposure
from harmscope.rules import find
from harmscope.rules.shape import OF_FAULT

# Writes the flat tables as Parquet, a batch at a time, so that memory stays flat.

_BATCH: Final = 20_000
_TYPES: Final = {
    "int64": pa.int64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.int32(),
}


class TableWriter:
    """Writes rows of one table to ``<folder>/<name>.parquet``; an empty table is written too."""

    def __init__(self, folder: Path, name: str, schema: dict[str, str]) -> None:
        self._kinds = list(schema.values())
        self._schema = pa.schema(
            [
                (column, pa.date32() if kind == "date" else _TYPES[kind])
                for column, kind in schema.items()
            ]
        )
        self._rows: list[tuple[object, ...]] = []
        self._file = pq.ParquetWriter(folder / f"{name}.parquet", self._schema, compression="zstd")

    def add(self, row: tuple[object, ...]) -> None:
        """Take one row, in the order of the columns; days are whole numbers since 1970-01-01."""
        self._rows.append(row)
        if len(self._rows) >= _BATCH:
            self._flush()

    def close(self) -> None:
        """Write what is left and finish the file."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True) if self._rows else [() for _ in self._kinds]
        arrays = [
            _array(list(values), kind) for values, kind in zip(columns, self._kinds, strict=True)
        ]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []


class TablesWriter:
    """All flat tables of one run in one folder; use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._writers = {name: TableWriter(folder, name, schema) for name, schema in TABLES.items()}

    def __enter__(self) -> "TablesWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer in self._writers.values():
            writer.close()

    def add(self, name: str, row: tuple[object, ...]) -> None:
        """Take one row of the table ``name``."""
        self._writers[name].add(row)


def _array(values: list[object], kind: str) -> pa.Array:
    array = pa.array(values, type=_TYPES[kind])
    return array.cast(pa.date32()) if kind == "date" else array


# Records become flat Parquet tables that we wrote ourselves; what is left out is counted.
#
# Every record is judged before it is counted. The judge comes from above: it gives the codes of
# the error rules that a record breaks, none for a valid one.

Judge = Callable[[dict[str, object]], list[str]]

EVERY_SERVICE = "all"
KEYS = "keys"
"""Name of the table that says which record has which id, for finding duplicates."""

NOT_COUNTED = "not_counted"
"""Why a valid record is left out whose kind this kind of report has no metrics for."""

_COUNTED = ("notice", "incident", "exposure")
_SCHEMA = pa.schema(
    [("seq", pa.int64()), ("id", pa.string()), ("digest", pa.string()), ("supersedes", pa.string())]
)
_KEY_BATCH = 50_000
_DAY_IN = {name: list(columns).index("day") for name, columns in TABLES.items() if "day" in columns}
"""Where the day of a row stands, in each table whose rows have one."""


@dataclass(slots=True)
class Head:
    """One data set: its header, how many of its records were taken and on what days they lie, both
    by kind."""

    name: str
    header: Dataset
    taken: Counter[str] = field(default_factory=Counter)
    days: dict[str, set[int]] = field(default_factory=dict)


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
    exposures: dict[int, Exposure] = field(default_factory=dict)


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
        for head, record, digest in _valid(sources, judge, intake):
            if service not in (EVERY_SERVICE, record["service"]):
                intake.other_services += 1
                continue
            intake.taken += 1
            head.taken[record["record"]] += 1
            keys.add(intake.taken, record, digest)
            if record["record"] == "exposure":
                intake.exposures[intake.taken] = record
            declared = head.header.get("jurisdictions", ())
            days = head.days.setdefault(record["record"], set())
            for name, row in flattener.rows(intake.taken, record, declared):
                tables.add(name, row)
                place = _DAY_IN.get(name)
                if place is not None and isinstance(day := row[place], int):
                    days.add(day)
    return intake


def _valid(
    sources: Iterable[str | Path], judge: Judge, intake: Intake
) -> Iterator[tuple[Head, DataRecord, str]]:
    """Each valid record in the newest version, with its head and the digest of what it says."""
    for source in sources:
        for member in members(source):
            head: Head | None = None
            records = 0
            for row in _rows(member):
                record = row.data if isinstance(row, Row) else {}
                if record.get("record") == "dataset":
                    if head is not None or records:
                        _refuse_header(member, row)
                    head = _header(member, record, judge, intake)
                    continue
                intake.read += 1
                records += isinstance(row, Row)
                fault = _fault(row, head, judge)
                if fault is not None:
                    intake.excluded[fault] += 1
                elif head is not None and isinstance(row, Row):
                    # It was judged valid, so it has the members of its type.
                    yield head, cast("DataRecord", newest(record)), record_digest(record).hex()


def _rows(member: Member) -> Iterator[Row | RowFault]:
    try:
        yield from record_rows(member)
    except StreamFault as fault:
        raise UserError(fault.file, fault.message, fault.fix) from None


def _refuse_header(member: Member, row: Row | RowFault) -> NoReturn:
    """Raise UserError for a header that is not the first row of its file, as ``validate`` does:
    which records are its own cannot be known."""
    rule = find("header_not_first")
    place = f"{member.name}:{row.line}" if row.line else member.name
    raise UserError(place, f"{rule.code} {rule.clause}", rule.fix)


def _header(member: Member, record: dict[str, object], judge: Judge, intake: Intake) -> Head:
    if judge(record):
        fix = "run harmscope validate on it and mend what it names"
        raise UserError(member.name, "the header of the data set is not valid", fix)
    head = Head(member.name, cast("Dataset", newest(record)))
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
    return None if row.data.get("record") in _COUNTED else NOT_COUNTED


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

    def add(self, seq: int, record: DataRecord, digest: str) -> None:
        prefix = f"{record['record']}\x1f{record['service']}\x1f"
        replaced = record.get("supersedes")
        old = None if replaced is None else prefix + replaced
        identity = prefix + id_of(record)
        self._rows.append((seq, identity, digest, old))
        if len(self._rows) >= _KEY_BATCH:
            self._flush()

    def _flush(self) -> None:
        columns: Any = zip(*self._rows, strict=True) if self._rows else [()] * len(_SCHEMA)
        arrays = [
            pa.array(list(values), type=kind.type)
            for values, kind in zip(columns, _SCHEMA, strict=True)
        ]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=_SCHEMA))
        self._rows = []


# Takes out what must not be counted twice: duplicates, contradictions, superseded records.
#
# Records are the same where kind, service and id are. Several with the same content count once;
# several with different content contradict each other, and none of them is counted. A record that
# another one supersedes is not counted. Which of several equal ones stays does not matter.

DUPLICATE = find("duplicate_record").code
CONTRADICTION = find("duplicate_id").code
SUPERSEDED = "superseded"

_DROPPED = "dropped"


def open_tables(engine: Engine, folder: Path) -> Counter[str]:
    """Give the engine the flat tables in ``folder`` without duplicates; counts what it left out."""
    engine.table(KEYS, folder / f"{KEYS}.parquet")
    dropped = folder / f"{_DROPPED}.parquet"
    engine.write(_dropped(), dropped)
    engine.table(_DROPPED, dropped)
    counts = _counts(engine)
    for name in TABLES:
        source = folder / f"{name}.parquet"
        engine.table(name, source)
        if counts:
            clean = folder / f"{name}.clean.parquet"
            engine.write(table(name).anti_join(_drop_table(), "seq"), clean)
            engine.table(name, clean)
    return counts


def kept_exposures(engine: Engine, intake: Intake) -> list[Exposure]:
    """The exposure records that count, in the order of their ids."""
    rows = engine.rows(table("exposure").select("seq"))
    kept = [intake.exposures[int(row["seq"])] for row in rows]
    return sorted(kept, key=lambda record: record["exposure_id"])


def _dropped() -> Any:
    """(seq, reason) of every record that is not counted."""
    keys = ibis.table(
        {"seq": "int64", "id": "string", "digest": "string", "supersedes": "string"}, name=KEYS
    )
    groups = keys.group_by("id").agg(
        first=keys.seq.min(), rows=keys.count(), contents=keys.digest.nunique()
    )
    several = groups.filter(groups.rows > 1)
    repeated = keys.inner_join(several, "id")
    contradicting = repeated.contents > 1
    reason = ibis.ifelse(contradicting, CONTRADICTION, DUPLICATE)
    duplicated = repeated.filter(contradicting | (repeated.seq != repeated.first)).select(
        seq=repeated.seq, reason=reason
    )
    replaced = keys.filter(keys.supersedes.notnull()).select(old=keys.supersedes).distinct()
    superseded = keys.semi_join(replaced, keys.id == replaced.old)
    old = superseded.anti_join(duplicated, "seq").select("seq", reason=ibis.literal(SUPERSEDED))
    return duplicated.union(old)


def _drop_table() -> Any:
    return ibis.table({"seq": "int64", "reason": "string"}, name=_DROPPED)


def _counts(engine: Engine) -> Counter[str]:
    dropped = _drop_table()
    rows = engine.rows(dropped.group_by("reason").agg(records=dropped.count()))
    return Counter({str(row["reason"]): int(row["records"]) for row in rows})
