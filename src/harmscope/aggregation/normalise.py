"""Writes the flat Parquet tables of all valid records, and takes out what must not count twice."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NoReturn, cast

import ibis

from harmscope.aggregation.cache import Cache, Keeping
from harmscope.aggregation.coded import TableWriter, shifted
from harmscope.aggregation.collect import Collector
from harmscope.aggregation.kept import KeptFiles
from harmscope.aggregation.parts import FLAT, HEADERLESS, KEYS, Part, Refusal, Setting
from harmscope.canonical import record_form
from harmscope.engine import Cells, Engine
from harmscope.errors import UserError
from harmscope.formats import Member, Row, StreamFault
from harmscope.formats.records import record_rows
from harmscope.formats.sources import Reads, SourceFile, files
from harmscope.metrics.flat_tables import ONE_ROW, TABLES, several, table
from harmscope.model.changes import newest
from harmscope.model.typed import Dataset, Exposure
from harmscope.rules import find
from harmscope.rules.shape import OF_FAULT

# Records become flat Parquet tables that we wrote ourselves; what is left out is counted.
#
# Every record is judged before it is counted. The judge comes from above, and hands what it finds
# to a collector, in one process or in several.

Parts = Callable[[Member], Iterator[Part]]
"""What the rows of a member give, in their order. Raises StreamFault after the good ones."""

Reading = Callable[[Callable[[], Collector]], AbstractContextManager[Parts]]
"""Opens a way to read members: what makes a collector → what reads them."""

Judge = Callable[[dict[str, object]], list[str]]
"""Gives the codes of the error rules that a record breaks, none for a valid one."""

_ROWS: Final = 2000


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
    reading: Reading,
    setting: Setting,
    cache: Cache | None = None,
    *,
    kept: KeptFiles | None = None,
    reads: Reads | None = None,
    rows: Reads | None = None,
) -> Intake:
    """Write the flat tables of all records that ``setting`` asks for into ``folder``; those of a
    file that has them ``kept``, or is in the ``cache``, are taken from there.

    ``reads`` hears how many bytes more were read, ``rows`` how many rows were read so far.

    Raises UserError where a source is missing or damaged: a report on half a file would be wrong.
    """
    intake = Intake()
    heard = _Heard(intake, reads, rows)
    with ExitStack() as stack:
        tables = {name: TableWriter(folder / f"{name}.parquet", FLAT[name]) for name in FLAT}
        for writer in tables.values():
            stack.callback(writer.close)
        read = stack.enter_context(reading(_Maker(setting)))
        for source in sources:
            for file in files(source, reads=heard):
                found = None if kept is None else kept.find(file)
                members = (
                    _of_file(file, read, folder, cache)
                    if found is None
                    else iter([(file.name, found)])
                )
                for name, parts in members:
                    _member(name, heard.each(parts), intake, tables)
                heard.end(file)
    return intake


@dataclass(slots=True)
class _Heard:
    """Hears of bytes on their way, and says how many came and how many rows were read so far."""

    intake: Intake
    reads: Reads | None
    rows: Reads | None
    file: int = 0

    def __call__(self, more: int) -> None:
        self.file += more
        if self.reads is not None:
            self.reads(more)

    def each(self, parts: Iterator[Part]) -> Iterator[Part]:
        """The same parts; once the next is asked for, the rows of one are counted."""
        for part in parts:
            yield part
            if self.rows is not None:
                self.rows(self.intake.read)

    def end(self, file: SourceFile) -> None:
        """A file is done: nothing was told of what is read out of order, or kept."""
        if file.path is not None:
            self(max(0, file.path.stat().st_size - self.file))
        self.file = 0


def _of_file(
    file: SourceFile, read: Parts, folder: Path, cache: Cache | None
) -> Iterator[tuple[str, Iterator[Part]]]:
    """The names of a file's members, and what each gives."""
    if cache is None or file.path is None:
        for member in file.members():
            yield member.name, read(member)
        return
    before = _stamp(file.path)
    key = cache.key(file.path)
    entry = cache.find(key, folder)
    if entry is not None:
        for name, parts in entry.parts():
            yield file.name + name, parts
        return
    with cache.keeping(key) as keeping:
        for member in file.members():
            keeping.member(member.name.removeprefix(file.name))
            yield member.name, _kept(read(member), keeping)
        if _stamp(file.path) == before:
            keeping.done()


def _kept(parts: Iterator[Part], keeping: Keeping) -> Iterator[Part]:
    for part in parts:
        keeping.add(part)
        yield part


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes a collector, in any process."""

    setting: Setting

    def __call__(self) -> Collector:
        return Collector(self.setting)


def _member(
    name: str, parts: Iterator[Part], intake: Intake, tables: dict[str, TableWriter]
) -> None:
    head: Head | None = None
    try:
        for part in parts:
            if part.refused is not None:
                _refuse_header(name, *part.refused)
            if part.header is not None:
                head = Head(name, cast("Dataset", part.header))
                intake.heads.append(head)
            if head is not None:
                head.taken.update(part.taken)
                for kind, days in part.days.items():
                    head.days.setdefault(kind, set()).update(days)
            _add(part, intake, tables)
    except StreamFault as fault:
        raise UserError(fault.file, fault.message, fault.fix) from None


def _refuse_header(name: str, fault: Refusal, line: int) -> NoReturn:
    if fault == "invalid":
        fix = "run harmscope validate on it and fix what it names"
        raise UserError(name, "the header of the data set is not valid", fix)
    # As ``validate`` does: which records are its own cannot be known.
    rule = find("header_not_first")
    place = f"{name}:{line}" if line else name
    raise UserError(place, f"{rule.code} {rule.clause}", rule.fix)


def _add(part: Part, intake: Intake, tables: dict[str, TableWriter]) -> None:
    first = intake.taken + 1
    for name, batch in part.tables.items():
        tables[name].add(shifted(batch, first))
    if part.begin is not None:
        part.begin(first)
    intake.exposures |= {first + number: one for number, one in part.exposures.items()}
    intake.read += part.read
    intake.taken += part.number
    intake.other_services += part.other_services
    intake.excluded.update(part.excluded)


def judging(judge: Judge) -> Reading:
    """A way to read members row by row in this process, for a judge of single records."""

    @contextmanager
    def opened(make: Callable[[], Collector]) -> Iterator[Parts]:
        yield lambda member: _judged(member, judge, make())

    return opened


def _judged(member: Member, judge: Judge, collector: Collector) -> Iterator[Part]:
    for number, row in enumerate(record_rows(member), 1):
        record = row.data if isinstance(row, Row) else {}
        kind = record.get("record")
        if not isinstance(row, Row):
            collector.leave_out(OF_FAULT[row.code], readable=False)
        elif kind == "dataset":
            collector.header(newest(record), row.line, valid=not judge(record))
        elif not collector.state.headed:
            collector.leave_out(HEADERLESS)
        elif broken := judge(record):
            collector.leave_out(min(broken))
        else:
            moved = newest(record)
            collector.take_plain(str(kind), moved, record_form(moved))
        if number % _ROWS == 0:
            yield collector.part()
    yield collector.part()


# Takes out what must not be counted twice: duplicates, contradictions, superseded records.
#
# Records are the same where kind, service and id are. Several with the same content count once;
# several with different content contradict each other, and none of them is counted. A record that
# another one supersedes is not counted. Which of several equal ones stays does not matter.

DUPLICATE = find("duplicate_record").code
CONTRADICTION = find("duplicate_id").code
SUPERSEDED = "superseded"

DROPPED = "dropped"
"""Name of the table of records that are not counted, with the reason."""
_MANY_ROWS: Final = ("decision", "appeal", "clock", "referral")
"""Tables of which rows are counted, and in which a record may have several."""


def open_tables(engine: Engine, folder: Path, today: date) -> Counter[str]:
    """Give the engine the flat tables in ``folder`` without duplicates; counts what it left out.

    ``today`` is the day on which the report is made: limits that end later are still running.
    """
    engine.table(KEYS, folder / f"{KEYS}.parquet")
    dropped = folder / f"{DROPPED}.parquet"
    engine.write(_dropped(), dropped)
    engine.table(DROPPED, dropped)
    counts = _counts(engine)
    for name in TABLES:
        engine.table(name, folder / f"{name}.parquet")
        kept = _standing(today) if name == "clock" else table(name)
        kept = kept.anti_join(_drop_table(), "seq") if counts else kept
        if counts or name == "clock":
            clean = folder / f"{name}.clean.parquet"
            engine.write(kept, clean)
            engine.table(name, clean)
    engine.several |= dict.fromkeys(ONE_ROW, False)
    for name in _MANY_ROWS:
        _several(engine, folder, name)
    return counts


def _several(engine: Engine, folder: Path, name: str) -> None:
    """Tell the engine which records have several rows in a table, where most have one: these are
    counted without going by record."""
    each, asked = _by_seq(name)
    [found] = engine.rows(asked)
    single = int(found["records"]) - int(found["several"] or 0)
    if found["several"] and int(found["rows"]) <= single:
        path = folder / f"several_{name}.parquet"
        engine.write(each.filter(each.rows > 1).select("seq"), path)
        engine.table(several(name).get_name(), path)
        engine.several[name] = True
    elif not found["several"]:
        engine.several[name] = False


@cache
def _by_seq(name: str) -> tuple[Any, Any]:
    """The rows of each record of a table, and how many records have several."""
    rows = table(name)
    each = rows.group_by("seq").agg(rows=rows.count())
    more = each.rows > 1
    asked = each.agg(
        records=each.count(), several=more.sum(), rows=ibis.ifelse(more, each.rows, 0).sum()
    )
    return each, asked


@lru_cache(maxsize=64)
def _standing(today: date) -> Any:
    """How requests stand to their limits on a day."""
    rows = ibis.table(FLAT["clock"], name="clock")
    early = (rows.turns > ibis.date(today)).fill_null(False)
    return rows.mutate(state=ibis.ifelse(early, rows.before, rows.state)).drop("before", "turns")


def kept_exposures(engine: Engine, intake: Intake) -> list[Exposure]:
    """The exposure records that count, in the order of their ids."""
    rows = engine.rows(table("exposure").select("seq"))
    kept = [intake.exposures[int(row["seq"])] for row in rows]
    return sorted(kept, key=lambda record: record["exposure_id"])


def record_keys(engine: Engine) -> list[Cells]:
    """``seq``, ``id``, ``digest`` and ``reason`` of every record that was taken, by number; reason
    is None for those that count. The id holds kind, service and the record's own id."""
    found = _keys().left_join(_drop_table(), "seq")
    return engine.rows(found.select("seq", "id", "digest", "reason").order_by("seq"))


def _keys() -> Any:
    columns = {"seq": "int64"} | dict.fromkeys(("id", "digest", "supersedes"), "string")
    return ibis.table(columns, name=KEYS)


@cache
def _dropped() -> Any:
    """(seq, reason) of every record that is not counted."""
    keys = _keys()
    rows = keys.group_by("id").agg(rows=keys.count())
    repeats = keys.semi_join(rows.filter(rows.rows > 1), "id")
    groups = repeats.group_by("id").agg(
        first=repeats.seq.min(), least=repeats.digest.min(), most=repeats.digest.max()
    )
    repeated = repeats.inner_join(groups, "id")
    contradicting = repeated.least != repeated.most
    reason = ibis.ifelse(contradicting, CONTRADICTION, DUPLICATE)
    duplicated = repeated.filter(contradicting | (repeated.seq != repeated.first)).select(
        seq=repeated.seq, reason=reason
    )
    replaced = keys.filter(keys.supersedes.notnull()).select(old=keys.supersedes).distinct()
    superseded = keys.semi_join(replaced, keys.id == replaced.old)
    old = superseded.anti_join(duplicated, "seq").select("seq", reason=ibis.literal(SUPERSEDED))
    return duplicated.union(old)


def _drop_table() -> Any:
    return ibis.table({"seq": "int64", "reason": "string"}, name=DROPPED)


def _counts(engine: Engine) -> Counter[str]:
    dropped = _drop_table()
    rows = engine.rows(dropped.group_by("reason").agg(records=dropped.count()))
    return Counter({str(row["reason"]): int(row["records"]) for row in rows})
