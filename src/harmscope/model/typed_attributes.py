"""Records that passed validation, with their members as attributes.

Generated from the models by ``python -m harmscope.generate``; edit the models instead. Members
that are missing are None, and lists are tuples.
"""

from typing import Protocol


class Native(Protocol):
    """A code as the platform wrote it, with the code list and its version."""

    scheme: str
    code: str
    parent: str | None
    role: str | None


class Harm(Protocol):
    """Where a case lies in the harm taxonomy; left out where no count rule carries it there."""

    primary: str
    also: tuple[str, ...] | None


class Requester(Protocol):
    """Who asks, without saying who they are."""

    relation: str | None
    trusted_flagger: bool | None
    jurisdiction: str | None


class Order(Protocol):
    """An order of an authority: what it asks for and on what basis (DSA Articles 9 and 10)."""

    kind: str
    authority: str | None
    state: str | None
    legal_basis: str | None
    legal_ground_stated: bool | None


class Source(Protocol):
    """Where a record came from: id and digest in the source, importer, the platform's own reference
    for it, and when it was filed with a registry."""

    id: str | None
    digest: str | None
    importer: str | None
    reference: str | None
    filed_at: str | None


class Notice(Protocol):
    """Somebody asks: a user flag, a notice under law, a trusted flagger, a removal request by a
    depicted person, an authority's order."""

    record: str
    version: str
    notice_id: str
    service: str
    kind: str
    received_at: str
    acknowledged_at: str | None
    decided_at: str | None
    removed_at: str | None
    fulfilled_at: str | None
    notified_at: str | None
    outcome: str
    refusal_reason: str | None
    acted_on: str | None
    item_count: int | None
    incident_ids: tuple[str, ...] | None
    native: tuple[Native, ...] | None
    harm: Harm | None
    languages: tuple[str, ...] | None
    requester: Requester | None
    order: Order | None
    jurisdictions: tuple[str, ...] | None
    valid: bool | None
    elements_present: tuple[str, ...] | None
    processing_automation: str | None
    reporter_key: str | None
    text: str | None
    source: Source | None
    supersedes: str | None


class Facets(Protocol):
    """What cuts across the categories."""

    target: tuple[str, ...] | None
    mode: str | None
    legality: str | None
    suitability_tier: str | None


class Hash(Protocol):
    """A hash of the media, for matching; never the media."""

    alg: str
    value: str


class Content(Protocol):
    """Form, languages, age and reach in space of the content."""

    medium: tuple[str, ...] | None
    medium_other: str | None
    languages: tuple[str, ...] | None
    created_at: str | None
    product_id: str | None
    territory: tuple[str, ...] | None
    hashes: tuple[Hash, ...] | None


class Depicted(Protocol):
    """Whether real people are shown."""

    real_person: str | None
    identifiable: str | None
    minor: str | None
    age_band: str | None
    public_figure: str | None


class Consent(Protocol):
    """Consent of the depicted person: to be captured, to the making, to the sharing."""

    capture: str | None
    creation: str | None
    distribution: str | None
    licence_ref: str | None


class Generation(Protocol):
    """How the content was made."""

    ai_involvement: str | None
    digital_source_type: str | None
    tool: str | None
    surface: str | None
    input_kind: str | None
    safeguard_state: str | None
    safeguard: str | None


class Provenance(Protocol):
    """What the file says of its own origin; a claim, not a proof."""

    c2pa_state: str | None
    visible_label: str | None
    watermark: str | None


class Detection(Protocol):
    """What first brought the case up, and whether a machine alone did."""

    source: str | None
    method: str | None
    automated: bool | None
    detected_at: str | None
    notifier: str | None


class Action(Protocol):
    """One restriction."""

    kind: str
    ends_at: str | None
    other: str | None


class Reverses(Protocol):
    """That a decision undoes an earlier one of the same case, and why."""

    decision: str
    cause: str


class Decision(Protocol):
    """One decision."""

    id: str
    follows: tuple[str, ...] | None
    decided_at: str | None
    applied_at: str | None
    notified_at: str | None
    ground: str | None
    legal_basis: str | None
    also_illegal: bool | None
    policy_ref: str | None
    policy_url: str | None
    item_count: int | None
    keyword: str | None
    keyword_other: str | None
    actions: tuple[Action, ...] | None
    automation: str | None
    territory: tuple[str, ...] | None
    misuse_reason: str | None
    reverses: Reverses | None
    facts: str | None


class Against(Protocol):
    """What an appeal is against: a decision of this case, or that a notice led to no action."""

    decision: str | None
    no_action_on: str | None


class Appeal(Protocol):
    """A complaint, a dispute or an action in court."""

    id: str
    against: Against | None
    channel: str
    filed_at: str
    decided_at: str | None
    notified_at: str | None
    outcome: str
    resulting_decision: str | None
    implemented: bool | None


class Reach(Protocol):
    """How far the content had come: views before action, and copies."""

    views_before_action: int | None
    copies_found: int | None
    copies_removed: int | None
    reuploads_blocked: int | None


class Referral(Protocol):
    """That the case was passed on to a body outside."""

    body: str
    sent_at: str | None
    incident_type: str | None
    annotations: tuple[str, ...] | None
    contents: tuple[str, ...] | None
    reference: str | None


class Incident(Protocol):
    """One case about one subject: a piece of content, an account, a generation, an
    advertisement."""

    record: str
    version: str
    incident_id: str
    service: str
    origin: str | None
    subject_kind: str
    account_type: str | None
    native: tuple[Native, ...] | None
    harm: Harm | None
    no_harm: str | None
    facets: Facets | None
    content: Content | None
    depicted: Depicted | None
    consent: Consent | None
    generation: Generation | None
    provenance: Provenance | None
    detection: Detection | None
    notice_ids: tuple[str, ...] | None
    decisions: tuple[Decision, ...] | None
    appeals: tuple[Appeal, ...] | None
    reach: Reach | None
    referrals: tuple[Referral, ...] | None
    source: Source | None
    subject_key: str | None
    reporter_key: str | None
    supersedes: str | None


class Statement(Protocol):
    """One statement of reasons, in the request's shape."""

    puid: str
    decision_visibility: tuple[str, ...] | None
    decision_visibility_other: str | None
    end_date_visibility_restriction: str | None
    decision_monetary: str | None
    decision_monetary_other: str | None
    end_date_monetary_restriction: str | None
    decision_provision: str | None
    end_date_service_restriction: str | None
    decision_account: str | None
    end_date_account_restriction: str | None
    account_type: str | None
    decision_ground: str
    decision_ground_reference_url: str | None
    illegal_content_legal_ground: str | None
    illegal_content_explanation: str | None
    incompatible_content_ground: str | None
    incompatible_content_explanation: str | None
    incompatible_content_illegal: str | None
    category: str
    category_addition: tuple[str, ...] | None
    category_specification: tuple[str, ...] | None
    category_specification_other: str | None
    content_type: tuple[str, ...]
    content_type_other: str | None
    content_language: str | None
    content_date: str
    content_id: object | None
    content_id_ean: str | None
    territorial_scope: tuple[str, ...] | None
    application_date: str
    decision_facts: str
    source_type: str
    source_identity: str | None
    automated_detection: str
    automated_decision: str
    created_at: str | None
    platform_name: str | None
