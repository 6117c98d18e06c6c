"""Findings on a report's own figures: what is not recorded, and labels out of precedence."""

from collections.abc import Iterable

from harmscope.aggregation.members import given
from harmscope.engine.base import Engine
from harmscope.metrics.tables import table
from harmscope.model.report import ReportFinding, Section
from harmscope.taxonomy import harm

NOT_RECORDED = "not_recorded"
OUT_OF_PRECEDENCE = "primary_out_of_precedence"


def shortfalls(sections: Iterable[Section], engine: Engine) -> list[ReportFinding]:
    """One finding for each reason why figures are not recorded, and one for records whose primary
    harm is not the first of their harms by the taxonomy's precedence."""
    return [*_not_recorded(sections), *_out_of_precedence(engine)]


def _not_recorded(sections: Iterable[Section]) -> list[ReportFinding]:
    found: dict[str, list[str]] = {}
    for section in sections:
        for panel in section.panels:
            for figure in panel.figures:
                if figure.status == NOT_RECORDED:
                    reason = " ".join(figure.notes or ()) or "No case says it."
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
