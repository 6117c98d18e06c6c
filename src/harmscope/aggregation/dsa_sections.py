"""The sections of the official EU template, filled from figures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from harmscope.aggregation.declared import declared_figures
from harmscope.aggregation.dsa_rows import Column as Counted
from harmscope.aggregation.dsa_rows import SheetRow, columns, rows_of
from harmscope.aggregation.figures import FigureMaker, weakened
from harmscope.aggregation.labels import Gaps, definition
from harmscope.engine import Engine
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.dsa import ARTICLE_16, as_declared, cell_metric
from harmscope.metrics.metric import Metric, Spread
from harmscope.model.base import given
from harmscope.model.dsa_template import CATEGORY_SHEETS, Column, Sheet, TemplateRow, dsa_template
from harmscope.model.figure import Declared, Figure, Tier
from harmscope.model.period import Period
from harmscope.model.report import Definition, Panel, Section
from harmscope.model.typed import Dataset

# The sections of a report on the EU template: one a sheet, with the figure of every cell.

LANGUAGES_IN: Final = (8,)

_POSSIBLE: Final = {
    "visibility.age_restricted": "age_restriction",
    "visibility.demoted": "demotion",
    "visibility.labelled": "labelling",
    "visibility.interaction_restricted": "interaction_restriction",
    "visibility": "visibility_restrictions",
    "monetary": "monetary_restrictions",
    "service": "service_restrictions",
    "account": "account_restrictions",
}
"""Which capability makes a restriction possible, by kind or by its dimension."""

ALL_TIERS: Final = frozenset(get_args(Tier))
_LARGE: Final = frozenset({"vlop", "vlose"})
_PLATFORMS: Final = _LARGE | {"platform", "possibly_exempt"}
_APPLIES: Final[dict[str, frozenset[str]]] = {
    "All": ALL_TIERS,
    "Only for providers of hosting services, including online platforms": _PLATFORMS | {"hosting"},
    "Only for providers of online platforms": _PLATFORMS,
    "Only for VLOPs": frozenset({"vlop"}),
    "Only for VLOPs and VLOSEs": _LARGE,
}
"""Which providers a part of the template concerns, by the mark in its column A."""

_IMPOSSIBLE: Final = "This service has no such restriction."
_UNSURE: Final = "The data does not say whether the service has such a restriction."
_NARROW: Final = {metric.id: metric for metric in ARTICLE_16}


@dataclass(frozen=True, slots=True)
class TemplateWork:
    """What the cells are computed with. ``by_decision`` is the provider's reading of column G."""

    engine: Engine
    period: Period
    gaps: Gaps
    declared: Sequence[Figure] = ()
    by_decision: bool = False
    tier: Tier | None = None

    def applies(self, mark: str) -> bool:
        """Whether a part with this applicability mark concerns the provider; all do where its
        tier is not declared."""
        return self.tier is None or self.tier in _APPLIES.get(mark.strip(), ALL_TIERS)


def template_sections(work: TemplateWork) -> list[Section]:
    """One section a sheet that holds figures, in the order of the template."""
    sections = []
    for number, sheet in dsa_template().sheets.items():
        if number in CATEGORY_SHEETS and not work.applies(sheet.applicability):
            continue
        if number in CATEGORY_SHEETS:
            figures = list(_category_figures(work, sheet))
        else:
            figures = list(_indicator_figures(work, sheet))
        if figures:
            sections.append(_section(sheet, figures))
    return sections


def base_metric(name: str) -> Metric | None:
    """The metric of the template's id, in the template's own reading; None for declared ones."""
    return _NARROW.get(name) or METRICS.get(name)


def _section(sheet: Sheet, figures: list[Figure]) -> Section:
    title = sheet.names["en"].partition("_")[2].replace("_", " ")
    panel = given(
        Panel,
        id=f"sheet-{sheet.number}",
        title=f"Part {sheet.number}: {title}",
        chart="table",
        metrics=sorted({figure.metric for figure in figures}),
        figures=figures,
    )
    return given(Section, id=f"part-{sheet.number}", title=title.capitalize(), panels=[panel])


def _category_figures(work: TemplateWork, sheet: Sheet) -> Iterator[Figure]:
    cells = [(column, metric) for column in sheet.columns if (metric := _cell(work, column))]
    asked = [(column.key, metric, column.dimensions.get("action", "")) for column, metric in cells]
    by_state = bool(sheet.member_state_categories)
    counted = columns(work.engine, asked, work.period, by_state=by_state)
    found = {key for column in counted.values() for key in column.keys()}  # noqa: SIM118
    for row in rows_of(sheet, dsa_template().scheme, found):
        for column, metric in cells:
            yield _category_figure(work, row, column, metric, counted[column.key])


def _cell(work: TemplateWork, column: Column) -> Metric | None:
    base = base_metric(column.metric or "")
    if base is None:
        return None
    return cell_metric(base, column.dimensions, by_decision=work.by_decision)


def _category_figure(
    work: TemplateWork, row: SheetRow, column: Column, metric: Metric, counted: Counted
) -> Figure:
    members: dict[str, Any] = {}
    reason = work.gaps.missing(metric) or _impossible(work.gaps, column, counted)
    if reason is not None:
        members = {"status": "not_recorded", "notes": [reason]}
    elif isinstance(metric.how, Spread):
        members = _spread(counted, row)
    else:
        members = _count(counted, row, metric)
    dimensions = {**column.dimensions, **row.dimensions()}
    return _figure(work, column.metric or "", column.unit or "", dimensions, members)


def _count(counted: Counted, row: SheetRow, metric: Metric) -> dict[str, Any]:
    cell = counted.value(row.fits)
    assert cell is not None
    members: dict[str, Any] = {"value": cell.value, "status": "exact"}
    members |= weakened(metric, cell)
    if members["status"] == "not_recorded":
        del members["value"]
    elif not row.key:
        loose = counted.value(lambda key: row.fits(key) and not key.category)
        if loose is not None and loose.value:
            text = f"{loose.value:,} of them have no category of the template."
            members["notes"] = [*members.get("notes", ()), text]
    return members


def _spread(counted: Counted, row: SheetRow) -> dict[str, Any]:
    value, known, cases = counted.spread(row.fits)
    members: dict[str, Any] = {"denominator": known, "denominator_name": "Cases with known times"}
    if value is None:
        words = "No case in the period." if not cases else "The times of day are not known."
        return members | {
            "status": "not_reported" if not cases else "not_recorded",
            "notes": [words],
        }
    members |= {"value": value, "status": "exact"}
    if known < cases:
        members["notes"] = [f"{cases - known:,} of {cases:,} cases have no known time."]
    return members


def _impossible(gaps: Gaps, column: Column, counted: Counted) -> str | None:
    """Why a column of restrictions stays blank; None where it could have happened."""
    action = column.dimensions.get("action")
    if action is None or any(cell.value for cell in counted.counts.values()):
        return None
    if gaps.offers is None:
        return _UNSURE
    needed = _POSSIBLE.get(action) or _POSSIBLE[action.partition(".")[0]]
    return None if needed in gaps.offers else _IMPOSSIBLE


def _indicator_figures(work: TemplateWork, sheet: Sheet) -> Iterator[Figure]:
    declared = {one.metric for one in work.declared}
    seen: set[tuple[str, str]] = set()
    for row in sheet.rows:
        identity = row.metric, str(sorted(row.dimensions.items()))
        if identity in seen or not work.applies(row.applicability):
            continue
        seen.add(identity)
        if row.metric in declared:
            yield from _declared(work, row)
        elif (base := base_metric(row.metric)) is not None:
            yield from _computed(work, sheet, row, base)


def _declared(work: TemplateWork, row: TemplateRow) -> Iterator[Figure]:
    for one in work.declared:
        dimensions = one.dimensions or {}
        free = {
            name: code for name, code in dimensions.items() if name in ("language", "territory")
        }
        if one.metric == row.metric and dimensions == {**row.dimensions, **free}:
            yield one


def _computed(work: TemplateWork, sheet: Sheet, row: TemplateRow, base: Metric) -> Iterator[Figure]:
    metric = cell_metric(base, row.dimensions)
    made = FigureMaker(work.engine, work.period, work.gaps, {metric.id: metric})
    for figure in made.figures(metric.id):
        yield figure.model_copy(update={"dimensions": row.dimensions or None})
    wanted = any(
        one.metric == row.metric and _is_language(one.scope) and work.applies(one.applicability)
        for one in sheet.rows
    )
    if sheet.number in LANGUAGES_IN and wanted and not row.dimensions:
        for figure in made.figures(metric.id, ("language",)):
            if (figure.dimensions or {}).get("language", "not_stated") != "not_stated":
                yield figure


def _is_language(scope: str) -> bool:
    return scope == "[...]"


def _figure(
    work: TemplateWork, metric: str, unit: str, dimensions: dict[str, str], members: dict[str, Any]
) -> Figure:
    return given(
        Figure,
        metric=metric,
        unit=unit,
        dimensions=dimensions,
        scheme=dsa_template().scheme if "category" in dimensions else None,
        period=str(work.period),
        assurance="computed",
        **members,
    )


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


# A report on the EU template: sections, identification, definitions.

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
    by_decision = _by_decision(declared)
    tier = declared.provider.tier if declared and declared.provider else None
    return template_sections(TemplateWork(engine, period, gaps, stated, by_decision, tier))


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
