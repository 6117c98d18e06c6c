"""Metrics on time: order statistics of whole days.

The median is the middle case, or the mean of the two middle ones. The 90th percentile is the
smallest number of days within which at least nine of ten cases lay. Nothing is interpolated.
"""

from typing import Final

from ibis import _

from harmscope.metrics.metric import Metric, Spread

MEDIAN: Final = 0.5
NINE_TENTHS: Final = 0.9

TIMES: Final[tuple[Metric, ...]] = (
    Metric(
        id="time.content_to_action.median",
        title="Days from content to action, median",
        unit="days",
        table="decision",
        how=Spread("days_from_content", MEDIAN),
        where=_.acts,
        definition=(
            "Days from the day the content was made to the day of the decision that restricts it; "
            "half of the cases took at most as long."
        ),
        pooling="from_records",
        needs=("decisions",),
    ),
    Metric(
        id="time.content_to_action.p90",
        title="Days from content to action, nine of ten",
        unit="days",
        table="decision",
        how=Spread("days_from_content", NINE_TENTHS),
        where=_.acts,
        definition=(
            "The smallest number of days within which at least nine of ten restricted items were "
            "restricted, from the day they were made."
        ),
        pooling="from_records",
        needs=("decisions",),
    ),
    Metric(
        id="time.notice_to_decision.median",
        title="Days from notice to decision, median",
        unit="days",
        table="notice",
        how=Spread("days_to_decide", MEDIAN),
        definition="Days from receipt to decision, over the decided notices of the period.",
        regimes=("DSA",),
        estimand="census_of_received",
        pooling="from_records",
        needs=("notices",),
    ),
    Metric(
        id="time.appeal_to_decision.median",
        title="Days from appeal to decision, median",
        unit="days",
        table="appeal",
        how=Spread("days_to_decide", MEDIAN),
        definition="Days from filing to decision, over the decided appeals of the period.",
        regimes=("DSA",),
        estimand="census_of_received",
        pooling="from_records",
        needs=("appeals",),
    ),
)
