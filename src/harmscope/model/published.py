"""A published report that was read into figures: what ``harmscope read`` writes."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import Count, Digest, Label, Model, Text
from harmscope.model.figure import Figure
from harmscope.model.report import Maker, Span

Format = Literal["dsa-report", "meta-cser", "tiktok-cger", "figures", "report"]


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
