"""What the functions of the Python surface give: plain objects, each with its table, its document,
its files and its look in a notebook.
"""

import json
import shutil
import tempfile
import weakref
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec

from harmscope.comparison import Comparison, Difference
from harmscope.comparison.document import document
from harmscope.errors import UserError, many
from harmscope.findings import Finding
from harmscope.formats import Row, members
from harmscope.formats.records import record_rows
from harmscope.formats.write import whole
from harmscope.importers.contract import Importer, Task
from harmscope.model.report import Report
from harmscope.readers import Reading
from harmscope.reading import published
from harmscope.reading.collection import add_to_library
from harmscope.reconciliation import Reconciliation
from harmscope.render import difference_text, results_text, verdict_text
from harmscope.render.comparison_file import write_comparison
from harmscope.render.comparison_text import comparison_table, comparison_text
from harmscope.render.figures_table import figures_table
from harmscope.render.html.explanation_page import Explanations
from harmscope.render.import_findings import form_of
from harmscope.render.listings import import_dict, import_text
from harmscope.render.outputs import COLUMNS, finding_cells, output
from harmscope.render.report_folder import finding_lines, report_figures, write_report
from harmscope.render.results_text import reading_text, write_reading
from harmscope.render.table import Table, Type, plain
from harmscope.render.writers import ENDINGS, write
from harmscope.validation import Verdict
from harmscope.validation.statistics import Profile

if TYPE_CHECKING:
    import pandas as pd

SHOWN: Final = 20
"""Rows of a table that a notebook shows; :meth:`Result.to_pandas` gives all of them."""


class Result:
    """What every result can do.

    ``str()`` is what the command prints; a notebook shows the same beside the first rows.
    """

    @abstractmethod
    def to_pandas(self) -> "pd.DataFrame":
        """All rows of the result as a data frame."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """The result as ``--format json`` of the command shows it."""

    @abstractmethod
    def write(self, path: str | Path) -> list[Path]:
        """Write the result to a file; the ending chooses the form. Gives the paths written.

        Raises UserError for an ending that the result has no form for.
        """

    def _repr_html_(self) -> str:
        rows = self.to_pandas()
        shown = rows.head(SHOWN).to_html(index=False, na_rep="", border=0)
        more = len(rows) - SHOWN
        note = (
            f"<p>{many(more, 'more row')}: to_pandas() gives all of them.</p>" if more > 0 else ""
        )
        return f"<pre>{escape(str(self))}</pre>{shown}{note}"


_TYPES: Final[dict[Type, str]] = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
    "day": "object",
}
"""Types of data frames; whole numbers stay whole where some are missing."""


def frame(found: Table) -> "pd.DataFrame":
    """A table as a data frame: its columns with their types, ``<NA>`` where nothing is said."""
    import pandas as pd

    rows = [[plain(cell) for cell in row] for row in found.rows]
    made = pd.DataFrame(rows, columns=found.head)
    return made.astype({column.name: _TYPES[column.type] for column in found.columns})


def written_table(found: Table, path: str | Path, body: object) -> Path:
    """Write a table, or ``body`` where the ending is ``.json``. Raises UserError for another ending
    than those of tables."""
    place = Path(path)
    ending = place.suffix.removeprefix(".")
    if ending not in ("json", *ENDINGS):
        known = ", ".join(f".{name}" for name in sorted({"json", *ENDINGS}))
        raise UserError(place.name, "the output format is not known", f"end the name in {known}")
    with whole(place) as file:
        if ending == "json":
            text = json.dumps(body, ensure_ascii=False, indent=1, default=str)
            file.write(f"{text}\n".encode())
        else:
            write(ending, [found], file)
    return place


# What ``hs.validate`` gives.


class KeptFindings:
    """Every finding of a run, in a temporary file: at any number of them, memory is flat.

    Is a sink while the run goes on; iterating gives each finding and the reason of its waiver.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as this object
        weakref.finalize(self, self._file.close)

    def take(self, finding: Finding, waived: str | None) -> None:
        """Keep one finding."""
        self._file.write(msgspec.json.encode((finding, waived)) + b"\n")

    def __iter__(self) -> Iterator[tuple[Finding, str | None]]:
        decode = msgspec.json.Decoder(tuple[Finding, str | None]).decode
        self._file.seek(0)
        yield from map(decode, self._file)


@dataclass(repr=False)
class ValidationResult(Result):
    """The outcome of a check: what was read, and every finding with its place.

    ``verdict`` holds exact counts. ``ok`` is true where there is no error.
    """

    verdict: Verdict
    kept: KeptFindings
    files: Sequence[str]
    kind: str | None
    clock: date
    profile: Profile | None = None
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not self.verdict.fails()

    @property
    def findings(self) -> list[Finding]:
        """Every finding that no waiver covers, in the order of the files."""
        return [finding for finding, waived in self.kept if waived is None]

    def __str__(self) -> str:
        return verdict_text.verdict_text(self.verdict)

    def to_pandas(self) -> "pd.DataFrame":
        """One row a finding: rule, slug, severity, file, line, offset, pointer, message, fix, and
        the reason of the waiver where one covers it."""
        rows = [[*finding_cells(finding), waived] for finding, waived in self.kept]
        return frame(Table(COLUMNS, rows))

    def to_dict(self) -> dict[str, Any]:
        """Counts of rows and findings, and the first findings of each rule."""
        found: dict[str, Any] = json.loads(verdict_text.verdict_json(self.verdict))
        return found

    def write(self, path: str | Path) -> list[Path]:
        """Write the outcome as ``harmscope validate -o`` does: ``.csv``, ``.parquet``, ``.json``,
        ``.sarif``, ``.html`` or ``.txt``."""
        place = Path(path)
        form = form_of(place)
        if form == "html" and self.profile is None:
            fault = "the page shows what accepted records are like, which was left out"
            raise UserError(place.name, fault, "validate with stats=True")
        how = (self.files, self.kind, self.clock)
        with whole(place) as file, output(form, file, *how, False, self.profile) as shown:
            for finding, waived in self.kept:
                for sink in shown.sinks:
                    sink.take(finding, waived)
            file.write(shown.shown(self.verdict).encode("utf-8", "backslashreplace"))
        return [place]


# What ``hs.import_log`` gives.


@dataclass(repr=False)
class ImportResult(Result):
    """Records made from a platform's log. ``records`` is the file that holds them, the header
    first; ``task`` holds counts and findings."""

    task: Task
    records: Path
    importer: Importer

    @property
    def ok(self) -> bool:
        """Whether there is no error among the findings."""
        return not self.task.tally.total("error")

    def __fspath__(self) -> str:
        """The file of the records, so that ``hs.report(made)`` takes the result itself."""
        return str(self.records)

    def __str__(self) -> str:
        return import_text(self.task, self.records.name, self.importer.choices)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The records one by one, the header first."""
        for member in members(self.records):
            for row in record_rows(member):
                yield cast("Row", row).data

    def to_pandas(self) -> "pd.DataFrame":
        """One row a record, one column a member; members that hold others stay as they are."""
        import pandas as pd

        return pd.DataFrame.from_records(list(self.rows()))

    def to_dict(self) -> dict[str, Any]:
        """Counts, choices, notes and findings."""
        return import_dict(self.task, self.importer.choices)

    def write(self, path: str | Path) -> list[Path]:
        """Copy the records to ``path``, which has the ending of :attr:`records`."""
        place = Path(path)
        if place.suffixes != self.records.suffixes:
            fix = f"end the name in {''.join(self.records.suffixes)}, or give output= to import_log"
            raise UserError(place.name, "the records have another form", fix)
        with whole(place) as file, self.records.open("rb") as source:
            shutil.copyfileobj(source, file)
        return [place]


# What ``hs.report`` gives.


@dataclass(repr=False)
class ReportResult(Result):
    """A report. ``report`` is its record; ``run`` says how it was made, ``notes`` what else is to
    be known of the files. ``explained`` is the folder of explanations, where one was asked for."""

    report: Report
    run: dict[str, object]
    notes: list[str] = field(default_factory=list)
    explained: Explanations | None = None

    def __str__(self) -> str:
        made = self.report
        figures = sum(len(panel.figures) for one in made.sections for panel in one.panels)
        who = "all services" if made.service == "all" else made.service
        lines = [f"{made.profile.title}: {who}, {made.period}; {many(figures, 'figure')}"]
        return "\n".join([*lines, *self.notes, *finding_lines(made)])

    def to_pandas(self) -> "pd.DataFrame":
        """One row a figure, as in ``figures.csv``."""
        return frame(report_figures(self.report))

    def to_dict(self) -> dict[str, Any]:
        """The record ``report``, as in ``report.json``."""
        return self.report.as_dict()

    def write(self, path: str | Path) -> list[Path]:
        """Write every form of the report into the folder ``path``; the page is the first."""
        return write_report(self.report, self.run, Path(path), self.explained)


# What ``hs.read``, ``hs.compare``, ``hs.diff`` and ``hs.reconcile`` give.


@dataclass(repr=False)
class ReadResult(Result):
    """A published report, read. ``reading`` holds figures, findings and sources."""

    reading: Reading
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is no error among the findings."""
        return not any(finding.severity == "error" for finding in self.reading.findings)

    @property
    def findings(self) -> list[Finding]:
        """Every leniency and contradiction."""
        return self.reading.findings

    def __str__(self) -> str:
        return reading_text(self.reading)

    def to_pandas(self) -> "pd.DataFrame":
        """One row a figure, each with the cell that it stands in."""
        return frame(figures_table(self.reading.figures))

    def to_dict(self) -> dict[str, Any]:
        """The record ``published``."""
        return dict(published(self.reading))

    def summary(self) -> dict[str, Any]:
        """Counts and findings, as ``--format json`` of the command shows them."""
        return dict(results_text.reading_summary(self.reading))

    def keep(self, library: str | Path) -> Path:
        """Put the report into a library, a folder that comparisons read from; gives its place."""
        return add_to_library(self.reading, Path(library))

    def write(self, path: str | Path) -> list[Path]:
        """Write ``.json``, which the other functions read, or a table."""
        write_reading(self.reading, Path(path))
        return [Path(path)]


@dataclass(repr=False)
class CompareResult(Result):
    """Reports side by side. ``comparison`` holds groups of figures, pairs and verdicts."""

    comparison: Comparison

    @property
    def notes(self) -> tuple[str, ...]:
        """How the reports were checked when they were taken, a line each."""
        return tuple(dict.fromkeys(n for one in self.comparison.reports for n in one.notes))

    def __str__(self) -> str:
        return comparison_text(self.comparison)

    def to_pandas(self) -> "pd.DataFrame":
        """One row a pair of figures, the verdict in every row."""
        return frame(comparison_table(self.comparison))

    def parts(self) -> dict[str, str]:
        """The page in pieces, to stand inside another page: ``mast``, ``contents``, ``main`` and
        ``foot``."""
        from harmscope.render.html.comparison_page import comparison_parts

        return comparison_parts(self.comparison)

    def to_dict(self) -> dict[str, Any]:
        """The record ``comparison``."""
        return document(self.comparison)

    def write(self, path: str | Path) -> list[Path]:
        """Write ``.html``, ``.json``, ``.md`` or tables."""
        write_comparison(self.comparison, Path(path))
        return [Path(path)]


@dataclass(repr=False)
class DiffResult(Result):
    """What changed between two editions. ``difference`` holds the changes."""

    difference: Difference

    @property
    def notes(self) -> tuple[str, ...]:
        """How both editions were checked when they were taken, a line each."""
        return tuple(dict.fromkeys((*self.difference.old.notes, *self.difference.new.notes)))

    @property
    def restates(self) -> bool:
        """Whether figures of earlier periods were changed, added or dropped."""
        return self.difference.restates

    def __str__(self) -> str:
        return difference_text.difference_text(self.difference)

    def table(self) -> Table:
        """One row a change, as ``--format csv`` shows it."""
        return difference_text.difference_table(self.difference)

    def page(self) -> str:
        """The changes as a page."""
        from harmscope.render.html.comparison_page import difference_page

        return difference_page(self.difference)

    def parts(self) -> dict[str, str]:
        """The page in pieces, as :meth:`CompareResult.parts` gives them."""
        from harmscope.render.html.comparison_page import difference_parts

        return difference_parts(self.difference)

    def to_pandas(self) -> "pd.DataFrame":
        """One row a change, the weightiest first."""
        return frame(self.table())

    def to_dict(self) -> dict[str, Any]:
        """The changes as ``harmscope diff --format json`` shows them."""
        return difference_text.difference_document(self.difference)

    def write(self, path: str | Path) -> list[Path]:
        """Write ``.html``, ``.json`` or a table."""
        place = Path(path)
        if place.suffix == ".html":
            with whole(place) as file:
                file.write(self.page().encode())
            return [place]
        return [written_table(self.table(), place, self.to_dict())]


@dataclass(repr=False)
class ReconcileResult(Result):
    """A published report beside its records. ``reconciliation`` holds every cell."""

    reconciliation: Reconciliation

    def __str__(self) -> str:
        return results_text.reconciliation_text(self.reconciliation)

    def table(self) -> Table:
        """One row a cell, as ``--format csv`` shows it."""
        return results_text.reconciliation_table(self.reconciliation)

    def to_pandas(self) -> "pd.DataFrame":
        """One row a cell: what is reported, what the records give, and how they stand."""
        return frame(self.table())

    def to_dict(self) -> dict[str, Any]:
        """The record ``reconciliation``."""
        return results_text.reconciliation_document(self.reconciliation)

    def write(self, path: str | Path) -> list[Path]:
        """Write ``.json`` or a table."""
        return [written_table(self.table(), path, self.to_dict())]
