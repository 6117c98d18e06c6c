"""The figure, one number with everything needed to read it, and the figures that a platform
declares itself.
"""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import (
    Assurance,
    Count,
    Day,
    Digest,
    Estimand,
    FigureStatus,
    Label,
    Model,
    Moment,
    Ref,
    Text,
    Unit,
)

# The figure: one number with its unit, denominator, bounds and scope, whoever made it.

Number = int | float
Basis = Literal[
    "automation", "appeals_window", "cuts", "definition", "notice", "numerator", "reviewers"
]
METRIC_ID = r"^[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+$"
MetricId = Annotated[str, Field(pattern=METRIC_ID)]


class Bounds(Model):
    """Limits between which the value must lie; one side may be unknown."""

    low: Number | None = None
    high: Number | None = None


class Interval(Model):
    """An uncertainty interval: named method, level (0.95), limits."""

    method: Label
    level: Annotated[float, Field(gt=0, lt=1)]
    low: Number
    high: Number


class Scope(Model):
    """What the figure covers, as far as it is stated."""

    service: Label | None = None
    surface: Label | None = None
    geography: Label | None = None
    policies: Label | None = None
    spam: Label | None = None


class FigureSource(Model):
    """Where a figure that was read stands: digest of the file, sheet, cell, time of retrieval.

    ``address`` is the page or document of a figure that was copied by hand, ``quoted`` its words.
    """

    address: Label | None = None
    sha256: Digest | None = None
    sheet: Label | None = None
    cell: Label | None = None
    retrieved: Moment | None = None
    quoted: Text | None = None


class Figure(Model):
    """One number. ``value`` is left out where there is none; ``status`` then says why.

    ``dimensions`` name what the figure is split by (``{"harm": "ncii"}``). ``period`` is the
    period of this figure, as ``YYYY-MM-DD/YYYY-MM-DD``, both days inside. ``rounding`` is the step
    to which the value was rounded. Zero, blank, not recorded and not reported are four things.
    ``basis`` holds what else the publisher states about how the figure was made and what decides
    whether it can be compared: ``automation``, ``appeals_window``, ``cuts``, ``definition``,
    ``notice``, ``numerator``, ``reviewers``. ``senders`` says how many services a pooled figure
    stands on, ``of`` how many could stand behind it. What is not stated is left out.
    """

    metric: MetricId
    value: Number | None = None
    text: Text | None = None
    bounds: Bounds | None = None
    unit: Unit
    numerator: Count | None = None
    denominator: Count | None = None
    denominator_name: Label | None = None
    interval: Interval | None = None
    dimensions: dict[str, str] | None = None
    scheme: Ref | None = None
    scope: Scope | None = None
    period: Annotated[str, Field(pattern=r"^[0-9-]{10}/[0-9-]{10}$")] | None = None
    estimand: Estimand | None = None
    status: FigureStatus
    rounding: Number | None = None
    edition: Label | None = None
    assurance: Assurance | None = None
    basis: Annotated[dict[Basis, Label], Field(min_length=1)] | None = None
    source: FigureSource | None = None
    senders: Count | None = None
    of: Count | None = None
    notes: Annotated[list[Text], Field(min_length=1)] | None = None

    @property
    def place(self) -> tuple[tuple[str, str], ...]:
        """(dimension, code) of everything that the figure is split by, sorted by dimension."""
        return tuple(sorted((self.dimensions or {}).items()))

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes a figure this one, whatever its value: metric, split, service, surface, area
        and period."""
        scope = self.scope
        covered = (scope.service, scope.surface, scope.geography) if scope else None
        return self.metric, self.place, self.scheme, covered, self.period


# What no log holds and a provider states itself: staffing, recipients, studies, texts.

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
