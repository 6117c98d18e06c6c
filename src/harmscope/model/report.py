"""The report: figures in sections, and the figures read out of a published report.

``report.json`` is this record, written with sorted members, so equal input gives equal bytes. It
holds no clock of the machine, no machine name and no absolute path.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import Count, Day, Digest, Label, Model, Ref, Text, Unit, Zone
from harmscope.model.dataset import Choice, NotRecorded
from harmscope.model.figure import Figure, MetricId, Number

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,79}$")]
Span = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}-[0-9]{2}$")]

ChartKind = Literal["numbers", "bars", "stack", "months", "multiples", "funnel", "curve", "table"]


class ProfileRef(Model):
    """Which profile laid the report out; ``sha256`` names a profile that is not a shipped one."""

    id: Slug
    version: Label
    title: Label
    sha256: Digest | None = None


class Input(Model):
    """One input file: its name without folders, its bytes, the records taken from it by kind, and
    the days that its header says it covers."""

    name: Label
    sha256: Digest | None = None
    bytes: Count | None = None
    records: dict[str, Count]
    importer: Label | None = None
    covers: Span | None = None


class Dimension(Model):
    """What figures are split by, with the label of every code that occurs."""

    id: Slug
    title: Label
    scheme: Ref | None = None
    codes: dict[str, str]


class Panel(Model):
    """Figures that belong together, and how they are shown."""

    id: Slug
    title: Label
    chart: ChartKind
    metrics: Annotated[list[MetricId], Field(min_length=1)]
    split: Annotated[list[Slug], Field(min_length=1)] | None = None
    figures: list[Figure]
    note: Text | None = None


class Section(Model):
    """One question and the panels that answer it."""

    id: Slug
    title: Label
    question: Text | None = None
    panels: Annotated[list[Panel], Field(min_length=1)]


class Excluded(Model):
    """How many records were left out, by the code of a rule or another reason, in words too."""

    reason: Label
    text: Text | None = None
    records: Count


class ReportFinding(Model):
    """Something to know about ``count`` figures or records; ``metrics`` names those it is about."""

    code: Slug
    count: Count
    what: Text
    metrics: Annotated[list[MetricId], Field(min_length=1)] | None = None


class Break(Model):
    """A change of version inside the period: the later one is used from ``since`` on, the earlier
    one until ``until``. ``versions`` is left out for lists of a platform's own."""

    what: Literal["codes", "taxonomy", "safeguard"]
    versions: Annotated[list[Ref], Field(min_length=2)] | None = None
    since: Day
    until: Day
    text: Text


class Quality(Model):
    """What became of the records: read = counted + excluded + those of other services.

    Rows that an importer could not turn into records were lost before and stand apart.
    ``undated`` counts parts of counted records that lie in no period, having no day.
    """

    read: Count
    counted: Count
    excluded: Annotated[list[Excluded], Field(min_length=1)] | None = None
    skipped_by_importer: Annotated[list[Excluded], Field(min_length=1)] | None = None
    other_services: Count
    undated: Annotated[dict[str, Count], Field(min_length=1)] | None = None
    findings: Annotated[list[ReportFinding], Field(min_length=1)] | None = None


class Definition(Model):
    """What a metric of this report means."""

    metric: MetricId
    title: Label
    unit: Unit
    definition: Text
    source: Text | None = None
    regimes: Annotated[list[Label], Field(min_length=1)] | None = None
    direction: Literal["none", "up", "down"]
    pooling: Literal["sum", "from_records", "bounds", "never"]


class Change(Model):
    """One figure of the earlier edition that is different now; a value not there is left out."""

    metric: MetricId
    dimensions: dict[str, str] | None = None
    period: Span | None = None
    before: Number | None = None
    after: Number | None = None
    status_before: Label | None = None
    status_after: Label | None = None


class Replaces(Model):
    """That this edition replaces an earlier one, why, and every figure that changed."""

    sha256: Digest
    clock: Day
    because: Text
    changes: list[Change]


class Maker(Model):
    """The program that made the report."""

    name: Label
    version: Label


class Report(Model):
    """One service, one period, one profile."""

    record: Literal["report"]
    version: Literal["1.0"]
    profile: ProfileRef
    service: Label
    period: Span
    time_zone: Zone
    clock: Day
    disclosure: Literal["statutory", "public", "public-exact", "bands"]
    taxonomy: Ref
    made_by: Maker
    replaces: Replaces | None = None
    inputs: Annotated[list[Input], Field(min_length=1)]
    choices: Annotated[list[Choice], Field(min_length=1)] | None = None
    not_recorded: Annotated[list[NotRecorded], Field(min_length=1)] | None = None
    breaks: Annotated[list[Break], Field(min_length=1)] | None = None
    dimensions: list[Dimension]
    sections: Annotated[list[Section], Field(min_length=1)]
    quality: Quality
    mapping: list[Figure]
    completeness: list[Figure]
    definitions: list[Definition]

    def figures(self) -> Iterator[Figure]:
        """Every figure of the sections, in order."""
        for section in self.sections:
            for panel in section.panels:
                yield from panel.figures


# A published report that was read into figures: what ``harmscope read`` writes.

Format = Literal["dsa-report", "meta-cser", "tiktok-cger", "figures", "report", "publication"]


class SourceFile(Model):
    """One file that was read: its name without folders, its digest and size."""

    name: Label
    sha256: Digest
    bytes: Count


class Remark(Model):
    """What reading met: a tolerance and how the cell was read, or a fault."""

    rule: Label
    severity: Literal["error", "warning", "info"]
    file: Label
    place: Label | None = None
    message: Text
    fix: Text


class Published(Model):
    """Figures of a published report, each with its place in the source.

    ``service`` is left out where one file holds several services; each figure names its own then.
    ``period`` spans all figures. ``edition`` tells one publication of a report from the next.
    """

    record: Literal["published"]
    version: Literal["1.0"]
    format: Format
    service: Label | None = None
    period: Span | None = None
    edition: Label | None = None
    made_by: Maker
    sources: Annotated[list[SourceFile], Field(min_length=1)]
    figures: list[Figure]
    remarks: Annotated[list[Remark], Field(min_length=1)] | None = None
