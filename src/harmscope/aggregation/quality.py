"""What a report says of its inputs: files, coverage, what was left out, what is missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import ibis

from harmscope.aggregation.normalise import Head, Intake
from harmscope.aggregation.observed import CASES, NOTICES, Days
from harmscope.aggregation.parts import NOT_COUNTED
from harmscope.engine import Engine
from harmscope.formats.sources import digests
from harmscope.metrics.cases import COMPLETENESS
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.exact import ratio
from harmscope.metrics.flat_tables import table
from harmscope.model.base import given
from harmscope.model.dataset import Choice, NotRecorded
from harmscope.model.figure import Figure
from harmscope.model.period import Period
from harmscope.model.report import Excluded, Input, Quality, ReportFinding, Section
from harmscope.rules import CATALOGUE
from harmscope.taxonomy import harm

_REASONS = {
    "superseded": "a later record takes its place",
    NOT_COUNTED: "this report has no metrics for records of its kind",
}


def inputs_of(sources: Iterable[str | Path], heads: Sequence[Head]) -> list[Input]:
    """One entry a file, in the order given; names have no folder of this machine in them."""
    found = []
    for source in sources:
        found += [_input(name, known, heads) for name, known in digests(source)]
    return found


def _input(name: str, known: tuple[str, int] | None, heads: Sequence[Head]) -> Input:
    own = [head for head in heads if head.name == name or head.name.startswith(f"{name}/")]
    taken: Counter[str] = sum((head.taken for head in own), Counter())
    members: dict[str, object] = {"name": name, "records": dict(sorted(taken.items()))}
    if known is not None:
        members["sha256"], members["bytes"] = known
    spans = [head.header["period"] for head in own if "period" in head.header]
    if spans:
        first, last = min(span["start"] for span in spans), max(span["end"] for span in spans)
        members["covers"] = f"{first}/{last}"
    importers = sorted(
        {
            f"{made['name']} {made['version']}"
            for head in own
            if (made := head.header.get("importer"))
        }
    )
    if importers:
        members["importer"] = ", ".join(importers)
    return Input.model_validate(members)


def choices_of(heads: Sequence[Head]) -> list[Choice]:
    """Every declared choice, sorted; two answers to one question both stand."""
    pairs = {
        (choice["question"], choice["answer"])
        for head in heads
        for choice in head.header.get("choices", ())
    }
    return [Choice(question=question, answer=answer) for question, answer in sorted(pairs)]


def not_recorded_of(heads: Sequence[Head]) -> list[NotRecorded]:
    """Every part that some source does not keep, sorted, with each reason given."""
    found = {
        (gap["part"], gap["reason"], gap.get("partly", False))
        for head in heads
        for gap in head.header.get("not_recorded", ())
    }
    return [
        given(NotRecorded, part=part, reason=reason, partly=partly or None)
        for part, reason, partly in sorted(found)
    ]


def skipped_of(intake: Intake) -> list[Excluded]:
    """Source rows that importers could not turn into records, by reason."""
    counts: Counter[str] = Counter()
    for head in intake.heads:
        for skipped in head.header.get("counts", {}).get("skipped", ()):
            counts[skipped["reason"]] += skipped["count"]
    return excluded_of(counts)


def excluded_of(counts: Counter[str]) -> list[Excluded]:
    """Counts by reason as the report holds them, sorted by reason."""
    return [
        given(Excluded, reason=reason, text=reason_words(reason), records=n)
        for reason, n in sorted(counts.items())
        if n
    ]


def reason_words(reason: str) -> str | None:
    """What the reason means for which a record is left out; None for one that is not known."""
    rule = CATALOGUE.get(reason)
    return _REASONS.get(reason) if rule is None else rule.what


# Findings on a report's own figures: what is not recorded, and labels out of precedence.

NOT_RECORDED = "not_recorded"
OUT_OF_PRECEDENCE = "primary_out_of_precedence"
UNDATED = "undated"
NO_RECORD = "no_record"
NOT_OBSERVED = "not_observed"


def shortfalls(
    sections: Iterable[Section], engine: Engine, days: Days, period: Period
) -> list[ReportFinding]:
    """What is missing from the figures: days of which the data do not speak, decisions without a
    day, one finding for each reason why figures are not recorded, and one for records whose primary
    harm is not the first of their harms by the taxonomy's precedence."""
    return [
        *_unobserved(days, period),
        *_without_day(engine),
        *_not_recorded(sections),
        *_out_of_precedence(engine),
    ]


def _unobserved(days: Days, period: Period) -> list[ReportFinding]:
    missing = {name: len(days.unknown(name, period)) for name in (CASES, NOTICES)}
    if all(number == period.days for number in missing.values()):
        words = (
            "No record lies in the period, and no header states that the service was observed "
            "then. So nothing is reported as zero."
        )
        return [given(ReportFinding, code=NO_RECORD, count=period.days, what=words)]
    fix = "Where it was, give the period of the log in the header (--dataset at import)."
    return [
        given(
            ReportFinding,
            code=NOT_OBSERVED,
            count=number,
            what=f"{days.gap(name, period)} {fix}",
        )
        for name, number in missing.items()
        if number and days.known.get(name)
    ]


def _without_day(engine: Engine) -> list[ReportFinding]:
    found = _undated(engine).get("decisions", 0)
    words = (
        "Decisions of counted records have no day, so they belong to no period. Figures that may "
        "include them are lower limits, or not recorded."
    )
    return [given(ReportFinding, code=UNDATED, count=found, what=words)] if found else []


def _not_recorded(sections: Iterable[Section]) -> list[ReportFinding]:
    found: dict[str, list[str]] = {}
    for section in sections:
        for panel in section.panels:
            for figure in panel.figures:
                if figure.status == NOT_RECORDED:
                    reason = (figure.notes or ["No case says it."])[0]
                    found.setdefault(reason, []).append(figure.metric)
    return [
        given(
            ReportFinding,
            code=NOT_RECORDED,
            count=len(metrics),
            what=reason,
            metrics=sorted(set(metrics)),
        )
        for reason, metrics in sorted(found.items())
    ]


def _out_of_precedence(engine: Engine) -> list[ReportFinding]:
    label = table("label")
    labels = label.filter(label.facet == "harm")
    several = labels.group_by("seq").agg(labels=labels.value.nunique())
    several = several.filter(several.labels > 1)
    if not engine.rows(several.agg(records=several.count()))[0]["records"]:
        return []
    primary = table("decision").select("seq", "harm").union(table("notice").select("seq", "harm"))
    pairs = labels.semi_join(several, "seq").inner_join(primary.distinct(), "seq")
    sets = pairs.group_by(["seq", "harm"]).agg(all=pairs.value.collect(distinct=True))
    sets = sets.mutate(all=sets.all.sort().join(" "))
    counted = sets.group_by(["harm", "all"]).agg(records=sets.count())
    count = sum(
        int(row["records"])
        for row in engine.rows(counted)
        if harm().primary(str(row["all"]).split(" ")) != row["harm"]
    )
    if not count:
        return []
    words = (
        "Records whose primary harm is not the first of their harms by the taxonomy's precedence. "
        "They are counted as they stand."
    )
    return [given(ReportFinding, code=OUT_OF_PRECEDENCE, count=count, what=words)]


# The quality of the data behind a report: what was left out, and how fully cases are described.

COMPLETENESS_METRIC: Final = "quality.completeness"


def quality_of(
    intake: Intake,
    dropped: Counter[str],
    engine: Engine,
    findings: Sequence[ReportFinding] = (),
) -> Quality:
    """What became of the records; ``dropped`` counts records taken out after reading."""
    return given(
        Quality,
        read=intake.read,
        counted=intake.taken - dropped.total(),
        other_services=intake.other_services,
        excluded=excluded_of(intake.excluded + dropped),
        skipped_by_importer=skipped_of(intake),
        undated=_undated(engine),
        findings=list(findings),
    )


def _undated(engine: Engine) -> dict[str, int]:
    undated = table("decision").filter(table("decision").day.isnull())
    counted = int(engine.rows(undated.agg(rows=undated.count()))[0]["rows"])
    return {"decisions": counted} if counted else {}


@lru_cache(maxsize=64)
def _filled(period: Period) -> Any:
    rows = table("decision")
    rows = rows.filter(rows.day.between(ibis.date(period.start), ibis.date(period.end)))
    filled = {name: rows[name].notnull().sum().cast("int64") for name in COMPLETENESS}
    return rows.agg(cases=rows.count(), **filled)


def completeness_of(engine: Engine, period: Period) -> list[Figure]:
    """For each member of interest, the share of the period's decisions whose record gives it."""
    counted = engine.rows(_filled(period))[0]
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
