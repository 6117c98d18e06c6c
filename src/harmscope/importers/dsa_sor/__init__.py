"""Statements of reasons of the EU's DSA Transparency Database, in every shape they come in.

The daily dump (full or light, CSV or Parquet, zip of zips), old and new schema, and what is sent
to the API: one statement, a list, or ``{"statements": […]}``.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harmscope.errors import UserError
from harmscope.formats.rows import Row
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.importers.dsa_sor.cells import Cells
from harmscope.importers.dsa_sor.codes import table as codes
from harmscope.importers.dsa_sor.natives import V1, V2
from harmscope.importers.dsa_sor.statement import IMPORTER, identifier, incident, is_statement
from harmscope.rules.import_ import NO_ID, NO_STATEMENT


@dataclass(frozen=True, slots=True)
class DsaSor:
    """The importer ``dsa-sor``."""

    name: str = IMPORTER
    reads: str = "statements of reasons: the EU database's dumps, or what its API takes"
    schemes: tuple[str, ...] = (V1, V2)
    lists: frozenset[str] = frozenset({"statements"})
    capabilities: tuple[str, ...] = ()

    @property
    def not_recorded(self) -> Mapping[str, str]:
        """Parts that statements do not hold, and why."""
        return codes("not_recorded")

    @property
    def choices(self) -> Mapping[str, str]:
        """How what statements leave open is answered."""
        return codes("choices")

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[dict[str, object]]:
        """One incident a statement. Raises UserError where no service is known."""
        if task.mapping is not None:
            raise UserError("--mapping", "dsa-sor takes no mapping", "leave the option out")
        for table in tables:
            for row in table.rows:
                if is_statement(row.data):
                    yield _record(table, row, task)
                else:
                    task.skip(FOREIGN)
                    task.find(NO_STATEMENT, table, row)


DSA_SOR = DsaSor()


def _record(table: Table, row: Row, task: Task) -> dict[str, object]:
    cells = Cells(row.data)
    record = incident(cells, task.service, _digest(row), keep_text=task.keep_text)
    if "service" not in record:
        fix = 'write service = "NAME" into a file and give it as --dataset'
        raise UserError(table.name, "the statements name no platform", fix)
    if not identifier(cells):
        task.find(NO_ID, table, row)
    # Some cells are read more than once; a fault is one fault.
    for rule, column in {
        (rule.code, column): (rule, column) for rule, column in cells.faults
    }.values():
        task.find(rule, table, row, column)
    return record


def _digest(row: Row) -> str:
    """SHA-256 of the row as it stands in the file, or of its values as canonical JSON."""
    raw = row.raw
    if raw is None:
        text = json.dumps(row.data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        raw = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()
