"""Metrics on appeals: complaints, disputes and court actions, seen from the person who appeals."""

from typing import Final

from ibis import _

from harmscope.metrics.metric import ROWS, Metric, Share

_ASKED: Final = ("Santa Clara", "DSA", "GARM")
_CLOSED: Final = ["granted", "partly_granted", "denied"]

APPEALS: Final[tuple[Metric, ...]] = (
    Metric(
        id="appeals.filed",
        title="Appeals filed",
        unit="appeals",
        table="appeal",
        how=ROWS,
        definition="Appeals filed in the period, in every channel.",
        regimes=_ASKED,
        estimand="census_of_received",
        needs=("appeals",),
    ),
    Metric(
        id="appeals.decided",
        title="Appeals decided",
        unit="appeals",
        table="appeal",
        how=ROWS,
        where=_.outcome.isin(_CLOSED),
        definition="Appeals filed in the period that were granted, partly granted or denied.",
        regimes=_ASKED,
        estimand="census_of_received",
        needs=("appeals",),
    ),
    Metric(
        id="appeals.granted",
        title="Appeals granted",
        unit="appeals",
        table="appeal",
        how=ROWS,
        where=_.outcome.isin(["granted", "partly_granted"]),
        definition="Appeals filed in the period that were granted, in full or in part.",
        regimes=_ASKED,
        estimand="census_of_received",
        needs=("appeals",),
    ),
    Metric(
        id="appeals.granted_share",
        title="Share of decided appeals that were granted",
        unit="share",
        table="appeal",
        how=Share("appeals.granted", "appeals.decided"),
        definition="Appeals granted in full or in part, over the appeals decided.",
        regimes=_ASKED,
        estimand="census_of_received",
        pooling="from_records",
        needs=("appeals",),
    ),
)
