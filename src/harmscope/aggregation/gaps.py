"""What the sources do not keep, and what a service does not offer: neither is zero."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from harmscope.metrics.flat_tables import SPLITS
from harmscope.metrics.metric import Metric
from harmscope.model.typed import Dataset

COMPLETE: Final = "complete"
SAMPLE: Final = "sample"
SELECTION: Final = "selection"
_WORST_FIRST: Final = (SELECTION, SAMPLE)


@dataclass(slots=True)
class Gaps:
    """Parts that no header keeps (``never``) and parts that only some keep (``partly``), each with
    the reason given; ``offers`` holds the capabilities named, or None where no header names any.
    ``extent`` says how much of all records the least complete data set holds."""

    never: dict[str, str] = field(default_factory=dict)
    partly: dict[str, str] = field(default_factory=dict)
    offers: set[str] | None = None
    extent: str = COMPLETE

    def missing(self, metric: Metric, split: Sequence[str] = ()) -> str | None:
        """Why the metric so split is not recorded at all; None where it is."""
        for part in _parts(metric, split):
            if part in self.never:
                return self.never[part]
        if self.offers is not None and metric.offers and not self.offers & set(metric.offers):
            return "The header of the data lists what the service can do, and this is not among it."
        return None

    def incomplete(self, metric: Metric, split: Sequence[str] = ()) -> str | None:
        """Why the metric so split is recorded in part only; None where it is in full."""
        return next(
            (self.partly[part] for part in _parts(metric, split) if part in self.partly), None
        )


def gaps_of(headers: Sequence[Dataset]) -> Gaps:
    """The gaps of several data sets together."""
    reasons: dict[str, list[str]] = {}
    offers: set[str] | None = set()
    for header in headers:
        for gap in header.get("not_recorded", ()):
            reasons.setdefault(gap["part"], []).append(gap["reason"])
        named = header.get("capabilities")
        offers = None if offers is None or named is None else offers | set(named)
    extents = {header.get("coverage", {}).get("extent", COMPLETE) for header in headers}
    extent = next((one for one in _WORST_FIRST if one in extents), COMPLETE)
    gaps = Gaps(offers=offers if headers else None, extent=extent)
    for part, given in sorted(reasons.items()):
        target = gaps.never if len(given) == len(headers) else gaps.partly
        target[part] = min(given)
    return gaps


def _parts(metric: Metric, split: Sequence[str]) -> list[str]:
    return [*metric.needs, *(part for name in split for part in SPLITS[name].needs)]
