"""The incident: one case, its circumstances, and the decisions and appeals on it."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import (
    AccountType,
    ActionKind,
    AgeBand,
    AiInvolvement,
    Answer,
    AppealChannel,
    AppealOutcome,
    Automation,
    C2paState,
    ConsentState,
    Count,
    DecisionGround,
    DetectionMethod,
    DetectionSource,
    GenerationSurface,
    Harm,
    HashAlgorithm,
    Id,
    InputKind,
    KeyedHash,
    Label,
    Language,
    Legality,
    Medium,
    MisuseReason,
    Mode,
    Model,
    Moment,
    Native,
    NativeCode,
    NoHarm,
    ReferralBody,
    ReferralContent,
    ReversalCause,
    Safeguard,
    SafeguardState,
    Source,
    SubjectKind,
    SubjectOrigin,
    SuitabilityTier,
    Target,
    Territory,
    Text,
)

# The circumstances of a case: content, people shown, consent, making, provenance, spread.


class Facets(Model):
    """What cuts across the categories."""

    target: Annotated[list[Target], Field(min_length=1)] | None = None
    mode: Mode | None = None
    legality: Legality | None = None
    suitability_tier: SuitabilityTier | None = None


class Hash(Model):
    """A hash of the media, for matching; never the media."""

    alg: HashAlgorithm
    value: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/=_-]{1,1024}$")]


class Content(Model):
    """Form, languages, age and reach in space of the content. ``languages`` holds the predominant
    language of what is at issue; two where both weigh the same."""

    medium: Annotated[list[Medium], Field(min_length=1)] | None = None
    medium_other: Label | None = None
    languages: Annotated[list[Language], Field(min_length=1)] | None = None
    created_at: Moment | None = None
    product_id: Annotated[str, Field(pattern=r"^[0-9]{13}$")] | None = None
    territory: Annotated[list[Territory], Field(min_length=1)] | None = None
    hashes: Annotated[list[Hash], Field(min_length=1)] | None = None


class Depicted(Model):
    """Whether real people are shown. ``age_band`` is that of the youngest person visible."""

    real_person: Answer | None = None
    identifiable: Answer | None = None
    minor: Answer | None = None
    age_band: AgeBand | None = None
    public_figure: Answer | None = None


class Consent(Model):
    """Consent of the depicted person: to be captured, to the making, to the sharing."""

    capture: ConsentState | None = None
    creation: ConsentState | None = None
    distribution: ConsentState | None = None
    licence_ref: Label | None = None


class Generation(Model):
    """How the content was made. ``digital_source_type`` is a code of IPTC's list of that name;
    ``safeguard`` is the version of the safeguard that was in force."""

    ai_involvement: AiInvolvement | None = None
    digital_source_type: Annotated[str, Field(pattern=r"^[A-Za-z]{3,64}$")] | None = None
    tool: Label | None = None
    surface: GenerationSurface | None = None
    input_kind: InputKind | None = None
    safeguard_state: SafeguardState | None = None
    safeguard: Safeguard | None = None


class Provenance(Model):
    """What the file says of its own origin; a claim, not a proof."""

    c2pa_state: C2paState | None = None
    visible_label: Answer | None = None
    watermark: Answer | None = None


class Detection(Model):
    """What first brought the case up, and whether a machine alone did."""

    source: DetectionSource | None = None
    method: DetectionMethod | None = None
    automated: bool | None = None
    detected_at: Moment | None = None
    notifier: Label | None = None


class Reach(Model):
    """How far the content had come: views before action, and copies."""

    views_before_action: Count | None = None
    copies_found: Count | None = None
    copies_removed: Count | None = None
    reuploads_blocked: Count | None = None


class Referral(Model):
    """That the case was passed on to a body outside. ``contents`` names what the report holds and
    not what it says; ``annotations`` are the sender's own marks, such as ``sextortion``."""

    body: ReferralBody
    sent_at: Moment | None = None
    incident_type: Label | None = None
    annotations: Annotated[list[Label], Field(min_length=1)] | None = None
    contents: Annotated[list[ReferralContent], Field(min_length=1)] | None = None
    reference: Id | None = None


# Decisions on a case, and appeals against them.


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
    """What an appeal is against: a decision of this case, or that a notice led to no action.
    Left out where the source does not hold what it is against."""

    decision: Id | None = None
    no_action_on: Id | None = None


class Appeal(Model):
    """A complaint, a dispute or an action in court. The outcome is seen from the person who
    appealed: ``granted`` means that the decision was reversed."""

    id: Id
    against: Against | None = None
    channel: AppealChannel
    filed_at: Moment
    decided_at: Moment | None = None
    notified_at: Moment | None = None
    outcome: AppealOutcome
    resulting_decision: Id | None = None
    implemented: bool | None = None


# The incident: one subject, one case, with every decision and appeal on it.


class Incident(Model):
    """One case about one subject: a piece of content, an account, a generation, an advertisement.

    ``native`` keeps the platform's own codes; ``harm`` is left out where no count rule carries
    them into the harm taxonomy. ``no_harm`` says that somebody looked at the case and found no harm
    in it, and why: it was authorised, for example. Decisions are in the order in which they were
    taken.
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
    no_harm: NoHarm | None = None
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
