"""A comparison as one JSON document, its shape documented and stable."""

from collections.abc import Iterable
from typing import Any

import harmscope
from harmscope.comparison.axes import AXES, Outcome
from harmscope.comparison.compare import Comparison
from harmscope.comparison.concepts import concept_of
from harmscope.comparison.groups import Group
from harmscope.comparison.side import Rates, Side
from harmscope.comparison.trends import Trend
from harmscope.comparison.verdicts import Measure, Pair
from harmscope.reading import LoadedReport

Json = dict[str, Any]


def document(comparison: Comparison) -> Json:
    """The record ``comparison``.

    ``groups`` hold ``figures``, and ``pairs`` with ``verdict`` (comparable, with_care,
    not_comparable) and ``axes`` (those that matter; each with ``state`` and ``reason``). ``ratio``
    and ``per_million`` (of views or recipients) are lower and upper limits. ``ranking`` has
    ``order`` or ``refused``. ``left_out`` and ``unmapped`` count what is not compared.
    """
    return {
        "record": "comparison",
        "version": "1.0",
        "made_by": {"name": "harmscope", "version": harmscope.__version__},
        "reports": [report_document(report) for report in comparison.reports],
        "services": list(comparison.services),
        "system": comparison.lens.system,
        "options": _options(comparison),
        "axes": [{"id": a.id, "title": a.title, "question": a.question} for a in AXES],
        "groups": [_group(group) for group in comparison.groups],
        "trends": [_trend(trend) for trend in comparison.trends],
        "coverage": [
            {
                "metric": row.metric, "title": row.title, "concept": row.concept.id,
                "states": row.states, "counts": row.counts,
            }
            for row in comparison.coverage
        ],
        "cannot_answer": [
            {"question": row.question, "why": row.why, "needs": row.needs}
            for row in comparison.unanswered
        ],
        "unmapped": comparison.unmapped,
        "left_out": comparison.left_out,
    }  # fmt: skip


def report_document(report: LoadedReport) -> Json:
    """A report that takes part, as JSON."""
    return _known(
        file=report.file, sha256=report.sha256, format=report.format, services=report.services,
        period=report.period, edition=report.edition, sources=report.sources,
        contested=sum(figure.status == "contested" for figure in report.figures),
        remarks=_counted(remark["rule"] for remark in report.remarks),
    )  # fmt: skip


def _options(comparison: Comparison) -> Json:
    options = comparison.options
    return _known(
        metrics=list(options.metrics),
        period=options.period,
        questions=options.questions or None,
        category=options.category,
        services=list(options.services) or None,
    )


def _group(group: Group) -> Json:
    return {
        "id": group.id,
        "title": group.title,
        "concept": group.concept.id,
        "question": group.concept.question,
        "direction": group.concept.direction,
        "category": group.category or None,
        "splits": dict(group.splits),
        "figures": [side_document(side) for side in group.sides],
        "pairs": [_pair(pair) for pair in group.pairs],
        "ranking": {"order": list(group.ranking.order), "refused": list(group.ranking.refused)},
    }


def side_document(side: Side) -> Json:
    """A figure that takes part, as JSON; ``report`` is the place of its report."""
    limits = side.range
    return _known(
        number=side.number,
        report=side.report,
        service=side.service,
        metric=side.metric,
        title=side.title,
        measure=_measure(side),
        unit=side.figure.unit,
        period=side.figure.period,
        status=side.figure.status,
        value=side.figure.value,
        low=limits.low if limits else None,
        high=limits.high if limits else None,
        range=limits.reason if limits else None,
        edition=side.edition,
        category=_known(
            code=side.category.code or None, label=side.category.label, rule=side.category.rule,
            native=list(side.category.native),
        ),
        sources=[
            part.source.model_dump(exclude_none=True)
            for part in side.parts or (side.figure,)
            if part.source
        ],
    )  # fmt: skip


def _measure(side: Side) -> str | None:
    concept = concept_of(side.metric)
    if concept.question is None:
        return None
    return "authorised" if side.metric in concept.authorised else "substitute"


def _pair(pair: Pair) -> Json:
    return _known(
        a=pair.a.number,
        b=pair.b.number,
        verdict=pair.verdict,
        failed=pair.failed(),
        axes={
            axis: outcome_document(outcome)
            for axis, outcome in pair.axes.items()
            if outcome.state != "not_applicable"
        },
        ratio=list(pair.ratio) if pair.ratio else None,
        ratio_of=_ratio_of(pair.measure) if pair.measure else None,
        per_million=_rates(pair.rates) if pair.rates else None,
        better=pair.better,
    )


def _ratio_of(measure: Measure) -> Json:
    return _known(numerator=measure.numerator, denominator=measure.denominator, unit=measure.unit)


def _rates(rates: Rates) -> Json:
    return {"of": rates.per, "a": list(rates.a), "b": list(rates.b)}


def outcome_document(outcome: Outcome) -> Json:
    """What an axis says of a pair, as JSON."""
    return {"state": outcome.state, "reason": outcome.reason}


def _trend(trend: Trend) -> Json:
    return {
        "service": trend.service,
        "metric": trend.metric,
        "title": trend.title,
        "category": trend.category,
        "splits": dict(trend.splits),
        "points": [
            _known(
                period=side.figure.period, value=side.figure.value, status=side.figure.status,
                low=side.range.low if side.range else None,
                high=side.range.high if side.range else None,
                edition=side.edition,
            )
            for side in trend.points
        ],
        "breaks": [{"before": b.position, "reason": b.reason} for b in trend.breaks],
    }  # fmt: skip


def _known(**members: Any) -> Json:
    return {name: value for name, value in members.items() if value is not None}


def _counted(words: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return dict(sorted(counts.items()))
