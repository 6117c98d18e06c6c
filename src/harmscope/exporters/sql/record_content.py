"""Records in a database: their members as they stand, and the flat tables that reports count.

Records are written as the validator accepts them, one by one. The flat tables are made of the same
records in temporary files, and added at the end without what a report does not count.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

import orjson

from harmscope.aggregation.coded import TableWriter, shifted
from harmscope.aggregation.collect import Collector
from harmscope.aggregation.kept import SETTING
from harmscope.aggregation.normalise import DROPPED, open_tables
from harmscope.aggregation.parts import FLAT, HEADERLESS, NOT_COUNTED, State
from harmscope.aggregation.quality import excluded_of
from harmscope.aggregation.shapes import KINDS
from harmscope.canonical import record_form
from harmscope.disclosure.public_records import PUBLIC
from harmscope.engine import DuckDb
from harmscope.exporters.sql.database_files import DatabaseFile
from harmscope.exporters.sql.model_relations import ModelRelations
from harmscope.exporters.sql.relations import Column, Kind, Relation
from harmscope.metrics.flat_tables import ONE_ROW, TABLES, table
from harmscope.metrics.metric import ROW_OF
from harmscope.model.base import Model
from harmscope.model.exposure import Exposure
from harmscope.model.incident import Incident
from harmscope.model.kinds import RECORDS, id_of
from harmscope.model.measure import Measure
from harmscope.model.notice import Notice

_PART: Final = 2000
"""Records whose columns are collected before they are written."""

# What is written of records without being asked for: no free text, no name of a person, no address.

_NATIVE: Final = frozenset({"native.code", "native.parent", "source.importer", "service"})
_STAYS: Final[dict[str, frozenset[str]]] = {
    "notice": _NATIVE | {"order.authority", "order.legal_basis"},
    "incident": _NATIVE
    | {
        *("decisions.legal_basis", "decisions.policy_ref", "decisions.keyword"),
        *("generation.tool", "referrals.incident_type", "referrals.annotations"),
    },
    "exposure": _NATIVE | {"surface", "sample.frame", "sample.policies"},
    "measure": _NATIVE | {"authority", "legal_basis"},
}
"""Texts that name codes, rules, services and authorities. A member that the model gets later is
left out until somebody names it here."""

_FLAT_TEXTS: Final = frozenset({"dsa_other"})
"""Columns of flat tables that hold free text."""

_MODELS: Final[dict[str, type[Model]]] = {
    "incident": Incident,
    "notice": Notice,
    "exposure": Exposure,
    "measure": Measure,
}
_SEQ = Column("seq", "integer", "The number of the record", "record.seq")
_KINDS: Final[dict[str, Kind]] = {
    "string": "text",
    "int64": "integer",
    "boolean": "boolean",
    "date": "day",
}

RECORD = Relation(
    "record",
    (
        Column("seq", "integer", "The number of the record in this database"),
        Column("dataset", "integer", "Its data set; empty without a header", "dataset.dataset"),
        Column("kind"),
        Column("id"),
        Column("service"),
    ),
    "Every record that the rules on single records accept, the data sets apart",
    ("seq",),
)
LEFT_OUT = Relation(
    "not_counted",
    (_SEQ, Column("reason"), Column("what")),
    "Records that no report counts, and why; they are in no flat table",
    ("seq",),
)


class RecordContent:
    """Takes records and writes them. ``folder`` is for temporary files, ``memory`` limits the
    engine. ``restricted`` says whether some records are not of a public data set, ``foreign``
    counts what is no record of one."""

    def __init__(
        self, database: DatabaseFile, folder: Path, memory: str | None = None, *, keep_text: bool
    ) -> None:
        self._database, self._folder, self._keep_text = database, folder, keep_text
        self._memory = memory
        head = (Column("dataset", "integer", "Its number"), Column("file"))
        self._head = ModelRelations("dataset", RECORDS["dataset"], head, "Headers of the data sets")
        self._kinds = {
            kind: ModelRelations(
                kind,
                model,
                (_SEQ,),
                f"Members of each {kind} record",
                stays=lambda path, kind=kind: keep_text or path in _STAYS[kind],  # type: ignore[misc]
            )
            for kind, model in _MODELS.items()
        }
        self.datasets = 0
        self.restricted = False
        self.taken: Counter[str] = Counter()
        self.foreign = 0
        self._file, self._headed, self._first = "", False, 1
        self._collector = Collector(SETTING)
        self._flat = {name: TableWriter(folder / f"{name}.parquet", FLAT[name]) for name in FLAT}

    def create(self) -> None:
        """Make the tables."""
        for relation in (*self._head.relations(), RECORD):
            self._database.create(relation)
        for one in self._kinds.values():
            for relation in one.relations():
                self._database.create(relation)
        self._database.create(LEFT_OUT)
        for name in TABLES:
            self._database.create(self._flat_relation(name))

    def left_out(self) -> list[str]:
        """The members with free text that are not written, by their kind and path."""
        found = [f"{kind}.{path}" for kind, one in self._kinds.items() for path in one.left_out]
        return sorted(found) + (
            [] if self._keep_text else [f"flat_notice.{one}" for one in _FLAT_TEXTS]
        )

    def opened(self, name: str) -> None:
        """Begin a file: its records have a header of their own, or none."""
        self._flush()
        self._file, self._headed = name, False
        self._collector.state = State()

    def take(self, is_header: bool, line: bytes) -> None:
        """An accepted record, as a line of JSON in the newest version."""
        record: dict[str, Any] = orjson.loads(line)
        if is_header:
            self._header(record)
            return
        kind = str(record.get("record"))
        if kind not in self._kinds:
            self.foreign += 1
            return
        self.taken[kind] += 1
        self.restricted |= not self._headed
        seq = self.taken.total()
        dataset = self.datasets if self._headed else None
        id_ = id_of(cast("Any", record))
        self._database.add("record", (seq, dataset, kind, id_, record["service"]))
        for name, row in self._kinds[kind].rows((seq,), record):
            self._database.add(name, row)
        self._collect(seq, kind, record)
        if seq % _PART == 0:
            self._flush()

    def finish(self, clock: date) -> None:
        """Add the flat tables as a report counts them on a day."""
        self._flush()
        for writer in self._flat.values():
            writer.close()
        engine = DuckDb(self._folder, self._memory)
        try:
            open_tables(engine, self._folder, clock)
            for name in TABLES:
                self._add_flat(engine, name)
            for seq, reason in self._read(self._folder / f"{DROPPED}.parquet", ["seq", "reason"]):
                self._not_counted(cast("int", seq), str(reason))
        finally:
            engine.close()

    def _header(self, record: dict[str, Any]) -> None:
        self.datasets += 1
        self.restricted |= record["disclosure"] != PUBLIC
        self._headed = True
        self._collector.header(record, 1, valid=True)
        for name, row in self._head.rows((self.datasets, self._file), record):
            self._database.add(name, row)

    def _collect(self, seq: int, kind: str, record: dict[str, Any]) -> None:
        if self._headed and kind in KINDS:
            self._collector.take_plain(kind, record, record_form(record))
        else:
            self._collector.pass_over()
            self._not_counted(seq, NOT_COUNTED if self._headed else HEADERLESS)

    def _not_counted(self, seq: int, reason: str) -> None:
        [found] = excluded_of(Counter({reason: 1}))
        self._database.add("not_counted", (seq, reason, found.text))

    def _flush(self) -> None:
        part = self._collector.part()
        for name, batch in part.tables.items():
            self._flat[name].add(shifted(batch, self._first))
        self._first += part.number

    # The flat tables.

    def _columns(self, name: str) -> list[str]:
        return [one for one in TABLES[name] if self._keep_text or one not in _FLAT_TEXTS]

    def _flat_relation(self, name: str) -> Relation:
        kinds = TABLES[name]
        columns = (
            _SEQ if one == "seq" else Column(one, _KINDS[kinds[one]]) for one in self._columns(name)
        )
        key = ("seq",) if name in ONE_ROW else ("seq", "no") if name == "decision" else ()
        note = f"What reports count: {ROW_OF[name]}; days are in UTC"
        return Relation(f"flat_{name}", tuple(columns), note, key)

    def _add_flat(self, engine: DuckDb, name: str) -> None:
        columns, path = self._columns(name), self._folder / f"{name}.sorted.parquet"
        rows = table(name)
        first = [one for one in ("seq", "no") if one in columns]
        engine.write(rows.order_by([*first, *(one for one in columns if one not in first)]), path)
        for row in self._read(path, columns):
            self._database.add(f"flat_{name}", row)

    @staticmethod
    def _read(path: Path, columns: list[str]) -> Iterator[tuple[object, ...]]:
        import pyarrow.parquet as pq

        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_PART, columns=columns):
                lists = [[_plain(one) for one in column.to_pylist()] for column in batch.columns]
                yield from zip(*lists, strict=True)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
