"""The sections of the official EU template, filled from figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

from harmscope.aggregation.counting import count
from harmscope.aggregation.dsa_rows import (
    REST,
    Asked,
    Key,
    SheetRow,
    columns,
    places_of,
    rest_of,
    rows_of,
)
from harmscope.aggregation.dsa_rows import Column as Counted
from harmscope.aggregation.figures import FigureMaker
from harmscope.aggregation.labels import Gaps
from harmscope.aggregation.status import counted as count_members
from harmscope.aggregation.status import doubt_notes, lowered, settled
from harmscope.engine import Engine
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.dsa import (
    ASIDE,
    ASIDE_BY,
    GROUND_UNSAID,
    IN_TEMPLATE,
    MISUSE_SEEN,
    cell_doubt,
    cell_metric,
)
from harmscope.metrics.metric import ROWS, Metric, Spread
from harmscope.model.base import given
from harmscope.model.dsa_template import CATEGORY_SHEETS, Column, Sheet, TemplateRow, dsa_template
from harmscope.model.figure import Figure, Tier
from harmscope.model.period import Period
from harmscope.model.report import Panel, ReportFinding, Section

# The sections of a report on the EU template: one a sheet, with the figure of every cell.

LANGUAGES_IN: Final = (8,)

_TITLES: Final = {
    5: "own initiative: illegal content",
    6: "own initiative: terms and conditions",
    10: "average monthly active recipients",
}
"""Titles of parts whose sheet has an abbreviation for a name."""

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
_NARROW: Final = {metric.id: metric for metric in IN_TEMPLATE}


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


@dataclass(frozen=True, slots=True)
class Filled:
    """The parts of the template, and what of the data has no place in them."""

    sections: list[Section]
    findings: list[ReportFinding]


def template_sections(work: TemplateWork) -> Filled:
    """One section a sheet that holds figures, in the order of the template."""
    sections: list[Section] = []
    findings = _asides(work)
    for number, sheet in dsa_template().sheets.items():
        if number in CATEGORY_SHEETS and not work.applies(sheet.applicability):
            continue
        if number in CATEGORY_SHEETS:
            counted = counted_sheet(work, sheet)
            figures = list(_category_figures(work, counted))
            findings += _rests(counted)
        else:
            figures = list(_indicator_figures(work, sheet))
        if figures:
            sections.append(_section(sheet, figures))
    return Filled(sections, findings)


def _asides(work: TemplateWork) -> list[ReportFinding]:
    found = count(work.engine, ASIDE.values(), (), work.period)
    numbers = {code: found[metric.id][()].value for code, metric in ASIDE.items()}
    return [
        given(ReportFinding, code=code, count=numbers[code], what=_said(work, code, metric))
        for code, metric in ASIDE.items()
        if numbers[code]
    ]


def _said(work: TemplateWork, code: str, metric: Metric) -> str:
    if code not in ASIDE_BY:
        return metric.definition
    split, words = ASIDE_BY[code]
    cells = count(work.engine, [metric], (split,), work.period)[metric.id]
    numbers = {key[0]: cell.value for key, cell in cells.items() if cell.value}
    return f"{metric.definition} {words}: {listed(numbers)}."


def base_metric(name: str) -> Metric | None:
    """The metric of the template's id, in the template's own reading; None for declared ones."""
    return _NARROW.get(name) or METRICS.get(name)


def _section(sheet: Sheet, figures: list[Figure]) -> Section:
    name = sheet.names["en"].partition("_")[2].replace("_", " ")
    title = _TITLES.get(sheet.number, name)
    panel = given(
        Panel,
        id=f"sheet-{sheet.number}",
        title=f"Part {sheet.number}: {title}",
        chart="table",
        metrics=sorted({figure.metric for figure in figures}),
        figures=figures,
    )
    return given(
        Section, id=f"part-{sheet.number}", title=title[:1].upper() + title[1:], panels=[panel]
    )


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """A category sheet, counted: its columns, where cases without a row stand, and its rows."""

    sheet: Sheet
    cells: list[tuple[Column, Metric]]
    counted: dict[str, Counted]
    places: dict[Key, Key]

    def rows(self, placed: Mapping[str, Counted]) -> list[SheetRow]:
        """Every row, with those for what was found."""
        return rows_of(self.sheet, dsa_template().scheme, _found(placed))

    def rest(self, column: Column, row: SheetRow) -> dict[str, int]:
        """What the row holds of cases without a row of their own, by what they are about."""
        return rest_of(dsa_template().scheme, self.counted[column.key], self.places, row)


def _found(columns_: Mapping[str, Counted]) -> set[Key]:
    return {key for column in columns_.values() for key in column.keys()}  # noqa: SIM118


def counted_sheet(work: TemplateWork, sheet: Sheet) -> CountedSheet:
    """A category sheet with the counts of all its columns."""
    cells = [(column, metric) for column in sheet.columns if (metric := _cell(work, column))]
    asked = [asked_of(work, column, metric) for column, metric in cells]
    by_state = bool(sheet.member_state_categories)
    counted = columns(work.engine, asked, work.period, by_state=by_state)
    places = places_of(sheet, dsa_template().scheme, _found(counted))
    return CountedSheet(sheet, cells, counted, places)


def _category_figures(work: TemplateWork, filled: CountedSheet) -> Iterator[Figure]:
    placed = {name: column.placed(filled.places) for name, column in filled.counted.items()}
    unheard = _is_unheard(filled)
    for row in filled.rows(placed):
        for column, metric in filled.cells:
            figure = _category_figure(work, row, column, metric, placed[column.key])
            if unheard and metric.id in _OF_NOTICES:
                figure = figure.model_copy(update=_UNHEARD)
            yield _with_rest(figure, filled.rest(column, row))


_OF_NOTICES: Final = frozenset({"notices.received", "notices.items", "notices.action_median"})
_UNHEARD: Final = {
    **dict.fromkeys(("value", "denominator", "denominator_name")),
    "status": "not_recorded",
    "notes": ["The records hold decisions on notices under Article 16, and none of the notices."],
}


def _is_unheard(filled: CountedSheet) -> bool:
    """Whether there are decisions on notices and not one notice."""
    found = {metric.id for column, metric in filled.cells if filled.counted[column.key].keys()}
    return "notices.received" not in found and bool(found & _MAIN)


_MAIN: Final = frozenset(
    {
        *("orders.act.received", "orders.inform.received", "notices.received"),
        *("notices.actions_law", "notices.actions_terms", "measures.taken"),
    }
)
"""Metrics of whose cases without a row there is a finding; it leaves out parts of them."""


def _rests(filled: CountedSheet) -> Iterator[ReportFinding]:
    total = next(iter(filled.rows({})))
    for column, metric in filled.cells:
        rest = filled.rest(column, total)
        if rest and metric.id in _MAIN and "notifier" not in column.dimensions:
            where = REST.get(filled.sheet.number)
            label = "the total alone" if where is None else f"the row {where}"
            words = f"Sheet {filled.sheet.number}, {metric.title}: {listed(rest)}. {_REST} {label}."
            words += "" if where else _NO_ROOM
            yield given(ReportFinding, code=NO_ROW, count=sum(rest.values()), what=words)


NO_ROW: Final = "no_row_of_their_own"
_REST: Final = "The template has no row for them; they stand in"
_NO_ROOM: Final = (
    " So the rows of the sheet do not add up to its total. Give these cases a category of the "
    "sheet, or the ground terms where they broke the service's own rules."
)


def asked_of(work: TemplateWork, column: Column, metric: Metric) -> Asked:
    """What a column of a category sheet counts."""
    action = column.dimensions.get("action", "")
    base = base_metric(column.metric or "")
    doubt = base and cell_doubt(base, column.dimensions, by_decision=work.by_decision)
    return Asked(column.key, metric, action, doubt)


def _with_rest(figure: Figure, rest: dict[str, int]) -> Figure:
    """The figure of a row that takes cases without a row of their own, with each kind's number."""
    if not rest or figure.value is None:
        return figure
    words = f"{sum(rest.values()):,} of them have no row of their own: {listed(rest)}."
    return figure.model_copy(update={"notes": [*(figure.notes or ()), words]})


def listed(numbers: Mapping[str, int]) -> str:
    """Every name with its number, the largest first."""
    order = sorted(numbers, key=lambda name: (-numbers[name], name))
    return ", ".join(f"{name} {numbers[name]:,}" for name in order)


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
    else:
        spread = isinstance(metric.how, Spread)
        members = _spread(counted, row, metric) if spread else _count(counted, row, metric)
        members = settled(metric, members, work.gaps, [], work.period)
    dimensions = {**column.dimensions, **row.dimensions()}
    return _figure(work, column.metric or "", column.unit or "", dimensions, members)


def _count(counted: Counted, row: SheetRow, metric: Metric) -> dict[str, Any]:
    cell = counted.value(row.fits)
    if doubt := counted.doubt(row.fits):
        return _doubted(cell.value, doubt, GROUND_UNSAID)
    return count_members(metric, cell, _open(counted, row))


def _open(counted: Counted, row: SheetRow) -> int:
    """How many cases of other rows may belong to this one."""

    def elsewhere(key: Key) -> bool:
        return row.may(key) and not row.fits(key)

    found = counted.value(elsewhere)
    return found.value + found.weak + found.undated + counted.doubt(elsewhere)


def _doubted(value: int, doubt: int, reason: str) -> dict[str, Any]:
    """A cell without a number, because some cases do not say whether they belong to it."""
    limits = f"The number lies between {value:,} and {value + doubt:,}."
    return {"status": "not_recorded", "notes": [reason, limits]}


def _spread(counted: Counted, row: SheetRow, metric: Metric) -> dict[str, Any]:
    value, known, cases = counted.spread(row.fits)
    members: dict[str, Any] = {"denominator": known, "denominator_name": "Cases with known times"}
    if value is None:
        words = "No case in the period." if not cases else "The times of day are not known."
        members |= {"status": "not_reported" if not cases else "not_recorded", "notes": [words]}
    else:
        members |= {"value": value, "status": "exact"}
        if known < cases:
            left = f"{cases - known:,} of {cases:,} cases have no known time."
            members = lowered(metric, members, left)
    for note in doubt_notes(metric, counted.value(row.fits)):
        members = lowered(metric, members, note)
    if open_ := _open(counted, row):
        members = lowered(metric, members, f"{open_:,} more may belong here.")
    return members


def _impossible(gaps: Gaps, column: Column, counted: Counted) -> str | None:
    """Why a column of restrictions stays blank; None where it could have happened."""
    action = column.dimensions.get("action")
    if action is None or counted.keys():
        return None
    if gaps.offers is None:
        return _UNSURE
    needed = _POSSIBLE.get(action) or _POSSIBLE[action.partition(".")[0]]
    return None if needed in gaps.offers else _IMPOSSIBLE


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a sheet of indicators that apply, each with the id that its metric has here."""

    named: list[tuple[TemplateRow, str]]
    maker: FigureMaker
    doubts: dict[str, tuple[int, str]]


def _rows_of(work: TemplateWork, sheet: Sheet) -> _Rows:
    found: dict[tuple[str, str], tuple[TemplateRow, str]] = {}
    for number, row in enumerate(sheet.rows):
        name = f"{row.metric}.{number}" if row.dimensions else row.metric
        if work.applies(row.applicability):
            found.setdefault((row.metric, str(sorted(row.dimensions.items()))), (row, name))
    metrics: dict[str, Metric] = {}
    doubts: dict[str, Metric] = {}
    for row, name in found.values():
        if (base := base_metric(row.metric)) is not None:
            metrics[name] = replace(cell_metric(base, row.dimensions), id=name)
            doubt = cell_doubt(base, row.dimensions)
            if doubt is not None and not says_misuse(work.gaps, base):
                doubts[name] = replace(doubt, id=name, how=ROWS)
    maker = FigureMaker(work.engine, work.period, work.gaps, metrics)
    maker.prepare([(name, ()) for name in metrics])
    numbers = count(work.engine, doubts.values(), (), work.period)
    cells = {name: numbers[name][()] for name in doubts}
    said = {
        name: (cell.value + cell.undated, doubts[name].weak_note) for name, cell in cells.items()
    }
    return _Rows(list(found.values()), maker, said)


def says_misuse(gaps: Gaps, base: Metric) -> bool:
    """Whether suspensions without a reason were none for misuse, as others in the log name it."""
    evidence = gaps.evidence
    shown = evidence is not None and MISUSE_SEEN.id in evidence.seen
    return base.id == "suspensions.enacted" and shown


def _indicator_figures(work: TemplateWork, sheet: Sheet) -> Iterator[Figure]:
    declared, rows = {one.metric for one in work.declared}, _rows_of(work, sheet)
    for row, name in rows.named:
        if row.metric in declared:
            yield from _declared(work, row)
        elif base_metric(row.metric) is not None:
            yield from _computed(work, sheet, row, name, rows)


def _declared(work: TemplateWork, row: TemplateRow) -> Iterator[Figure]:
    for one in work.declared:
        dimensions = one.dimensions or {}
        free = {
            name: code for name, code in dimensions.items() if name in ("language", "territory")
        }
        if one.metric == row.metric and dimensions == {**row.dimensions, **free}:
            yield one


def _computed(
    work: TemplateWork, sheet: Sheet, row: TemplateRow, name: str, rows: _Rows
) -> Iterator[Figure]:
    update = {"metric": row.metric, "dimensions": row.dimensions or None}
    for figure in rows.maker.figures(name):
        yield figure.model_copy(update=update | _unsure(figure, *rows.doubts.get(name, (0, ""))))
    wanted = any(
        one.metric == row.metric and _is_language(one.scope) and work.applies(one.applicability)
        for one in sheet.rows
    )
    if sheet.number in LANGUAGES_IN and wanted and not row.dimensions:
        for figure in rows.maker.figures(name, ("language",)):
            if (figure.dimensions or {}).get("language", "not_stated") != "not_stated":
                yield figure


def _unsure(figure: Figure, doubt: int, reason: str) -> dict[str, Any]:
    """What changes in a figure where some cases do not say whether they belong to it."""
    if not doubt or figure.status == "not_recorded":
        return {}
    empty = {"value": None, "denominator": None, "denominator_name": None}
    if not isinstance(figure.value, int) or figure.unit == "hours":
        return empty | {"status": "not_recorded", "notes": [reason]}
    return empty | _doubted(figure.value, doubt, reason)


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
