"""Records and reports to the forms of others, and what becomes of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harmscope.api.places import Place, names_of, path_of
from harmscope.api.results import Result, frame, written_table
from harmscope.arguments import checked
from harmscope.errors import UserError, apart, offer
from harmscope.exporters import EXPORTERS
from harmscope.exporters.public import Published, publish
from harmscope.exporters.run import Outcome
from harmscope.exporters.run import export as exported
from harmscope.exporters.sql.databased import DATABASES, Databased
from harmscope.formats.door import document_named
from harmscope.memory import shares
from harmscope.render.listings import database_text, export_dict, export_text, public_text
from harmscope.render.table import Column, Table
from harmscope.times import day_asked

if TYPE_CHECKING:
    import pandas as pd

PUBLIC = "public"
"""The form of a public data set."""

FORMS = (*EXPORTERS, PUBLIC, *DATABASES)
"""What ``--to`` takes."""


@dataclass(repr=False)
class ExportResult(Result):
    """What became of records, or of reports. ``form`` is what they were written as, ``done`` holds
    the counts, ``place`` is the file (of several, their common name)."""

    form: str
    place: Path
    done: Outcome | Published | Databased

    @property
    def ok(self) -> bool:
        """Whether something was written, and nothing is incomplete."""
        complete = not isinstance(self.done, Outcome) or not self.done.incomplete
        return bool(self.done.written) and complete

    def __str__(self) -> str:
        if isinstance(self.done, Outcome):
            return export_text(self.done, EXPORTERS[self.form], self.place)
        if isinstance(self.done, Published):
            return public_text(self.done)
        return database_text(self.done, self.place)

    def table(self) -> Table:
        """One row a count: what is counted, of what, and how many."""
        columns = [Column("what"), Column("name"), Column("count", "integer")]
        rows = [
            (what, name, count)
            for what, found in self.to_dict().items()
            for name, count in (found if isinstance(found, dict) else {"": found}).items()
            if isinstance(count, int)
        ]
        return Table(columns, rows, "export")

    def to_pandas(self) -> "pd.DataFrame":
        """One row a count: what is counted, of what, and how many."""
        return frame(self.table())

    def to_dict(self) -> dict[str, Any]:
        """The counts as ``harmscope export --format json`` shows them."""
        if isinstance(self.done, Outcome):
            return export_dict(self.done, EXPORTERS[self.form])
        return self.done.as_dict()

    def write(self, path: str | Path) -> list[Path]:
        """Write the counts as ``.json`` or a table."""
        return [written_table(self.table(), path, self.to_dict())]


@checked
def export(
    sources: Place | Iterable[Place],
    to: str,
    output: Place,
    *,
    fill: Place | None = None,
    each: Place | None = None,
    keep_text: bool = False,
    clock: str | None = None,
    memory_limit: str | None = None,
) -> ExportResult:
    """Write records, or reports, in the form that somebody else takes.

    ``to`` is ``dsa-sor`` (statements of reasons in batches for the EU database), ``xarf`` (notices
    as abuse reports), ``public`` (a public data set in which no person can be identified),
    ``sqlite`` or ``duckdb`` (a database of records and reports, with the taxonomy, the crosswalks
    and a README). ``output`` is the file; of a database it must not exist. ``fill`` is a TOML file
    with members that records do not hold, for ``dsa-sor`` and ``xarf``; ``each`` is a CSV file with
    such members by the id of the record. Free text, names of people and addresses in records come
    into a database only with ``keep_text``. ``clock`` is the day taken as today, ``YYYY-MM-DD``.
    ``memory_limit`` limits what makes a database.

    Example::

        records = "examples/platform-export/records.jsonl"
        made = hs.export(records, "sqlite", "records.sqlite", clock="2026-11-30")
        made.to_pandas().query("what == 'records'")
    """
    names = [document_named(one) if to in DATABASES else one for one in names_of(sources)]
    place, day = Path(output), day_asked(clock)
    apart(place, *names)
    if to not in FORMS:
        raise UserError("--to", "there is no such form", offer(to, FORMS))
    filled = {"--fill": fill is not None, "--each": each is not None}
    asked = {"--keep-text": keep_text, "--memory-limit": memory_limit is not None}
    _refuse_options(to, filled, asked)
    if to in DATABASES:
        from harmscope.exporters.sql.to_database import to_database

        engine = shares(memory_limit, "report").engine
        made = to_database(names, to, place, keep_text=keep_text, clock=day, memory=engine)
        return ExportResult(to, place, made)
    if to == PUBLIC:
        return ExportResult(to, place, publish(names, str(place), clock=day))
    found = exported(EXPORTERS[to], names, place, path_of(fill), day, each=path_of(each))
    return ExportResult(to, place, found)


def _refuse_options(to: str, filled: Mapping[str, bool], asked: Mapping[str, bool]) -> None:
    """Raise UserError for an option that is given and of which a form has no use."""
    for name in (one for one, given in filled.items() if given and to not in EXPORTERS):
        what = "a public data set" if to == PUBLIC else "a database"
        fault = f"{what} takes nothing from outside the records"
        raise UserError(name, fault, "leave the option out")
    for name in (one for one, given in asked.items() if given and to not in DATABASES):
        fix = f"leave the option out; it is for {' and '.join(DATABASES)}"
        raise UserError(name, f"{to} has no use for it", fix)
