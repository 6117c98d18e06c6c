"""A report on the EU template: sections, identification, definitions."""

from collections.abc import Sequence

from harmscope.aggregation.declared import declared_figures
from harmscope.aggregation.dsa_sections import (
    TemplateWork,
    base_metric,
    template_metrics,
    template_sections,
)
from harmscope.aggregation.gaps import Gaps
from harmscope.aggregation.labels import definition
from harmscope.engine import Engine
from harmscope.model.base import given
from harmscope.model.dsa_template import dsa_template
from harmscope.model.figure import Declared, Figure
from harmscope.model.period import Period
from harmscope.model.report import Definition, Section
from harmscope.model.typed import Dataset

_STATED = "Stated by the provider; no log holds it."


def dsa_sections(
    engine: Engine,
    period: Period,
    gaps: Gaps,
    declared: Declared | None,
    headers: Sequence[Dataset],
) -> list[Section]:
    """Every part of the template that holds figures; ``headers`` are those of the data sets."""
    stated = declared_figures(declared, period) if declared else []
    stated += _identification(period, declared, headers)
    answers = declared.answers if declared else None
    by_decision = answers is not None and answers.automated_column == "decision"
    tier = declared.provider.tier if declared and declared.provider else None
    return template_sections(TemplateWork(engine, period, gaps, stated, by_decision, tier))


def dsa_definitions(sections: Sequence[Section]) -> list[Definition]:
    """What the figures of the template mean, computed ones and stated ones."""
    found = {metric.id: definition(metric) for metric in template_metrics(sections)}
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
