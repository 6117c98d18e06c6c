"""Metrics on the data itself: how cases were mapped, and how completely they were described."""

from typing import Final

from ibis import _

from harmscope.metrics.metric import RECORDS, Metric

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
        "no count rule carries the platform's own code to a harm category",
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
            needs=("decisions",),
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
