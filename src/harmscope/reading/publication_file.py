"""Publications of registries as reports: each published row becomes a figure."""

import hashlib
from typing import Any, NamedTuple

from harmscope.model.base import given
from harmscope.model.figure import Bounds, Figure, FigureSource, Scope
from harmscope.model.publication import Publication, PublishedFigure
from harmscope.taxonomy import harm

_EMPTY = {"Q": "suppressed", "O": "not_recorded", "M": "not_reported"}


class Read(NamedTuple):
    """What a publication holds for those who read it as a report."""

    registry: str
    period: str
    edition: str
    figures: list[Figure]
    titles: dict[str, str]


def read_publication(record: dict[str, Any], digest: str = "") -> Read:
    """The figures of a publication: rounded ones with their step, sums over withheld parts with
    their limits, withheld ones without a number. Those about one service name it; all others name
    the registry. ``digest`` is that of the file.

    Raises ValidationError where it is not a publication.
    """
    made = Publication.model_validate(record)
    edition = f"edition {made.edition}"
    source = FigureSource(sha256=digest or hashlib.sha256(repr(record).encode()).hexdigest())
    return Read(
        made.registry,
        made.period,
        edition,
        [_figure(row, made, edition, source) for row in made.figures],
        {metric: definition.title for metric, definition in made.definitions.items()},
    )


def _figure(row: PublishedFigure, made: Publication, edition: str, source: FigureSource) -> Figure:
    codes = {"territory": row.territory, "order_state": row.order_state}
    codes["harm" if row.harm and "." in row.harm else "harm_top"] = row.harm
    known = row.harm in harm().categories
    # The catalogue needs the extra for reports; pages of findings come here, too.
    from harmscope.metrics.catalogue import METRICS

    metric = METRICS.get(row.metric)
    return given(
        Figure,
        metric=row.metric,
        unit=row.unit,
        dimensions={name: code for name, code in codes.items() if code is not None},
        scheme=f"harm@{harm().version}" if known else None,
        scope=Scope(service=row.service or made.registry),
        period=row.period or made.period,
        estimand=metric.estimand if metric else None,
        edition=edition,
        assurance="computed",
        source=source,
        rounding=row.rounding,
        senders=row.senders,
        of=row.of,
        **_number(row),
    )


def _number(row: PublishedFigure) -> dict[str, Any]:
    """The status of a row, and its value or its limits."""
    if row.value is not None:
        return {"status": "approx" if row.rounding else "exact", "value": row.value}
    if row.low is None:
        return {"status": _EMPTY.get(row.obs_status, "suppressed")}
    if row.high is None:
        return {"status": "at_least", "value": row.low}
    return {"status": "approx", "bounds": Bounds(low=row.low, high=row.high)}
