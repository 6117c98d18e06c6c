"""The forms in which ``harmscope validate`` gives its outcome."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import BinaryIO, Protocol

from harmscope.findings import Finding, Sink
from harmscope.render import verdict_text
from harmscope.render.safe_text import clean
from harmscope.render.table import Cell, Column
from harmscope.validation import Verdict
from harmscope.validation.statistics import Profile

FORMATS = ("text", "json", "sarif", "csv", "parquet", "html")
"""What ``--format`` takes."""

FORMS = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".json": "json",
    ".sarif": "sarif",
    ".html": "html",
    ".txt": "text",
}
"""The endings of names that ask for a form."""


def form_named(name: str) -> str | None:
    """The form that the name of a file asks for, None where it asks for none."""
    if name.lower().endswith(".sarif.json"):
        return "sarif"
    return FORMS.get(PurePath(name).suffix.lower())


COLUMNS = (
    *(Column(name, required=True) for name in ("rule", "slug", "severity", "file")),
    Column("line", "integer"),
    Column("offset", "integer"),
    *(Column(name, required=True) for name in ("pointer", "message", "fix")),
    Column("waived"),
)
"""What is written of each finding. ``waived`` holds the reason of the waiver."""


class Rows(Protocol):
    """A writer of tables that takes rows while they come."""

    def add(self, cells: Sequence[Cell]) -> None:
        """Write one row."""


class FindingRows:
    """Writes every finding as a row while the run goes on."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def take(self, finding: Finding, waived: str | None) -> None:
        """Write one finding."""
        self._rows.add([*finding_cells(finding), waived])


def finding_cells(finding: Finding) -> list[Cell]:
    """What stands of a finding under ``COLUMNS``, without the waiver."""
    return [getattr(finding, column.name) for column in COLUMNS[:-1]]


@dataclass(frozen=True, slots=True)
class Output:
    """What a form needs to see of the run, and how it is written when the run is over."""

    sinks: tuple[Sink, ...]
    profile: Profile | None
    shown: Callable[[Verdict], str]


@contextmanager
def output(  # noqa: PLR0917 - what the forms need between them
    form: str,
    file: BinaryIO,
    paths: Sequence[str],
    kind: str | None,
    clock: date,
    stats: bool,
    known: Profile | None = None,
) -> Iterator[Output]:
    """The form ``form`` (one of FORMATS). ``csv`` and ``parquet`` write to ``file`` during the
    run; for the others the caller writes what ``shown`` gives. ``known`` is the profile of accepted
    records where a run has made it already."""
    profile = known or Profile(kind) if stats or form == "html" else None
    if form == "csv":
        from harmscope.render.writers.to_csv import CsvRows

        with CsvRows(file, COLUMNS) as rows:
            yield Output((FindingRows(rows),), None, _nothing)
    elif form == "parquet":
        from harmscope.render.writers.to_parquet import ParquetRows

        with ParquetRows(file, COLUMNS) as table:
            yield Output((FindingRows(table),), None, _nothing)
    elif form == "sarif":
        yield _sarif(paths)
    elif form == "html":
        yield _page(profile or Profile(kind), clock)
    elif form == "json":
        yield Output((), profile, lambda outcome: verdict_text.verdict_json(outcome, profile))
    else:
        yield Output(
            (),
            profile,
            lambda outcome: clean(
                verdict_text.verdict_text(outcome, profile, stats=stats), lines=True
            ),
        )


def _sarif(paths: Sequence[str]) -> Output:
    from harmscope.render.sarif import Addresses, SarifSink, sarif

    sink, addresses = SarifSink(), Addresses(paths)
    return Output((sink,), None, lambda outcome: sarif(outcome, sink, addresses))


def _page(profile: Profile, clock: date) -> Output:
    from harmscope.render.html.validation_page import validation_page
    from harmscope.validation.verdict import Positions

    positions = Positions()
    return Output(
        (positions,), profile, lambda outcome: validation_page(outcome, positions, profile, clock)
    )


def _nothing(outcome: Verdict) -> str:
    del outcome  # every finding has been written already
    return ""
