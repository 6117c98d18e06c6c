"""What the server tells about itself, in the text of Prometheus.

With several processes, :data:`COUNTS` names a folder when they start: each writes its counts
there, and whichever is asked adds them up.
"""

import os
from collections.abc import Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector
from starlette.types import Scope

from harmscope.web import jobs
from harmscope.web.configuration import COUNTS
from harmscope.web.shelves import Shelves

MEDIA: Final = "text/plain; version=0.0.4; charset=utf-8"

_REQUESTS = Counter(
    "harmscope_requests", "Requests answered.", ["method", "route", "status"], registry=REGISTRY
)
_SECONDS = Histogram("harmscope_request_seconds", "Time to an answer.", ["route"])
_UPLOADED = Counter("harmscope_uploaded_bytes", "Bytes of uploads that were kept.")


def answered(scope: Scope, status: int, seconds: float) -> None:
    """Count an answer under the pattern of its address; unknown addresses are one."""
    route = getattr(scope.get("route"), "path", None) or "none"
    _REQUESTS.labels(scope["method"] if route != "none" else "any", route, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)


def uploaded(size: int) -> None:
    """Count an upload that was kept."""
    _UPLOADED.inc(size)


def told(shelves: Shelves) -> bytes:
    """All counts of all processes, and the jobs by state."""
    registry = REGISTRY
    if COUNTS in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    own = CollectorRegistry()
    own.register(_Jobs(shelves))
    return generate_latest(registry) + generate_latest(own)


class _Jobs(Collector):
    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    def collect(self) -> Iterable[GaugeMetricFamily]:
        family = GaugeMetricFamily("harmscope_jobs", "Jobs by state.", labels=["state"])
        found = jobs.waiting(self._shelves)
        for state in (jobs.WAITING, jobs.RUNNING, *jobs.ENDED):
            family.add_metric([state], found.get(state, 0))
        return [family]
