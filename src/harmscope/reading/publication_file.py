"""Publications of registries as reports: each published row becomes a figure."""

import hashlib
from collections.abc import Sequence
from math import ceil, floor
from typing import Any, NamedTuple

from harmscope.model.base import given
from harmscope.model.figure import Bounds, Figure, FigureSource, Scope
from harmscope.model.publication import Publication, PublishedFigure
from harmscope.reading.ranges import range_of, ratio
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
    the registry. Shares of rounded counts have limits, too. ``digest`` is that of the file.

    Raises ValidationError where it is not a publication.
    """
    made = Publication.model_validate(record)
    edition = f"edition {made.edition}"
    source = FigureSource(sha256=digest or hashlib.sha256(repr(record).encode()).hexdigest())
    figures = [_figure(row, made, edition, source) for row in made.figures]
    return Read(
        made.registry,
        made.period,
        edition,
        _with_limits(made.figures, figures),
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


def _with_limits(rows: Sequence[PublishedFigure], figures: Sequence[Figure]) -> list[Figure]:
    """The figures, those shares with limits that were made of rounded counts."""
    from harmscope.metrics.catalogue import METRICS
    from harmscope.metrics.metric import Share

    at = {_place(row.metric, row): figure for row, figure in zip(rows, figures, strict=True)}
    found = []
    for row, figure in zip(rows, figures, strict=True):
        how = METRICS[row.metric].how if row.metric in METRICS else None
        if isinstance(how, Share) and figure.value is not None and not figure.rounding:
            part = at.get(_place(how.numerator, row))
            found.append(_limited(figure, part, at.get(_place(how.denominator, row))))
        else:
            found.append(figure)
    return found


def _place(metric: str, row: PublishedFigure) -> tuple[str | None, ...]:
    return metric, row.period, row.harm, row.service, row.territory, row.order_state


def _limited(share: Figure, part: Figure | None, whole: Figure | None) -> Figure:
    counts = [one for one in (part, whole) if one is not None]
    if not any(one.rounding for one in counts):
        return share
    ranges = [range_of(one) for one in counts]
    known = [one for one in ranges if one is not None]
    limits = ratio(*known) if len(known) == 2 else None
    told: dict[str, Any] = {"status": "approx"}
    if limits is not None and limits[0] is not None:
        high = 1.0 if limits[1] is None else min(1.0, ceil(limits[1] * _DIGITS) / _DIGITS)
        told["bounds"] = Bounds(low=floor(limits[0] * _DIGITS) / _DIGITS, high=high)
    return share.model_copy(update=told)


_DIGITS = 10_000
"""Limits of shares are given to so many parts of 1."""


def _number(row: PublishedFigure) -> dict[str, Any]:
    """The status of a row, and its value or its limits."""
    if row.value is not None:
        return {"status": "approx" if row.rounding else "exact", "value": row.value}
    if row.low is None:
        return {"status": _EMPTY.get(row.obs_status, "suppressed")}
    if row.high is None:
        return {"status": "at_least", "value": row.low}
    return {"status": "approx", "bounds": Bounds(low=row.low, high=row.high)}
