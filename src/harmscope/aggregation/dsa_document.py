"""A report on the EU template: its parts, who publishes it, and what its figures mean."""

from collections.abc import Iterable, Sequence

from harmscope.aggregation.declared import declared_figures
from harmscope.aggregation.dsa_sections import Filled, TemplateWork, base_metric, template_sections
from harmscope.aggregation.labels import Gaps, definition
from harmscope.engine import Engine
from harmscope.metrics.dsa import as_declared
from harmscope.metrics.metric import Metric
from harmscope.model.base import given
from harmscope.model.dsa_template import dsa_template
from harmscope.model.figure import Declared, Figure
from harmscope.model.period import Period
from harmscope.model.report import Definition, Section
from harmscope.model.typed import Dataset


def template_metrics(sections: Iterable[Section]) -> list[Metric]:
    """The metrics of the sections that are computed, in the template's reading, by id."""
    names = {
        figure.metric
        for section in sections
        for panel in section.panels
        for figure in panel.figures
    }
    found = {name: metric for name in names if (metric := base_metric(name)) is not None}
    return [found[name] for name in sorted(found)]


_STATED = "Stated by the provider; no log holds it."


def dsa_sections(
    engine: Engine,
    period: Period,
    gaps: Gaps,
    declared: Declared | None,
    headers: Sequence[Dataset],
) -> Filled:
    """Every part of the template that holds figures; ``headers`` are those of the data sets."""
    return template_sections(template_work(engine, period, gaps, declared, headers))


def template_work(
    engine: Engine,
    period: Period,
    gaps: Gaps,
    declared: Declared | None,
    headers: Sequence[Dataset],
) -> TemplateWork:
    """What the cells of the template are computed with."""
    stated = declared_figures(declared, period) if declared else []
    stated += _identification(period, declared, headers)
    by_decision = _by_decision(declared)
    tier = declared.provider.tier if declared and declared.provider else None
    return TemplateWork(engine, period, gaps, stated, by_decision, tier)


def _by_decision(declared: Declared | None) -> bool:
    """Whether the provider counts what a machine decided, not what it found, in column G."""
    answers = declared.answers if declared else None
    return answers is not None and answers.automated_column == "decision"


def dsa_definitions(sections: Sequence[Section], declared: Declared | None) -> list[Definition]:
    """What the figures of the template mean, computed ones and stated ones, as the provider reads
    them."""
    by_decision = _by_decision(declared)
    found = {
        metric.id: definition(as_declared(metric, by_decision=by_decision))
        for metric in template_metrics(sections)
    }
    for sheet in dsa_template().sheets.values():
        for row in sheet.rows:
            if base_metric(row.metric) is None:
                found.setdefault(
                    row.metric,
                    given(
                        Definition,
                        metric=row.metric,
                        title=row.indicator.strip(),
                        unit=row.unit,
                        definition=_STATED,
                        direction="none",
                        pooling="never",
                    ),
                )
    shown = {figure.metric for part in sections for one in part.panels for figure in one.figures}
    return [found[name] for name in sorted(shown)]


def _identification(
    period: Period, declared: Declared | None, headers: Sequence[Dataset]
) -> list[Figure]:
    provider = declared.provider if declared else None
    operators = sorted({header["operator"] for header in headers if "operator" in header})
    texts = {
        "report.provider": (provider and provider.name) or ", ".join(operators),
        "report.published": provider and provider.published,
        "report.previous_published": provider and provider.previous_published,
        "report.period_start": period.start.isoformat(),
        "report.period_end": period.end.isoformat(),
    }
    return [
        given(Figure, metric=metric, text=text, unit="text", status="exact", estimand="declared")
        for metric, text in texts.items()
        if text
    ]
