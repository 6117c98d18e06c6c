"""What no log holds and a provider states itself: staffing, recipients, studies, texts."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import Day, Label, Model, Text
from harmscope.model.codes import Assurance, Unit
from harmscope.model.figure import MetricId, Number

Tier = Literal["intermediary", "hosting", "platform", "vlop", "vlose", "possibly_exempt", "exempt"]
"""What kind of provider it is under the DSA, which decides the parts of a report that apply."""


class Provider(Model):
    """Who publishes, and when."""

    name: Label | None = None
    tier: Tier | None = None
    published: Day | None = None
    previous_published: Day | None = None


class Answers(Model):
    """Answers to questions that a profile leaves open."""

    automated_column: Literal["detection", "decision"] | None = None


class DeclaredFigure(Model):
    """One number stated by the provider, with where it comes from."""

    metric: MetricId
    title: Label | None = None
    value: Number
    unit: Unit
    dimensions: dict[str, str] | None = None
    source: Text
    assurance: Assurance
    note: Text | None = None


class DeclaredText(Model):
    """One text, such as the summary of moderation at own initiative."""

    metric: MetricId
    title: Label | None = None
    text: Annotated[str, Field(min_length=1, max_length=5000)]
    dimensions: dict[str, str] | None = None


class Declared(Model):
    """A whole file of declarations, for one profile, service and period."""

    profile: Label
    service: Label
    period: Label
    provider: Provider | None = None
    answers: Answers | None = None
    figures: Annotated[list[DeclaredFigure], Field(min_length=1)] | None = None
    texts: Annotated[list[DeclaredText], Field(min_length=1)] | None = None
