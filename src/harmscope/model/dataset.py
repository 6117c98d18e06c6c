"""The header of a data set: what was recorded, what could be, and how it was brought in."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import (
    Capability,
    Count,
    CoverageExtent,
    Day,
    Digest,
    DisclosureLevel,
    Id,
    Jurisdiction,
    Label,
    Model,
    RecordPart,
    Ref,
    Text,
    Zone,
)


class Span(Model):
    """A period of days, both ends inside."""

    start: Day
    end: Day


class NotRecorded(Model):
    """A part that the source does not keep: neither zero nor blank, with the reason.

    With ``partly`` the source keeps the part with a hole: some of it may be missing, so counts of
    it are lower limits. A table that was cut by its system is such a source.
    """

    part: RecordPart
    reason: Text
    partly: bool | None = None


class Choice(Model):
    """A declared choice: a question that the source leaves open, and how it was answered."""

    question: Label
    answer: Text


class Coverage(Model):
    """Whether the records are all there are. ``how`` says how they were chosen, ``of`` how many
    there are in all, both where they are not complete."""

    extent: CoverageExtent
    how: Text | None = None
    of: Count | None = None


class Importer(Model):
    """Which importer brought the records in, and its version."""

    name: Label
    version: Label


class SourceFile(Model):
    """A file that records came from."""

    format: Label
    sha256: Digest
    bytes: Count


class Skipped(Model):
    """How many source rows became no record, and why."""

    reason: Label
    count: Count


class Counts(Model):
    """Rows read = rows written + rows skipped.

    Where several rows are joined to one record, a row is written when it is part of a record, and
    ``records`` says how many records there are; else each row is a record.
    """

    read: Count
    written: Count
    records: Count | None = None
    skipped: Annotated[list[Skipped], Field(min_length=1)] | None = None


class Dataset(Model):
    """The header. ``service`` is left out where the records are about several services.

    ``jurisdictions`` says which law applies to notices that name none of their own.
    """

    record: Literal["dataset"]
    version: Literal["1.1"]
    dataset_id: Id | None = None
    service: Label | None = None
    operator: Label | None = None
    period: Span | None = None
    time_zone: Zone
    jurisdictions: Annotated[list[Jurisdiction], Field(min_length=1)] | None = None
    licence: Label | None = None
    taxonomy: Ref
    disclosure: DisclosureLevel
    coverage: Coverage | None = None
    capabilities: Annotated[list[Capability], Field(min_length=1)] | None = None
    not_recorded: Annotated[list[NotRecorded], Field(min_length=1)] | None = None
    choices: Annotated[list[Choice], Field(min_length=1)] | None = None
    importer: Importer | None = None
    sources: Annotated[list[SourceFile], Field(min_length=1)] | None = None
    counts: Counts | None = None
