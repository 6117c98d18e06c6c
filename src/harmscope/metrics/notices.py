"""Metrics on notices: what people, organisations and authorities asked for."""

from typing import Final

from ibis import _

from harmscope.metrics.metric import RECORDS, Measure, Metric, Share

_ALL: Final = ("Santa Clara", "NY S895B", "DSA")

NOTICES: Final[tuple[Metric, ...]] = (
    Metric(
        id="notices.received",
        title="Notices received",
        unit="notices",
        table="notice",
        how=RECORDS,
        definition=(
            "Notices of every kind that came in during the period: user flags, notices under law, "
            "trusted flaggers, removal requests and authority orders. One notice on ten items is "
            "one notice."
        ),
        regimes=_ALL,
        estimand="census_of_received",
        needs=("notices",),
    ),
    Metric(
        id="notices.items",
        title="Items named in notices",
        unit="items",
        table="notice",
        how=Measure("records", "items"),
        weak=~_.items_stated,
        weak_note="{} of them do not say how many items they name, and count as one each.",
        definition="Items named by the notices received; an item named twice counts twice.",
        regimes=("DSA",),
        estimand="census_of_received",
        needs=("notices",),
    ),
    Metric(
        id="notices.acted",
        title="Notices that led to action",
        unit="notices",
        table="notice",
        how=RECORDS,
        where=_.outcome.isin(["acted", "partly"]),
        definition="Notices received in the period on which action was taken, in full or in part.",
        regimes=("DSA", "Santa Clara"),
        estimand="census_of_received",
        needs=("notices",),
    ),
    Metric(
        id="notices.pending",
        title="Notices still open",
        unit="notices",
        table="notice",
        how=RECORDS,
        where=_.outcome == "pending",
        definition="Notices received in the period that had no outcome when the data was made.",
        estimand="census_of_received",
        needs=("notices",),
    ),
    Metric(
        id="notices.acted_share",
        title="Share of notices that led to action",
        unit="share",
        table="notice",
        how=Share("notices.acted", "notices.received"),
        definition="Notices that led to action, over all notices received in the period.",
        regimes=("Santa Clara",),
        estimand="census_of_received",
        pooling="from_records",
        needs=("notices",),
    ),
)
