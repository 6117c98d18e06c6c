"""The measure: what an authority did about a service."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import (
    Count,
    Day,
    HarmId,
    Id,
    Jurisdiction,
    Label,
    MeasureKind,
    Model,
    Moment,
    Source,
)


class Amount(Model):
    """An amount of money in whole units of the currency, a code of ISO 4217."""

    value: Count
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Measure(Model):
    """One measure of one authority about one service.

    ``start`` is the day it took effect, ``end`` the last day; a measure without ``end`` still
    holds, or is one act of one day such as a fine. ``follows`` names the measures that led to it;
    one of kind ``lifted`` ends those. ``answer_due`` is when the service has to answer,
    ``answered_at`` when it did. ``reference`` is the authority's own name for the matter.
    """

    record: Literal["measure"]
    version: Literal["1.0"]
    measure_id: Id
    service: Label
    authority: Label
    jurisdiction: Jurisdiction
    kind: MeasureKind
    legal_basis: Label | None = None
    start: Day
    end: Day | None = None
    harms: Annotated[list[HarmId], Field(min_length=1)] | None = None
    follows: Annotated[list[Id], Field(min_length=1)] | None = None
    answer_due: Moment | None = None
    answered_at: Moment | None = None
    amount: Amount | None = None
    reference: Label | None = None
    source: Source | None = None
    supersedes: Id | None = None
