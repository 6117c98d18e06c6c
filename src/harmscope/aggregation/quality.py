"""The quality of the data behind a report: what was left out, and how fully cases are described."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import ibis

from harmscope.aggregation import inputs
from harmscope.aggregation.members import given
from harmscope.aggregation.normalise import Intake
from harmscope.aggregation.statistics_ import ratio
from harmscope.engine.base import Engine
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.quality import COMPLETENESS
from harmscope.metrics.tables import table
from harmscope.model.figure import Figure
from harmscope.model.period import Period
from harmscope.model.report import Quality, ReportFinding

COMPLETENESS_METRIC: Final = "quality.completeness"


def quality_of(
    intake: Intake,
    dropped: Counter[str],
    engine: Engine,
    findings: Sequence[ReportFinding] = (),
) -> Quality:
    """What became of the records; ``dropped`` counts doubles taken out after reading."""
    return given(
        Quality,
        read=intake.read,
        counted=intake.taken - dropped.total(),
        other_services=intake.other_services,
        excluded=inputs.excluded_of(intake.excluded + dropped),
        skipped_by_importer=inputs.skipped_of(intake),
        undated=_undated(engine),
        findings=list(findings),
    )


def _undated(engine: Engine) -> dict[str, int]:
    undated = table("decision").filter(table("decision").day.isnull())
    counted = int(engine.rows(undated.agg(rows=undated.count()))[0]["rows"])
    return {"decisions": counted} if counted else {}


def completeness_of(engine: Engine, period: Period) -> list[Figure]:
    """For each member of interest, the share of the period's decisions whose record gives it."""
    rows = table("decision")
    rows = rows.filter(rows.day.between(ibis.date(period.start), ibis.date(period.end)))
    filled = {name: rows[name].notnull().sum().cast("int64") for name in COMPLETENESS}
    counted = engine.rows(rows.agg(cases=rows.count(), **filled))[0]
    cases = int(counted["cases"])
    metric = METRICS[COMPLETENESS_METRIC]
    return [
        given(
            Figure,
            metric=metric.id,
            value=ratio(int(counted[name] or 0), cases),
            unit=metric.unit,
            numerator=int(counted[name] or 0),
            denominator=cases,
            denominator_name="Decisions of the period",
            dimensions={"field": name},
            period=str(period),
            status="exact" if cases else "not_reported",
            rounding=0.0001,
        )
        for name in COMPLETENESS
    ]
