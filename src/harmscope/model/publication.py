"""What a registry publishes: an edition of pooled figures, and what it says of itself."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import Count, Day, Digest, Label, Text, Unit, Written
from harmscope.model.figure import MetricId, Number
from harmscope.model.report import Maker, Slug, Span


class PublishedFigure(Written):
    """One published figure. A band has ``low`` and, unless it is open, ``high``; so has a sum with
    parts that are withheld or rounded. ``obs_status`` and ``conf_status`` are codes of SDMX
    (CL_OBS_STATUS, CL_CONF_STATUS). ``authorities`` says how many authorities stand behind it,
    where publications were taken in."""

    metric: MetricId
    unit: Unit
    period: Span | None
    harm: Label | None
    service: Label | None
    territory: Label | None
    order_state: Label | None
    value: Number | None
    low: Number | None
    high: Number | None
    rounding: Count | None
    obs_status: Literal["A", "Q", "O", "M"]
    conf_status: Literal["C"] | None
    senders: Count
    of: Count
    authorities: Count | None = None


class ServiceCounts(Written):
    """How many services stand behind a publication, and how many are registered."""

    behind: Count
    registered: Count


class Attempt(Written):
    """An attacker who was tried, and how many withheld figures it could narrow down."""

    attacker: Label
    narrowed_down: Count | None = None
    tried: Count | None = None
    narrowed_down_at_most: Count | None = None


class Audit(Written):
    """How the protection was tested before anything went out."""

    method: Text
    linked_sums: Count
    attackers: list[Attempt]


class DisclosureAccount(Written):
    """What was done to protect small numbers; it names no figure that was withheld."""

    level: Slug
    level_version: Label
    title: Label
    note: Text
    protected_units: list[Label]
    cells: Count
    states: dict[str, Count]
    share_shown: Number
    judged_by: Slug
    margin: Number
    audit: Audit
    refused: bool


class Said(Written):
    """What an edition said of a figure: a value, a band, or why there was none."""

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    status: Literal["A", "Q", "O", "M"] | None = None


class CorrectedFigure(Written):
    """One figure that changed; null where an edition did not have it."""

    metric: MetricId
    period: Span | None = None
    harm: Label | None = None
    service: Label | None = None
    territory: Label | None = None
    order_state: Label | None = None
    from_: Annotated[Said | None, Field(alias="from")]
    to: Said | None


class Cause(Written):
    """An entry of the ledger that moved figures."""

    entry: Count
    service: Label | None
    kind: Label
    because: Text | None


class Correction(Written):
    """What an edition changed against the one that it replaces, and why."""

    edition: Count
    replaces: Count
    since_entry: Count
    because: list[Cause]
    figures: list[CorrectedFigure]


class PublicationMetric(Written):
    """What a metric of the publication means."""

    title: Label
    unit: Unit
    definition: Text
    pooling: Literal["sum", "from_records", "bounds", "never"]


class LicenceTerms(Written):
    """A licence by its SPDX id."""

    id: Label
    name: Label
    url: Text


class Holder(Written):
    """A service behind a publication. ``authority`` is the registry that holds its submissions,
    null for the one that publishes; from ``start`` to ``end`` are the days that it reported."""

    authority: Label | None
    service: Label
    start: Day
    end: Day


class SplitOf(Written):
    """All figures of a metric with one split."""

    metric: MetricId
    split: list[Label]


class NotBehind(Written):
    """Figures behind which some services do not stand. ``holders`` are the places of those services
    in the list of holders, counted from 0."""

    figures: list[SplitOf]
    holders: list[Count]


class Behind(Written):
    """Every service behind a publication, and which figures are made without some of them."""

    holders: list[Holder]
    without: list[NotBehind]


class PublicationTaken(Written):
    """Another authority's publication whose figures are in this one; ``sha256`` is the digest of
    its ``publication.json``, ``key_id`` the key that signed it. It does not show ``withheld``
    counts; ``narrowed_down`` of these can be worked out from it alone."""

    authority: Label
    title: Label
    period: Span
    edition: Count
    published_on: Day | None
    sha256: Digest
    key_id: Label
    services: ServiceCounts
    level: Slug
    withheld: Count
    narrowed_down: Count


class CountedTwice(Written):
    """A service that several authorities hold for the same days. The lower limits of the sums
    count it once, the upper limits every time."""

    service: Label
    authorities: list[Label]


class Publication(Written):
    """A published edition of pooled figures: protected, audited, with every earlier correction.

    ``as_of`` and ``head`` name the ledger's entry after which it was made; the same entry gives
    the same bytes. ``known`` are the digests of reports that readers are taken to know. ``behind``
    names the services that stand behind it, ``taken_in`` the publications of other authorities
    whose figures are added. Editions made before there were such members lack them.
    """

    record: Literal["publication"]
    version: Literal["1.0"]
    title: Label
    registry: Label
    period: Span
    as_of: Count
    head: Digest
    edition: Count
    published_on: Day | None = None
    licence: LicenceTerms | None = None
    contact: Text | None = None
    made_by: Maker
    services: ServiceCounts
    behind: Behind | None = None
    taken_in: list[PublicationTaken] | None = None
    counted_twice: list[CountedTwice] | None = None
    absent: list[Label]
    partly: list[Label]
    disclosure: DisclosureAccount
    definitions: dict[str, PublicationMetric]
    figures: list[PublishedFigure]
    known: list[str]
    corrections: list[Correction]
