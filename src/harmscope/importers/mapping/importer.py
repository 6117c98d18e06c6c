"""The importer ``mapping``: any table, read as its mapping file says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harmscope.errors import UserError
from harmscope.importers.contract import Table, Task
from harmscope.importers.log_importer import JOIN_CHOICES, import_log
from harmscope.importers.log_system import LogSystem
from harmscope.importers.mapping.file import read_mapping
from harmscope.importers.mapping.reader import Reader
from harmscope.importers.own_codes import OwnCodes


@dataclass(frozen=True, slots=True)
class MappingImporter:
    """See :class:`harmscope.importers.contract.Importer`."""

    name: str = "mapping"
    reads: str = "any CSV, JSON, Parquet or spreadsheet table, with --mapping"
    schemes: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset({"rows", "items", "data", "records"})
    capabilities: tuple[str, ...] = ()

    @property
    def not_recorded(self) -> Mapping[str, str]:
        """Nothing by itself: what the table lacks is said in --dataset."""
        return {}

    @property
    def choices(self) -> Mapping[str, str]:
        """Choices that the mapping file leaves open."""
        return {
            "What is one measure?": "The decision of one row of the table.",
            "What is a row with a time of decision and no action?": "A decision to do nothing.",
        } | JOIN_CHOICES

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[dict[str, object]]:
        """Notices and incidents. Raises UserError for a missing or wrong mapping file."""
        if task.mapping is None:
            raise UserError("--mapping", "it is missing", "write one with harmscope init-mapping")
        reader = Reader(task.mapping, read_mapping(task.mapping))
        system = LogSystem(
            name=self.name,
            title="A table",
            schemes=(),
            reads=(self.reads,),
            columns={"rows": frozenset()},
            pages={},
            translate={"rows": reader.row},
            finish=reader.finish,
            capabilities=(),
            not_recorded=(),
            choices=(),
        )
        yield from import_log(system, tables, task, OwnCodes())


MAPPING = MappingImporter()
