"""The exposure: how much there was to see, and what a sample of it showed.

A denominator without its unit cannot be compared, so one record speaks of one unit. What stood
beside advertisements (``ad_adjacency``) is a unit of its own and never mixed with enforcement.
"""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import (
    Answer,
    Assurance,
    Count,
    ExposureUnit,
    HarmId,
    Id,
    Label,
    Model,
    Safeguard,
    SampleDesign,
    Source,
    SuitabilityTier,
    Territory,
    Text,
)
from harmscope.model.dataset import Span

Share = Annotated[float, Field(ge=0, le=1)]
"""A share between 0 and 1, both inside."""


class Stratum(Model):
    """One stratum: its part of the whole, how many of it were drawn, how many of those violate.

    The part is either ``weight``, a share of the whole, or ``population``, a number of units.
    """

    id: Id
    weight: Share | None = None
    population: Count | None = None
    size: Count
    violating: Count


class Reviewers(Model):
    """How often those who judged the sample were right, measured on ``checked`` units.

    ``sensitivity`` is the share of violating units that they called violating, ``specificity`` the
    share of the others that they called not violating.
    """

    sensitivity: Share | None = None
    specificity: Share | None = None
    checked: Count | None = None


class Sample(Model):
    """A sample of the units and what it showed.

    ``size`` counts the units that were judged, ``unjudged`` those drawn that nobody could judge
    any more. ``stopped`` counts the units judged that a safeguard refused or blocked. ``harms`` and
    ``policies`` say what counts as violating, ``spam_included`` whether spam does, ``frame`` what
    the sample was drawn from.
    """

    design: SampleDesign
    frame: Label | None = None
    size: Count
    violating: Count
    unjudged: Count | None = None
    stopped: Count | None = None
    harms: Annotated[list[HarmId], Field(min_length=1)] | None = None
    policies: Label | None = None
    spam_included: Answer | None = None
    strata: Annotated[list[Stratum], Field(min_length=1)] | None = None
    reviewers: Reviewers | None = None


class Exposure(Model):
    """How many units of one kind a service had in a period, and a sample of them where one was
    drawn. ``safeguard`` is the version of the safeguard that was in force. ``surface`` names a part
    of the service, ``territory`` the countries; both are left out where the record is about all of
    it."""

    record: Literal["exposure"]
    version: Literal["1.0"]
    exposure_id: Id
    service: Label
    period: Span
    surface: Label | None = None
    territory: Annotated[list[Territory], Field(min_length=1)] | None = None
    unit: ExposureUnit
    suitability_tier: SuitabilityTier | None = None
    safeguard: Safeguard | None = None
    total: Count | None = None
    sample: Sample | None = None
    assurance: Assurance | None = None
    note: Text | None = None
    source: Source | None = None
    supersedes: Id | None = None
