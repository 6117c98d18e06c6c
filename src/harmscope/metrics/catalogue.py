"""All metrics by id."""

from typing import Final

from harmscope.metrics.cases import CASES, EXPOSURES, QUALITY
from harmscope.metrics.decisions import APPEALS, DECISIONS, TIMES
from harmscope.metrics.dsa import DSA
from harmscope.metrics.metric import Metric
from harmscope.metrics.notices import NOTICES, REQUESTS
from harmscope.metrics.synthetic import SYNTHETIC
from harmscope.metrics.tco import TCO

METRICS: Final[dict[str, Metric]] = {
    metric.id: metric
    for metric in (
        *NOTICES,
        *REQUESTS,
        *DECISIONS,
        *CASES,
        *SYNTHETIC,
        *EXPOSURES,
        *APPEALS,
        *TIMES,
        *DSA,
        *TCO,
        *QUALITY,
    )
}
