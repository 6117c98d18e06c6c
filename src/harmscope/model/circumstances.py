"""The circumstances of a case: content, people shown, consent, making, provenance, spread."""

from typing import Annotated

from pydantic import Field

from harmscope.model.base import Count, Id, Label, Language, Model, Moment, Territory
from harmscope.model.codes import (
    AgeBand,
    AiInvolvement,
    Answer,
    C2paState,
    ConsentState,
    DetectionMethod,
    DetectionSource,
    GenerationSurface,
    HashAlgorithm,
    InputKind,
    Legality,
    Medium,
    Mode,
    ReferralBody,
    SafeguardState,
    SuitabilityTier,
    Target,
)


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
    """How the content was made. ``digital_source_type`` is a code of IPTC's list of that name."""

    ai_involvement: AiInvolvement | None = None
    digital_source_type: Annotated[str, Field(pattern=r"^[A-Za-z]{3,64}$")] | None = None
    tool: Label | None = None
    surface: GenerationSurface | None = None
    input_kind: InputKind | None = None
    safeguard_state: SafeguardState | None = None


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
    """That the case was passed on to a body outside."""

    body: ReferralBody
    sent_at: Moment | None = None
    incident_type: Label | None = None
    annotations: Annotated[list[Label], Field(min_length=1)] | None = None
    reference: Id | None = None
