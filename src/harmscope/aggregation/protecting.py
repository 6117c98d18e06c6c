"""A platform's own report under a disclosure level: what may not leave the house is withheld."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from harmscope.disclosure import Cell, Level, Shown, level, protect, rounded, tables, traits
from harmscope.disclosure.cells import Place
from harmscope.errors import UserError
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.exact import ratio
from harmscope.metrics.flat_tables import HOURS
from harmscope.metrics.metric import Share, Spread
from harmscope.model.figure import Bounds, Figure
from harmscope.model.report import Panel, Section
from harmscope.taxonomy import harm

Key = tuple[str, Place]

WITHHELD: Final = "Withheld to protect people."
_LEFT: Final = ("not_recorded", "not_reported")
_WHOLE: Final = "~all"
_AGAIN: Final = frozenset({"items.several_harms", "labels.given"})
_AGAIN_BY: Final = frozenset({"harm_label", *HOURS})


@dataclass(frozen=True, slots=True)
class Protection:
    """How every count of a report is shown under a level."""

    level: Level
    shown: dict[Key, Shown]

    def figure(self, figure: Figure) -> Figure:
        """The figure as it may be published."""
        if _overlaps(figure) and figure.value is not None:
            return _withheld(figure)
        if figure.status in _LEFT or figure.estimand in ("declared", "sampled_exposure"):
            return figure
        if figure.unit == "share":
            return self._share(figure)
        if figure.unit in ("days", "hours"):
            return self._spread(figure)
        return self._count(figure, self.shown[_key(figure.metric, figure)])

    def _count(self, figure: Figure, shown: Shown) -> Figure:
        if shown.state == "exact":
            return _bare(figure, value=shown.value)
        if shown.state == "rounded":
            return _bare(figure, value=shown.value, rounding=self.level.round)
        if shown.state == "band":
            high = None if shown.high == float("inf") else int(shown.high)
            limits = {"low": int(shown.low)} | ({} if high is None else {"high": high})
            return _withheld(figure, bounds=Bounds.model_validate(limits))
        return _withheld(figure)

    def _share(self, figure: Figure) -> Figure:
        how = METRICS[figure.metric].how
        if not isinstance(how, Share):
            return self._bare_share(figure)
        part = self.shown[_key(how.numerator, figure)].value
        whole = self.shown[_key(how.denominator, figure)].value
        value = None if part is None or whole is None else ratio(part, whole)
        if value is None:
            return _withheld(figure)
        return _bare(figure, value=min(value, 1.0), numerator=part, denominator=whole)

    def _bare_share(self, figure: Figure) -> Figure:
        if figure.value is None or (figure.denominator or 0) < self.level.threshold:
            return _withheld(figure)
        return _bare(figure, value=round(figure.value, 2), rounding=0.01)

    def _spread(self, figure: Figure) -> Figure:
        cases = figure.denominator or 0
        how = METRICS[figure.metric].how
        one_persons = isinstance(how, Spread) and how.quantile >= 1
        if self.level.protects and (cases < self.level.threshold or one_persons):
            return _withheld(figure)
        return _bare(figure, value=figure.value, denominator=rounded(cases, self.level.round))


def protection(name: str, figures: Iterable[Figure]) -> Protection:
    """How the counts among ``figures`` are shown under the level ``name``.

    Raises UserError where there is no such level, and where what the report would show tells what
    it withholds.
    """
    chosen = level(name)
    counted: dict[Key, Cell] = {}
    for figure in figures:
        for cell in _cells(figure):
            counted.setdefault(cell.key, cell)
    parents: dict[str, str | None] = {
        one: f"{harm().top(one)}{_WHOLE}" for one in harm().categories
    }
    tied = tables(counted.values(), {"harm": parents})
    made = protect(tied, chosen)
    if made.refused:
        fix = "choose a profile with fewer splits, a longer period, or another level"
        raise UserError("--disclosure", "what it shows would tell what it withholds", fix)
    keys = [cell.key for cell in tied.cells]
    return Protection(chosen, dict(zip(keys, made.shown, strict=True)))


def protected_sections(sections: Iterable[Section], found: Protection) -> list[Section]:
    """The sections with every figure as it may be published."""
    return [
        section.model_copy(update={"panels": [_panel(panel, found) for panel in section.panels]})
        for section in sections
    ]


def _overlaps(figure: Figure) -> bool:
    """Whether the figure counts the same cases again in another way: beside protected tables of
    them such a table could tell what those withhold."""
    return figure.metric in _AGAIN or _again(figure)


def _again(figure: Figure) -> bool:
    return bool(_AGAIN_BY & set(figure.dimensions or {}))


def _panel(panel: Panel, found: Protection) -> Panel:
    """The panel; of a table that counts the same cases again not even the codes are shown, since
    which ones occur would tell of single cases."""
    kept = [found.figure(one) for one in panel.figures if not _again(one)]
    again = [one for one in panel.figures if _again(one)]
    kept += [_withheld(one.model_copy(update={"dimensions": None})) for one in again[:1]]
    return panel.model_copy(update={"figures": kept})


def _cells(figure: Figure) -> Iterator[Cell]:
    if figure.estimand in ("declared", "sampled_exposure") or figure.unit in ("days", "hours"):
        return
    if _overlaps(figure):
        return
    metric = METRICS.get(figure.metric)
    if metric is not None and isinstance(metric.how, Share):
        parts = (
            (metric.how.numerator, figure.numerator),
            (metric.how.denominator, figure.denominator),
        )
        for name, value in parts:
            if value is not None:
                yield _cell(name, figure, value)
    elif figure.value is not None and figure.unit != "share":
        yield _cell(figure.metric, figure, int(figure.value))


def _cell(metric: str, figure: Figure, value: int) -> Cell:
    table, place = _key(metric, figure)
    unit = METRICS[metric].unit if metric in METRICS else figure.unit
    codes = {
        "harm" if name == "harm_top" else name: code
        for name, code in (figure.dimensions or {}).items()
    }
    return Cell(table, place, value, unit, traits=traits(codes))


def _key(metric: str, figure: Figure) -> Key:
    """First-level harms and the narrower ones are one dimension, so that sums between them hold."""
    pairs = [
        ("harm", f"{code}{_WHOLE}" if code in harm().categories else code)
        if name == "harm_top"
        else (name, code)
        for name, code in (figure.dimensions or {}).items()
    ]
    return metric, tuple(sorted(pairs))


def _bare(figure: Figure, **members: Any) -> Figure:
    """The figure without what would tell exact counts: notes, bounds, parts of a share."""
    plain: dict[str, Any] = dict.fromkeys(("notes", "bounds", "numerator", "denominator"))
    return figure.model_copy(update=plain | members)


def _withheld(figure: Figure, **members: Any) -> Figure:
    given = {"value": None, "status": "suppressed", "notes": [WITHHELD]} | members
    return _bare(figure, **given)
