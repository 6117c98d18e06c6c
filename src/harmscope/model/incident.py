"""The incident: one subject, one case, with every decision and appeal on it."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import Id, KeyedHash, Label, Model
from harmscope.model.circumstances import (
    Consent,
    Content,
    Depicted,
    Detection,
    Facets,
    Generation,
    Provenance,
    Reach,
    Referral,
)
from harmscope.model.codes import AccountType, SubjectKind, SubjectOrigin
from harmscope.model.decision import Appeal, Decision
from harmscope.model.shared import Harm, Native, Source


class Incident(Model):
    """One case about one subject: a piece of content, an account, a generation, an advertisement.

    ``native`` keeps the platform's own codes; ``harm`` is left out where no count rule carries
    them into the harm taxonomy. Decisions are in the order in which they were taken.
    """

    record: Literal["incident"]
    version: Literal["1.0"]
    incident_id: Id
    service: Label
    origin: SubjectOrigin | None = None
    subject_kind: SubjectKind
    account_type: AccountType | None = None
    native: Annotated[list[Native], Field(min_length=1)] | None = None
    harm: Harm | None = None
    facets: Facets | None = None
    content: Content | None = None
    depicted: Depicted | None = None
    consent: Consent | None = None
    generation: Generation | None = None
    provenance: Provenance | None = None
    detection: Detection | None = None
    notice_ids: Annotated[list[Id], Field(min_length=1)] | None = None
    decisions: Annotated[list[Decision], Field(min_length=1)] | None = None
    appeals: Annotated[list[Appeal], Field(min_length=1)] | None = None
    reach: Reach | None = None
    referrals: Annotated[list[Referral], Field(min_length=1)] | None = None
    source: Source | None = None
    subject_key: KeyedHash | None = None
    reporter_key: KeyedHash | None = None
    supersedes: Id | None = None
