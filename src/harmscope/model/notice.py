"""The notice: somebody asks. One notice on ten items is one notice."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import (
    ActedOn,
    Automation,
    Count,
    Harm,
    Id,
    Jurisdiction,
    KeyedHash,
    Label,
    Language,
    Model,
    Moment,
    Native,
    NoticeKind,
    NoticeOutcome,
    OrderKind,
    RefusalReason,
    RequestElement,
    RequesterRelation,
    Source,
    Territory,
    Text,
)


class Requester(Model):
    """Who asks, without saying who they are. ``jurisdiction`` is the law that they call upon."""

    relation: RequesterRelation | None = None
    trusted_flagger: bool | None = None
    jurisdiction: Jurisdiction | None = None


class Order(Model):
    """An order of an authority: what it asks for and on what basis (DSA Articles 9 and 10)."""

    kind: OrderKind
    authority: Label | None = None
    state: Territory | None = None
    legal_basis: Label | None = None
    legal_ground_stated: bool | None = None


class Notice(Model):
    """Somebody asks: a user flag, a notice under law, a trusted flagger, a removal request by a
    depicted person, an authority's order.

    ``acknowledged_at`` is when receipt was confirmed, ``decided_at`` when the decision was taken,
    ``removed_at`` when the last item was gone, ``fulfilled_at`` when an order to inform was
    answered, ``notified_at`` when the notifier was told.
    ``valid`` says whether the notice had every element its regime asks for.
    ``jurisdictions`` says which law applies to the notice; where it is left out, the state of the
    order, the jurisdiction of the requester or that of the header holds, in this order.
    """

    record: Literal["notice"]
    version: Literal["1.0"]
    notice_id: Id
    service: Label
    kind: NoticeKind
    received_at: Moment
    acknowledged_at: Moment | None = None
    decided_at: Moment | None = None
    removed_at: Moment | None = None
    fulfilled_at: Moment | None = None
    notified_at: Moment | None = None
    outcome: NoticeOutcome
    refusal_reason: RefusalReason | None = None
    acted_on: ActedOn | None = None
    item_count: Count | None = None
    incident_ids: Annotated[list[Id], Field(min_length=1)] | None = None
    native: Annotated[list[Native], Field(min_length=1)] | None = None
    harm: Harm | None = None
    languages: Annotated[list[Language], Field(min_length=1)] | None = None
    requester: Requester | None = None
    order: Order | None = None
    jurisdictions: Annotated[list[Jurisdiction], Field(min_length=1)] | None = None
    valid: bool | None = None
    elements_present: Annotated[list[RequestElement], Field(min_length=1)] | None = None
    processing_automation: Automation | None = None
    reporter_key: KeyedHash | None = None
    text: Text | None = None
    source: Source | None = None
    supersedes: Id | None = None
