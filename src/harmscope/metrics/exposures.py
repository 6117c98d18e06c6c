"""Metrics estimated from samples of what people saw or what a system made."""

from typing import Final

from harmscope.metrics.metric import Metric, Sampled


def _share(
    name: str, title: str, units: tuple[str, ...], definition: str, regimes: tuple[str, ...]
) -> Metric:
    return Metric(
        id=name,
        title=title,
        unit="share",
        table="exposure",
        how=Sampled(units),
        definition=definition,
        source="Sample design and sizes as the exposure record states them",
        regimes=regimes,
        direction="down",
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
        "for advertising. The name is GARM's; this wording of it is ours and not verified.",
        ("GARM",),
    ),
    _share(
        "ads.adjacency_share",
        "Advertisements beside unsuitable content",
        ("ad_adjacency",),
        "The estimated share of advertisements shown that stood beside content which the "
        "advertiser had ruled out. It is about suitability and says nothing of enforcement.",
        ("GARM",),
    ),
    _share(
        "generation.outputs_violative_share",
        "Violating share of generated outputs",
        ("outputs",),
        "The estimated share of the outputs of a generative feature that break its policies.",
        ("Privacy authorities' joint statement of 23 February 2026",),
    ),
)
