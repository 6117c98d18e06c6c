"""All metrics by id."""

from typing import Final

from harmscope.metrics.appeals import APPEALS
from harmscope.metrics.cases import CASES
from harmscope.metrics.decisions import DECISIONS
from harmscope.metrics.dsa import DSA
from harmscope.metrics.exposures import EXPOSURES
from harmscope.metrics.metric import Metric
from harmscope.metrics.notices import NOTICES
from harmscope.metrics.quality import QUALITY
from harmscope.metrics.requests import REQUESTS
from harmscope.metrics.times import TIMES

METRICS: Final[dict[str, Metric]] = {
    metric.id: metric
    for metric in (
        *NOTICES,
        *REQUESTS,
        *DECISIONS,
        *CASES,
        *EXPOSURES,
        *APPEALS,
        *TIMES,
        *DSA,
        *QUALITY,
    )
}
