"""How a figure of a report came to be: the report, its records, and the folder of explanations."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from harmscope.api.explained_folder import template_place
from harmscope.api.making import Options, counting
from harmscope.api.results import Result, frame, written_table
from harmscope.errors import UserError, offer
from harmscope.formats.door import digested_json, document_in, read_json, shown
from harmscope.metrics.catalogue import METRICS
from harmscope.model.explanation import Explanation
from harmscope.model.report import Report
from harmscope.profiles import load
from harmscope.reading import LoadedReport
from harmscope.reading import load as load_reading
from harmscope.reading.collection import find_report
from harmscope.reading.report_file import load_document
from harmscope.render.eu_template import FigureCell, figure_cells
from harmscope.render.explanation_text import (
    explanation_document,
    explanation_table,
    explanation_text,
)
from harmscope.render.published_explanation import (
    published_document,
    published_table,
    published_text,
    sentence,
)
from harmscope.render.report_folder import EXPLAINED, RUN, TEMPLATE
from harmscope.render.table import Table
from harmscope.taxonomy import harm
from harmscope.tracing.asked import Placed, find, placed
from harmscope.tracing.explain import Explainer, FromFolder, FromRecords, Given, Origin
from harmscope.tracing.inventory import FILE
from harmscope.tracing.published_figure import (
    Edition,
    PublishedExplanation,
    edition_of,
    explain_published,
    read_edition,
)
from harmscope.tracing.read_figures import explained_figure, find_figure

if TYPE_CHECKING:
    import pandas as pd

_FIX: Final = "name the report.json that harmscope report wrote, or its folder"
_READ: Final = "its figures were read, not counted by harmscope"
_RECONCILE: Final = "compare it with records: harmscope reconcile REPORT RECORDS"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about a report: the ``records`` to count it from again, an earlier edition
    (``before``), and the ``original`` records that the report was made of, or the folder that
    ``report --explain`` wrote. ``declared`` and ``profile`` are the files that it was made with."""

    records: Sequence[str] = ()
    before: str | None = None
    original: Sequence[str] = ()
    declared: Path | None = None
    profile: Path | None = None
    jobs: int = 1


@dataclass(repr=False)
class ExplainResult(Result):
    """How a figure came to be. ``explanation`` is its record."""

    explanation: Explanation
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the figure is the same when it is counted again; true where there were no
        records to count."""
        found = self.explanation.recounted
        return found is None or found.equal

    def __str__(self) -> str:
        return explanation_text(self.explanation)

    def table(self) -> Table:
        """One row a record: counted ones with what they add, the others with the reason."""
        return explanation_table(self.explanation)

    def to_pandas(self) -> "pd.DataFrame":
        """One row a record, as :meth:`table` gives them."""
        return frame(self.table())

    def to_dict(self) -> dict[str, Any]:
        """The record ``explanation``."""
        return explanation_document(self.explanation)

    def write(self, path: str | Path) -> list[Path]:
        """Write ``.json`` or a table of records."""
        return [written_table(self.table(), path, self.to_dict())]


@dataclass(repr=False)
class ExplainPublishedResult(Result):
    """How a figure of a registry's publication came to be: who stands behind it, and how it was
    added up. ``explanation`` holds it."""

    explanation: PublishedExplanation
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True: a publication holds no records, so nothing is counted again."""
        return True

    def __str__(self) -> str:
        return published_text(self.explanation)

    def sentence(self) -> str:
        """The figure in one sentence, with its limits and who stands behind it."""
        return sentence(self.explanation)

    def table(self) -> Table:
        """One row an authority: its edition, its services behind the figure, and what it says."""
        return published_table(self.explanation)

    def to_pandas(self) -> "pd.DataFrame":
        """One row an authority, as :meth:`table` gives them."""
        return frame(self.table())

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON, as ``harmscope explain --format json`` shows it."""
        return published_document(self.explanation)

    def write(self, path: str | Path) -> list[Path]:
        """Write ``.json`` or a table of authorities."""
        return [written_table(self.table(), path, self.to_dict())]


def explained(report: str, cell: str, asked: Asked) -> ExplainResult | ExplainPublishedResult:
    """How the figure that ``cell`` means came to be, in a report, in one that was read, or in a
    publication. Raises UserError where the report, the cell or the records cannot be read, and for
    what is asked of another kind of report."""
    path = _file_of(report)
    record, digest = digested_json(path, _FIX)
    # Only what is made of the file is kept while records are counted.
    match record.get("record") if isinstance(record, dict) else None:
        case "publication":
            return _published_explained(edition_of(path, record, digest), cell, asked)
        case "published":
            return _explained_reading(load_document(path, record, digest), cell, asked)
    given = _given(path, record, digest)
    del record
    return _explained_report(report, given, cell, asked)


def _file_of(report: str) -> Path:
    """The file that is meant: of a published folder its document, else as everywhere."""
    path = Path(report)
    inner = document_in(path)
    return find_report(report) if inner == path else inner


def _published_explained(edition: Edition, cell: str, asked: Asked) -> ExplainPublishedResult:
    """How the figure of a publication that ``cell`` means came to be; ``original`` are the
    publications that were taken in. Raises UserError where they cannot be read, and for what only
    a report takes."""
    given = {
        "--records": asked.records,
        "--before": asked.before,
        "--declared": asked.declared,
        "--profile": asked.profile,
    }
    for name in (one for one, value in given.items() if value):
        fix = "leave the option out; --original takes the publications that were taken in"
        raise UserError(name, "a publication holds no records, and says its corrections", fix)
    others = [read_edition(Path(one)) for one in asked.original]
    return ExplainPublishedResult(explain_published(edition, cell, others))


def _explained_report(report: str, given: Given, cell: str, asked: Asked) -> ExplainResult:
    one, place = find_cell(given.report, cell)
    notes: list[str] = []
    before = None if asked.before is None else read_given(asked.before)
    with ExitStack() as stack:
        now, origin = None, None
        if asked.records:
            options = options_for(given.report, asked)
            now = _records(stack, asked.records, options, notes)
            if not given.protects:
                origin = _origin(stack, report, given, asked, notes)
        explainer = Explainer(given, now, origin, before, declared=asked.declared is not None)
        found = explainer.explain(one, place)
    found = found.model_copy(
        update={"notes": [*found.notes, *_versions(given.report, asked, one.figure.metric)]}
    )
    return ExplainResult(found, notes)


def _explained_reading(reading: LoadedReport, cell: str, asked: Asked) -> ExplainResult:
    """Where a figure that was read stands, and what reading met. Raises UserError where records are
    given: its publisher counted it from others."""
    if asked.records or asked.original:
        raise UserError(reading.file, _READ, _RECONCILE)
    before = None if asked.before is None else load_reading(find_report(asked.before))
    one = find_figure(reading, cell)
    return ExplainResult(explained_figure(reading, one, before))


def read_given(name: str) -> Given:
    """A report by the name of its file or its folder, or ``LIBRARY/service@period``. Raises
    UserError where it is none that ``harmscope report`` wrote."""
    path = find_report(name)
    return _given(path, *digested_json(path, _FIX))


def _given(path: Path, record: object, digest: str) -> Given:
    name = shown(path.name)
    if isinstance(record, dict) and record.get("record") == "published":
        raise UserError(name, _READ, _RECONCILE)
    try:
        return Given(Report.model_validate(record), name, digest)
    except ValidationError:
        raise UserError(name, "it is not a report of this version", _FIX) from None


def options_for(report: Report, asked: Asked) -> Options:
    """The options with which the report was made. Raises UserError where its profile is one's own,
    or its template holds declared figures, and the file is not given."""
    name = report.profile.id if asked.profile is None else str(asked.profile)
    own = report.profile.sha256
    if own is not None:
        if asked.profile is None:
            fix = "give its file with --profile"
            raise UserError("--profile", "the report was made with a profile of its own", fix)
        if load(name).sha256 != own:
            fix = "give the file as it was when the report was made"
            raise UserError("--profile", "it is not the profile of the report", fix)
    if report.profile.id == TEMPLATE and asked.declared is None and _states(report):
        # It says which parts of the template apply, and how one column is read.
        fix = "give the declared.toml that it was made with"
        raise UserError("--declared", "the report holds figures that the provider stated", fix)
    return Options(
        profile=name,
        period=report.period,
        service=report.service,
        zone=report.time_zone,
        clock=report.clock,
        disclosure=report.disclosure,
        declared=asked.declared,
        jobs=asked.jobs,
    )


def _states(report: Report) -> bool:
    """Whether the report holds figures or texts out of a file of declarations."""
    return any(
        one.estimand == "declared" and not one.metric.startswith("report.")
        for one in report.figures()
    )


def _records(
    stack: ExitStack, sources: Sequence[str], options: Options, notes: list[str]
) -> FromRecords:
    made = stack.enter_context(counting(sources, options, notes.append))
    return FromRecords(made, sources)


def _origin(
    stack: ExitStack, name: str, given: Given, asked: Asked, notes: list[str]
) -> Origin | None:
    """The records that the report was made of: as given, or in the folder of explanations that was
    written with it."""
    folder = _folder_of(name) if not asked.original else None
    if len(asked.original) == 1 and (Path(asked.original[0]) / FILE).is_file():
        folder = Path(asked.original[0])
    if folder is None:
        if not asked.original:
            return None
        return _records(stack, asked.original, options_for(given.report, asked), notes)
    found = FromFolder(folder)
    if found.report_sha256 == given.sha256:
        return found
    if asked.original:
        fix = "give the folder that harmscope report --explain wrote with this report"
        raise UserError("--original", "it explains another report", fix)
    notes.append("the folder of explanations beside the report is about another report: not used")
    return None


def _folder_of(name: str) -> Path | None:
    """The folder of explanations that was written with a report, where ``run.json`` names one."""
    path = find_report(name)
    home = path if path.is_dir() else path.parent
    run = home / RUN
    if not run.is_file():
        return None
    body = read_json(run, "make the report again")
    link = body.get(EXPLAINED) if isinstance(body, dict) else None
    folder = home / link if isinstance(link, str) else None
    return folder if folder is not None and (folder / FILE).is_file() else None


def _versions(report: Report, asked: Asked, metric: str) -> Iterator[str]:
    """What is different now in how such a report is made."""
    if not asked.records:
        return
    profile = load(report.profile.id if asked.profile is None else str(asked.profile))
    if profile.version != report.profile.version:
        yield (
            f"The report was made with version {report.profile.version} of its profile, and this "
            f"harmscope has {profile.version}."
        )
    taxonomy = f"harm@{harm().version}"
    if taxonomy != report.taxonomy:
        yield f"The report was counted by {report.taxonomy}, and this harmscope has {taxonomy}."
    defined = next((one for one in report.definitions if one.metric == metric), None)
    known = METRICS.get(metric)
    texts = {one.definition for one in (defined, known) if one is not None}
    if len(texts) > 1 and profile.id != TEMPLATE:
        yield "The report defines the metric in other words than this harmscope does."


# Cells of the official template.


def find_cell(report: Report, cell: str) -> tuple[Placed, dict[str, str] | None]:
    """The figure that ``cell`` means, and where it stands in the official template: a name as in
    :func:`harmscope.tracing.asked.find`, or for a report on the template ``SHEET!CELL`` and
    ``SHEET!INDICATOR/SCOPE`` or ``SHEET!CODE/COLUMN``."""
    figures = list(placed(report))
    if report.profile.id != TEMPLATE:
        return find(figures, cell), None
    cells = list(figure_cells(report))
    if "!" in cell:
        found = _in_template(cells, cell)
        return next(one for one in figures if one.figure is found.figure), template_place(found)
    one = find(figures, cell)
    return one, next((template_place(each) for each in cells if each.figure is one.figure), None)


def _in_template(cells: Sequence[FigureCell], cell: str) -> FigureCell:
    name, _, rest = cell.partition("!")
    name, rest = name.strip(" '"), _plain_cell(rest)
    sheets = list(dict.fromkeys(one.sheet for one in cells))
    wanted = _plain(name)
    sheet = next((s for s in sheets if wanted in (s.lower(), s.partition("_")[0])), None)
    if sheet is None:
        raise UserError("CELL", "the report has no figures on that sheet", offer(name, sheets))
    own = [one for one in cells if one.sheet == sheet]
    for one in own:
        if one.cell == rest.strip().upper():
            return one
    parts = [_plain(part) for part in rest.split("/")]
    fitting = [one for one in own if _holds(one, parts)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        write = f"write a cell such as {own[0].cell}, or the words of its row and column"
        names = ["/".join(one.words) for one in own]
        fix = write if _DOLLARS.fullmatch(rest.strip()) else offer(rest, names, write)
        raise UserError("CELL", "no figure stands there", fix)
    names = [f"{one.cell} ({'/'.join(one.words)})" for one in fitting[:_FEW]]
    more = f"; {len(fitting) - _FEW:,} more" if len(fitting) > _FEW else ""
    fix = f"give a cell: {'; '.join(names)}{more}"
    raise UserError("CELL", f"{len(fitting):,} figures fit", fix)


def _plain_cell(text: str) -> str:
    """A cell without the dollars that a spreadsheet writes: ``$F$3``."""
    return text.replace("$", "") if _DOLLARS.fullmatch(text.strip()) else text


_DOLLARS: Final = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}")
_FEW: Final = 5


def _holds(one: FigureCell, parts: Sequence[str]) -> bool:
    """Whether every part is one of the cell's words; a slash inside of words is one of theirs."""
    words = {_plain(part) for word in one.words for part in (word, *word.split("/"))}
    return set(parts) <= words


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
