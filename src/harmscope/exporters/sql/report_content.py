"""Reports in a database: every figure with its place, its labels and what the report says of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from harmscope.errors import UserError
from harmscope.exporters.sql.database_files import DatabaseFile
from harmscope.exporters.sql.model_relations import ModelRelations
from harmscope.exporters.sql.relations import Column, Relation
from harmscope.formats.door import digested_json, shown
from harmscope.model.figure import Figure
from harmscope.model.report import Published, Report
from harmscope.reading.report_file import FIX, LoadedReport, load_document
from harmscope.taxonomy import harm

OPEN: Final = "statutory"
"""The disclosure level at which figures are as they were counted."""

_REPORT = Column("report", "integer", "The number of the report", "report.report")
_HEAD = (
    Column("report", "integer", "Its number"),
    Column("file"),
    Column("sha256"),
    Column("format", note="report: made by harmscope; else what it was read from"),
    Column("edition"),
    Column("period_start", "day"),
    Column("period_end", "day"),
)
_FIGURES: Final = ("sections", "mapping", "completeness", "figures", "sources")
FIGURE_KEYS = (
    Column("figure", "integer", "Its number"),
    _REPORT,
    Column("part", note="figures, mapping or completeness"),
    Column("section"),
    Column("panel"),
    Column("split", note="What it is split by, in words"),
    Column("period_start", "day"),
    Column("period_end", "day"),
)
SPLIT = Relation(
    "figure_dimension",
    (
        Column("figure", "integer", refers="figure.figure"),
        Column("dimension"),
        Column("code"),
        Column("label"),
    ),
    "What each figure is split by",
    ("figure", "dimension"),
)
SOURCE = Relation(
    "report_source",
    (_REPORT, Column("name"), Column("sha256"), Column("bytes", "integer")),
    "Files that a published report was read from",
)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure and where it stands in its report."""

    figure: Figure
    part: str
    section: str | None = None
    panel: str | None = None


class ReportContent:
    """Writes reports."""

    def __init__(self, database: DatabaseFile) -> None:
        self._database = database
        self._report = ModelRelations(
            "report", Report, _HEAD, "One row a report", skip=(*_FIGURES, "period")
        )
        self._published = ModelRelations("report", Published, _HEAD, "", skip=(*_FIGURES, "period"))
        self._figure = ModelRelations(
            "figure", Figure, FIGURE_KEYS, "Every figure of the reports", skip=("dimensions",)
        )
        self.reports = self.figures = 0

    def create(self) -> None:
        """Make the tables."""
        remarks = [one for one in self._published.relations() if one.name == "report_remarks"]
        for relation in (*self._report.relations(), *remarks, SOURCE):
            self._database.create(relation)
        for relation in (*self._figure.relations(), SPLIT):
            self._database.create(relation)

    def take(self, path: Path) -> None:
        """Write the report in a file. Raises UserError where it is none of harmscope."""
        loaded, body = opened(path)
        self.reports += 1
        head = (self.reports, loaded.file, loaded.sha256, loaded.format, loaded.edition)
        days = _days(loaded.period)
        if body["record"] == "report":
            for name, row in self._report.rows((*head, *days), body):
                self._database.add(name, row)
        else:
            self._add_published((*head, *days), loaded, body)
        labels = {one["id"]: one["codes"] for one in body.get("dimensions", ())}
        for placed in _placed(loaded, body):
            self._add_figure(placed, labels)

    def _add_published(
        self, head: tuple[object, ...], loaded: LoadedReport, body: dict[str, Any]
    ) -> None:
        """A report that was read, or a publication, has few of the members of ours; its row has the
        same columns."""
        known = {
            "service": loaded.service,
            "made_by": body["made_by"],
            "remarks": loaded.remarks,
            **_of_publication(body),
        }
        own = {name: value for name, value in known.items() if value}
        for name, row in self._report.rows(head, own):
            self._database.add(name, row)
        for name, row in self._published.rows(head, own):
            if name == "report_remarks":
                self._database.add(name, row)
        for one in body.get("sources", ()):
            row = (self.reports, one["name"], one["sha256"], one["bytes"])
            self._database.add(SOURCE.name, row)

    def _add_figure(self, placed: _Placed, labels: dict[str, dict[str, str]]) -> None:
        self.figures += 1
        figure = placed.figure
        split = [(name, code, _label(name, code, labels)) for name, code in figure.place]
        words = "; ".join(f"{name}: {label or code}" for name, code, label in split)
        where = (placed.part, placed.section, placed.panel, words or None)
        keys = (self.figures, self.reports, *where, *_days(figure.period))
        for name, row in self._figure.rows(keys, figure.as_dict()):
            self._database.add(name, row)
        self._database.add_all(SPLIT.name, ((self.figures, *one) for one in split))


def _of_publication(body: dict[str, Any]) -> dict[str, Any]:
    """Members of a publication that a report has, too: its level and what its metrics mean."""
    if body["record"] != "publication":
        return {}
    meant = [{"metric": name, **one} for name, one in body["definitions"].items()]
    return {"disclosure": body["disclosure"]["level"], "definitions": meant}


def _label(name: str, code: str, labels: dict[str, dict[str, str]]) -> str | None:
    """The label of a code: the report's own, else that of the taxonomy."""
    own = labels.get(name, {}).get(code)
    category = harm().categories.get(code) if name in ("harm", "harm_top") else None
    return own or (category.label if category else None)


def opened(path: Path) -> tuple[LoadedReport, dict[str, Any]]:
    """A report of harmscope: as it is compared, and as its file has it. Raises UserError where the
    file is none."""
    record, digest = digested_json(path, FIX)
    loaded = load_document(path, record, digest)
    body = cast("dict[str, Any]", record)
    if body["record"] == "report":
        try:
            Report.model_validate(body)
        except ValueError:
            fault = "the report does not match its schema"
            raise UserError(shown(path.name), fault, FIX) from None
    return loaded, body


def is_public(body: dict[str, Any]) -> bool:
    """Whether a report or publication was made for readers outside, so that nothing exact may stand
    beside it."""
    if body["record"] == "publication":
        return bool(body["disclosure"]["level"] != OPEN)
    return bool(body["record"] == "report" and body["disclosure"] != OPEN)


def _placed(loaded: LoadedReport, body: dict[str, Any]) -> Iterator[_Placed]:
    """Every figure; those of the sections come in the order in which they were loaded."""
    figures = iter(loaded.figures)
    for section in body.get("sections", ()):
        for panel in section["panels"]:
            for _ in panel["figures"]:
                yield _Placed(next(figures), "figures", section["id"], panel["id"])
    for figure in figures:
        yield _Placed(figure, "figures")
    for part in ("mapping", "completeness"):
        for each in body.get(part, ()):
            yield _Placed(Figure.model_validate(each), part)


def _days(period: str | None) -> tuple[str | None, str | None]:
    first, _, last = (period or "").partition("/")
    return first or None, last or None
