"""Metrics of cases, and of how well the data could be read."""

from typing import Any, Final, Literal

from ibis import _

from harmscope.metrics.metric import RECORDS, ROWS, Kind, Measure, Metric, Sampled, Share

# Metrics on cases: what was found and acted on, and how often people see it.

# Metrics on cases: how they were found and made, how far they spread, where they went.

_GPA: Final = "Privacy authorities' joint statement of 23 February 2026"
_ON_ITEM: Final = _.acts & (_.on_visibility | _.on_money) & (_.subject_kind != "account")


def _found(name: str, title: str, definition: str, where: Any, weak: Any) -> Metric:
    return Metric(
        id=name,
        title=title,
        unit="items",
        table="decision",
        how=Measure("records", "items"),
        where=_ON_ITEM & where,
        definition=definition,
        regimes=("Santa Clara", "India IT Rules", "DSA"),
        weak=_ON_ITEM & weak,
        weak_note="{} items do not say it and are not counted.",
        needs=(
            "decisions",
            "content_decisions",
            "detection" if name.endswith("proactively") else "automation",
        ),
    )


def _total(name: str, title: str, unit: str, column: str, definition: str) -> Metric:
    return Metric(
        id=name,
        title=title,
        unit=unit,
        table="incident",
        how=Measure("total", column),
        where=_.acted,
        definition=definition,
        regimes=("GARM",) if unit == "views" else ("US TAKE IT DOWN Act", "UK Online Safety Act"),
        needs=("reach",),
    )


_GENERATIONS: Final = Kind("generations", "incident", _.subject_kind == "generation")


def _generation(name: str, title: str, unit: str, states: list[str], definition: str) -> Metric:
    return Metric(
        id=name,
        title=title,
        unit=unit,
        table="incident",
        how=RECORDS,
        where=(_.subject_kind == "generation") & _.safeguard_state.isin(states),
        definition=definition,
        regimes=(_GPA,),
        needs=("generation",),
        offers=("generation",),
        seen=_GENERATIONS,
    )


def _provenance(name: str, title: str, where: object, definition: str) -> Metric:
    return Metric(
        id=name,
        title=title,
        unit="items",
        table="incident",
        how=RECORDS,
        where=where,
        definition=definition,
        regimes=("EU AI Act, Article 50", "India IT Rules"),
        needs=("provenance",),
    )


_ENOUGH: Final = (
    "NCMEC, Reporting by Online Platforms (globalchildexploitationpolicy.org): reports that lack "
    "the basic information to identify a possible location of the incident or the child"
)


def _referral(name: str, title: str, definition: str, where: Any) -> Metric:
    return Metric(
        id=f"referrals.{name}",
        title=title,
        unit="referrals",
        table="referral",
        how=ROWS,
        where=where,
        definition=definition,
        source=_ENOUGH if name == "actionable" else None,
        regimes=("NCMEC",),
        estimand="census_of_received",
    )


CASES: Final[tuple[Metric, ...]] = (
    _found(
        "items.detected_proactively",
        "Items actioned that were found without a report",
        "Items actioned in the period that the service found on its own initiative.",
        _.detection_source == "own_initiative",
        _.detection_source.isnull(),
    ),
    _found(
        "items.decided_automatically",
        "Items actioned by a machine alone",
        "Items actioned in the period by a decision without any person.",
        _.automation == "full",
        _.automation.isnull(),
    ),
    Metric(
        id="items.restored",
        title="Items restored",
        unit="items",
        table="decision",
        how=RECORDS,
        where=(
            _.reversal_cause.notnull()
            & _.reversal_cause.isin(["appeal", "error", "unknown"])
            & (_.subject_kind != "account")
        ),
        definition="Items whose earlier decision was undone in the period, by appeal, by error or "
        "for a reason that is not known; not where it ended as planned.",
        regimes=("Santa Clara", "DSA", "GARM"),
        needs=("decisions", "content_decisions", "reversals"),
    ),
    _total(
        "views.before_action",
        "Views before action",
        "views",
        "views",
        "Views of the period's actioned items before action was taken.",
    ),
    _total(
        "items.copies_removed",
        "Copies removed",
        "items",
        "copies_removed",
        "Identical copies removed along with the period's actioned items.",
    ),
    _total(
        "items.reuploads_blocked",
        "Re-uploads blocked",
        "items",
        "reuploads_blocked",
        "Attempts to upload the period's actioned items again that were blocked.",
    ),
    _generation(
        "generation.requests_refused",
        "Generation requests refused",
        "prompts",
        ["refused"],
        "Requests to a generative feature in the period that it refused to carry out.",
    ),
    _generation(
        "generation.outputs_blocked",
        "Generated outputs blocked",
        "outputs",
        ["blocked"],
        "Outputs of a generative feature in the period that a safeguard held back.",
    ),
    _generation(
        "generation.outputs_violating",
        "Violating outputs that passed the safeguards",
        "outputs",
        ["passed", "bypassed"],
        "Outputs of a generative feature found in the period that safeguards had let through.",
    ),
    _provenance(
        "provenance.present",
        "Cases whose file says its origin",
        _.c2pa_state.isin(["well_formed", "valid", "trusted", "invalid"]),
        "Cases of the period whose file carries content credentials, valid or not.",
    ),
    _provenance(
        "provenance.valid",
        "Cases with valid content credentials",
        _.c2pa_state.isin(["valid", "trusted"]),
        "Cases of the period whose file carries content credentials that are valid.",
    ),
    _provenance(
        "provenance.trusted",
        "Cases with trusted content credentials",
        _.c2pa_state == "trusted",
        "Cases of the period whose content credentials lead to a trusted signer.",
    ),
    _provenance(
        "provenance.label_missing",
        "Synthetic cases without a visible label",
        _.ai_involvement.isin(["altered", "generated", "synthetic"]) & (_.visible_label == "no"),
        "Cases of the period about altered or generated content that carried no visible label.",
    ),
    Metric(
        id="cases.recorded",
        title="Cases",
        unit="incidents",
        table="incident",
        how=RECORDS,
        definition=(
            "Cases of the period with any outcome. A case counts on the day of its first decision, "
            "or, if it has none, on the day it was detected."
        ),
        regimes=(_GPA,),
    ),
    Metric(
        id="items.flagged",
        title="Items flagged",
        unit="items",
        table="incident",
        how=RECORDS,
        where=_.subject_kind != "account",
        definition=(
            "Items with a case in the period: somebody or something brought them up as a possible "
            "violation, whether a person, a moderator or a machine. A case counts on the day of "
            "its first decision, or, if it has none, on the day it was detected. Reports of items "
            "without a case of their own are counted as notices."
        ),
        regimes=("NY S895B",),
    ),
    Metric(
        id="hash.matches",
        title="Cases found by hash matching",
        unit="incidents",
        table="incident",
        how=RECORDS,
        where=_.detection_method == "hash_match",
        definition="Cases of the period that were found by matching against a list of hashes.",
        regimes=("GIFCT", "StopNCII"),
        needs=("detection",),
        offers=("hash_matching",),
    ),
    Metric(
        id="referrals.sent",
        title="Referrals sent",
        unit="referrals",
        table="referral",
        how=ROWS,
        definition="Reports of cases sent in the period to bodies outside, by body.",
        regimes=("NCMEC", "NCA"),
        estimand="census_of_received",
    ),
    _referral(
        "described",
        "Referrals of which it is known what they hold",
        "Reports sent in the period whose record says what they hold.",
        _.enough.notnull(),
    ),
    _referral(
        "actionable",
        "Referrals with enough to act on",
        "Reports sent in the period that identify somebody, hold what can lead to a place, and are "
        "not marked as informational by the sender. The definition is ours, after NCMEC's words "
        "for a referral; it is not NCMEC's own decision on a report.",
        (_.enough == "yes") & (_.informational == "no"),
    ),
    _referral(
        "informational",
        "Referrals marked as informational",
        "Reports sent in the period that the sender itself marked as informational.",
        _.informational == "yes",
    ),
    Metric(
        id="referrals.actionable_share",
        title="Share of referrals with enough to act on",
        unit="share",
        table="referral",
        how=Share("referrals.actionable", "referrals.described"),
        definition=(
            "Referrals with enough to act on, over all of which it is known what they hold. It "
            "rests on what the sender says of its own reports."
        ),
        source=_ENOUGH,
        regimes=("NCMEC",),
        estimand="census_of_received",
        direction="up",
        pooling="from_records",
    ),
)


# Metrics estimated from samples of what people saw or what a system made.


def _share(
    name: str,
    title: str,
    units: tuple[str, ...],
    definition: str,
    regimes: tuple[str, ...],
    *,
    counts: Literal["violating", "stopped"] = "violating",
) -> Metric:
    return Metric(
        id=name,
        title=title,
        unit="share",
        table="exposure",
        how=Sampled(units, counts),
        definition=definition,
        source="Sample design and sizes as the exposure record states them",
        regimes=regimes,
        direction="none" if counts == "stopped" else "down",
        pooling="never",
        estimand="sampled_exposure",
        needs=("exposure",),
    )


EXPOSURES: Final[tuple[Metric, ...]] = (
    _share(
        "views.violative_share",
        "Violative view rate",
        ("views", "impressions"),
        "The estimated share of all views that went to content breaking the service's policies.",
        ("GARM", "Ofcom", "DSA"),
    ),
    _share(
        "items.violative_share",
        "Prevalence among items published",
        ("items",),
        "The estimated share of items published that break the service's policies.",
        ("GARM",),
    ),
    _share(
        "ads.safety_error_rate",
        "Advertising safety error rate",
        ("monetised_impressions",),
        "The estimated share of impressions with advertising that were on content below the floor "
        "for advertising. The name is GARM's; the definition is ours and not verified.",
        ("GARM",),
    ),
    _share(
        "ads.adjacency_share",
        "Advertisements beside unsuitable content",
        ("ad_adjacency",),
        "The estimated share of advertisements that were shown next to content which the "
        "advertiser had excluded. It is about suitability, not about enforcement.",
        ("GARM",),
    ),
    _share(
        "generation.outputs_violative_share",
        "Violating share of generated outputs",
        ("outputs",),
        "The estimated share of the outputs of a generative feature that break its policies.",
        (_GPA,),
    ),
    _share(
        "generation.prompts_violative_share",
        "Violating share of prompts",
        ("prompts",),
        "The share of requests to a generative feature that break its policies.",
        (_GPA,),
    ),
    _share(
        "generation.refused_share",
        "Share of prompts refused",
        ("prompts",),
        "The share of requests to a generative feature that a safeguard refused.",
        (_GPA,),
        counts="stopped",
    ),
)


# Metrics on the data itself: how cases were mapped, and how completely they were described.

MAPPED: Final[dict[str, tuple[str, str]]] = {
    "stated": ("Stated", "the source itself names the harm category"),
    "equal": ("Equal", "the platform's own code means the same as the harm category"),
    "approx": ("Approximate", "the platform's own code comes close to the harm category"),
    "rollup": (
        "Rolled up",
        "the platform's own code is narrower and was counted in a wider harm category",
    ),
    "unallocated": (
        "Unallocated",
        "no count rule converts the platform's own code to a harm category",
    ),
}

QUALITY: Final[tuple[Metric, ...]] = (
    *(
        Metric(
            id=f"quality.mapped_{rule}",
            title=f"Cases mapped: {title.lower()}",
            unit="incidents",
            table="decision",
            how=RECORDS,
            where=_.mapping == rule,
            definition=f"Cases with a decision in the period for which {meaning}.",
            needs=("decisions", "content_decisions"),
        )
        for rule, (title, meaning) in MAPPED.items()
    ),
    Metric(
        id="quality.completeness",
        title="Share of cases that say it",
        unit="share",
        table="decision",
        how=RECORDS,
        definition="Decisions of the period in whose record the member is given, over all of them.",
        pooling="from_records",
    ),
)

COMPLETENESS: Final[dict[str, str]] = {
    "harm": "Harm category",
    "created_day": "Day the content was made",
    "language": "Language",
    "detection_source": "Source of detection",
    "detected_automatically": "Whether a machine found it",
    "ground": "Ground of the decision",
    "automation": "Automation of the decision",
}
"""Columns of the decision table whose completeness every report shows."""
