"""Decisions on a case, and appeals against them."""

from typing import Annotated

from pydantic import Field

from harmscope.model.base import Count, Id, Label, Model, Moment, Territory, Text
from harmscope.model.codes import (
    ActionKind,
    AppealChannel,
    AppealOutcome,
    Automation,
    DecisionGround,
    MisuseReason,
    ReversalCause,
)
from harmscope.model.shared import NativeCode


class Action(Model):
    """One restriction. ``kind`` names dimension and kind (``visibility.removed``); without
    ``ends_at`` it has no planned end. ``other`` describes what no listed kind names."""

    kind: ActionKind
    ends_at: Moment | None = None
    other: Label | None = None


class Reverses(Model):
    """That a decision undoes an earlier one of the same case, and why."""

    decision: Id
    cause: ReversalCause


class Decision(Model):
    """One decision. Without ``actions`` it is a decision to do nothing, or, with ``reverses``, the
    end of an earlier one.

    ``decided_at`` is when it was taken, ``applied_at`` when it took effect, ``notified_at`` when
    the person concerned was told. A source that knows one of them gives that one.
    ``item_count`` is the number of items it covers where that is not one (a strike on 50 posts).
    ``also_illegal`` marks a decision under the terms about content held to be illegal as well.
    """

    id: Id
    follows: Annotated[list[Id], Field(min_length=1)] | None = None
    decided_at: Moment | None = None
    applied_at: Moment | None = None
    notified_at: Moment | None = None
    ground: DecisionGround | None = None
    legal_basis: Label | None = None
    also_illegal: bool | None = None
    policy_ref: Label | None = None
    policy_url: Label | None = None
    item_count: Count | None = None
    keyword: NativeCode | None = None
    keyword_other: Label | None = None
    actions: Annotated[list[Action], Field(min_length=1)] | None = None
    automation: Automation | None = None
    territory: Annotated[list[Territory], Field(min_length=1)] | None = None
    misuse_reason: MisuseReason | None = None
    reverses: Reverses | None = None
    facts: Text | None = None


class Against(Model):
    """What an appeal is against: a decision of this case, or that a notice led to no action."""

    decision: Id | None = None
    no_action_on: Id | None = None


class Appeal(Model):
    """A complaint, a dispute or an action in court. The outcome is seen from the person who
    appealed: ``granted`` means that the decision was reversed."""

    id: Id
    against: Against
    channel: AppealChannel
    filed_at: Moment
    decided_at: Moment | None = None
    notified_at: Moment | None = None
    outcome: AppealOutcome
    resulting_decision: Id | None = None
    implemented: bool | None = None
