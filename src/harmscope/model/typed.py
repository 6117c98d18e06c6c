"""Records as dictionaries, for code that builds or reads them without the models.

Generated from the models by ``python -m harmscope.generate``; edit the models instead. Any member
may be missing, because records are built step by step: whether one is complete, validation says.
"""

from typing import Literal, TypedDict


class Span(TypedDict, total=False):
    """A period of days, both ends inside."""

    start: str
    end: str


class Coverage(TypedDict, total=False):
    """Whether the records are all there are."""

    extent: str
    how: str
    of: int


class NotRecorded(TypedDict, total=False):
    """A part that the source does not keep: neither zero nor blank, with the reason."""

    part: str
    reason: str
    partly: bool


class Choice(TypedDict, total=False):
    """A declared choice: a question that the source leaves open, and how it was answered."""

    question: str
    answer: str


class Importer(TypedDict, total=False):
    """Which importer brought the records in, and its version."""

    name: str
    version: str


class SourceFile(TypedDict, total=False):
    """A file that records came from."""

    format: str
    sha256: str
    bytes: int


class Skipped(TypedDict, total=False):
    """How many source rows became no record, and why."""

    reason: str
    count: int


class Counts(TypedDict, total=False):
    """Rows read = rows written + rows skipped."""

    read: int
    written: int
    records: int
    skipped: list[Skipped]


class Dataset(TypedDict, total=False):
    """The header."""

    record: Literal["dataset"]
    version: str
    dataset_id: str
    service: str
    operator: str
    period: Span
    time_zone: str
    jurisdictions: list[str]
    licence: str
    taxonomy: str
    disclosure: str
    coverage: Coverage
    capabilities: list[str]
    not_recorded: list[NotRecorded]
    choices: list[Choice]
    importer: Importer
    sources: list[SourceFile]
    counts: Counts


class Native(TypedDict, total=False):
    """A code as the platform wrote it, with the code list and its version."""

    scheme: str
    code: str
    parent: str
    role: str


class Harm(TypedDict, total=False):
    """Where a case lies in the harm taxonomy; left out where no count rule carries it there."""

    primary: str
    also: list[str]


class Requester(TypedDict, total=False):
    """Who asks, without saying who they are."""

    relation: str
    trusted_flagger: bool
    jurisdiction: str


class Order(TypedDict, total=False):
    """An order of an authority: what it asks for and on what basis (DSA Articles 9 and 10)."""

    kind: str
    authority: str
    state: str
    legal_basis: str
    legal_ground_stated: bool


class Source(TypedDict, total=False):
    """Where a record came from: id and digest in the source, importer, the platform's own reference
    for it, and when it was filed with a registry."""

    id: str
    digest: str
    importer: str
    reference: str
    filed_at: str


class Notice(TypedDict, total=False):
    """Somebody asks: a user flag, a notice under law, a trusted flagger, a removal request by a
    depicted person, an authority's order."""

    record: Literal["notice"]
    version: str
    notice_id: str
    service: str
    kind: str
    received_at: str
    acknowledged_at: str
    decided_at: str
    removed_at: str
    fulfilled_at: str
    notified_at: str
    outcome: str
    refusal_reason: str
    acted_on: str
    item_count: int
    incident_ids: list[str]
    native: list[Native]
    harm: Harm
    languages: list[str]
    requester: Requester
    order: Order
    jurisdictions: list[str]
    valid: bool
    elements_present: list[str]
    processing_automation: str
    reporter_key: str
    text: str
    source: Source
    supersedes: str


class Facets(TypedDict, total=False):
    """What cuts across the categories."""

    target: list[str]
    mode: str
    legality: str
    suitability_tier: str


class Hash(TypedDict, total=False):
    """A hash of the media, for matching; never the media."""

    alg: str
    value: str


class Content(TypedDict, total=False):
    """Form, languages, age and reach in space of the content."""

    medium: list[str]
    medium_other: str
    languages: list[str]
    created_at: str
    product_id: str
    territory: list[str]
    hashes: list[Hash]


class Depicted(TypedDict, total=False):
    """Whether real people are shown."""

    real_person: str
    identifiable: str
    minor: str
    age_band: str
    public_figure: str


class Consent(TypedDict, total=False):
    """Consent of the depicted person: to be captured, to the making, to the sharing."""

    capture: str
    creation: str
    distribution: str
    licence_ref: str


class Generation(TypedDict, total=False):
    """How the content was made."""

    ai_involvement: str
    digital_source_type: str
    tool: str
    surface: str
    input_kind: str
    safeguard_state: str
    safeguard: str


class Provenance(TypedDict, total=False):
    """What the file says of its own origin; a claim, not a proof."""

    c2pa_state: str
    visible_label: str
    watermark: str


class Detection(TypedDict, total=False):
    """What first brought the case up, and whether a machine alone did."""

    source: str
    method: str
    automated: bool
    detected_at: str
    notifier: str


class Action(TypedDict, total=False):
    """One restriction."""

    kind: str
    ends_at: str
    other: str


class Reverses(TypedDict, total=False):
    """That a decision undoes an earlier one of the same case, and why."""

    decision: str
    cause: str


class Decision(TypedDict, total=False):
    """One decision."""

    id: str
    follows: list[str]
    decided_at: str
    applied_at: str
    notified_at: str
    ground: str
    legal_basis: str
    also_illegal: bool
    policy_ref: str
    policy_url: str
    item_count: int
    keyword: str
    keyword_other: str
    actions: list[Action]
    automation: str
    territory: list[str]
    misuse_reason: str
    reverses: Reverses
    facts: str


class Against(TypedDict, total=False):
    """What an appeal is against: a decision of this case, or that a notice led to no action."""

    decision: str
    no_action_on: str


class Appeal(TypedDict, total=False):
    """A complaint, a dispute or an action in court."""

    id: str
    against: Against
    channel: str
    filed_at: str
    decided_at: str
    notified_at: str
    outcome: str
    resulting_decision: str
    implemented: bool


class Reach(TypedDict, total=False):
    """How far the content had come: views before action, and copies."""

    views_before_action: int
    copies_found: int
    copies_removed: int
    reuploads_blocked: int


class Referral(TypedDict, total=False):
    """That the case was passed on to a body outside."""

    body: str
    sent_at: str
    incident_type: str
    annotations: list[str]
    contents: list[str]
    reference: str


class Incident(TypedDict, total=False):
    """One case about one subject: a piece of content, an account, a generation, an
    advertisement."""

    record: Literal["incident"]
    version: str
    incident_id: str
    service: str
    origin: str
    subject_kind: str
    account_type: str
    native: list[Native]
    harm: Harm
    no_harm: str
    facets: Facets
    content: Content
    depicted: Depicted
    consent: Consent
    generation: Generation
    provenance: Provenance
    detection: Detection
    notice_ids: list[str]
    decisions: list[Decision]
    appeals: list[Appeal]
    reach: Reach
    referrals: list[Referral]
    source: Source
    subject_key: str
    reporter_key: str
    supersedes: str


class Stratum(TypedDict, total=False):
    """One stratum: its part of the whole, how many of it were drawn, how many of those violate."""

    id: str
    weight: float
    population: int
    size: int
    violating: int


class Reviewers(TypedDict, total=False):
    """How often those who judged the sample were right, measured on ``checked`` units."""

    sensitivity: float
    specificity: float
    checked: int


class Sample(TypedDict, total=False):
    """A sample of the units and what it showed."""

    design: str
    frame: str
    size: int
    violating: int
    unjudged: int
    stopped: int
    harms: list[str]
    policies: str
    spam_included: str
    strata: list[Stratum]
    reviewers: Reviewers


class Exposure(TypedDict, total=False):
    """How many units of one kind a service had in a period, and a sample of them where one was
    drawn."""

    record: Literal["exposure"]
    version: str
    exposure_id: str
    service: str
    period: Span
    surface: str
    territory: list[str]
    unit: str
    suitability_tier: str
    safeguard: str
    total: int
    sample: Sample
    assurance: str
    note: str
    source: Source
    supersedes: str


class Amount(TypedDict, total=False):
    """An amount of money in whole units of the currency, a code of ISO 4217."""

    value: int
    currency: str


class Measure(TypedDict, total=False):
    """One measure of one authority about one service."""

    record: Literal["measure"]
    version: str
    measure_id: str
    service: str
    authority: str
    jurisdiction: str
    kind: str
    legal_basis: str
    start: str
    end: str
    harms: list[str]
    follows: list[str]
    answer_due: str
    answered_at: str
    amount: Amount
    reference: str
    source: Source
    supersedes: str


DataRecord = Notice | Incident | Exposure | Measure
"""A record of a data set, its header left out. ``record`` tells the kinds apart."""
