"""The header of a data set: what was recorded, what could be, and how it was brought in."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import Count, Day, Digest, Id, Label, Model, Ref, Text, Zone
from harmscope.model.codes import Capability, DisclosureLevel, RecordPart


class Span(Model):
    """A period of days, both ends inside."""

    start: Day
    end: Day


class NotRecorded(Model):
    """A part that the source does not keep: neither zero nor blank, with the reason."""

    part: RecordPart
    reason: Text


class Choice(Model):
    """A declared choice: a question that the source leaves open, and how it was answered."""

    question: Label
    answer: Text


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
    """Rows read = records written + rows skipped."""

    read: Count
    written: Count
    skipped: Annotated[list[Skipped], Field(min_length=1)] | None = None


class Dataset(Model):
    """The header. ``service`` is left out where the records are about several services."""

    record: Literal["dataset"]
    version: Literal["1.0"]
    dataset_id: Id | None = None
    service: Label | None = None
    operator: Label | None = None
    period: Span | None = None
    time_zone: Zone
    licence: Label | None = None
    taxonomy: Ref
    disclosure: DisclosureLevel
    capabilities: Annotated[list[Capability], Field(min_length=1)] | None = None
    not_recorded: Annotated[list[NotRecorded], Field(min_length=1)] | None = None
    choices: Annotated[list[Choice], Field(min_length=1)] | None = None
    importer: Importer | None = None
    sources: Annotated[list[SourceFile], Field(min_length=1)] | None = None
    counts: Counts | None = None
