"""Applies a disclosure level to figures: the one place that decides what of a figure may be shown.

The counts among the figures are laid out as linked tables, protected and audited together. Every
figure is then shown as its counts allow: rounded, as a band, withheld, or as it is. Shares are made
of the counts that are shown, never of those that are not.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any, Final

from harmscope.disclosure.attackers import Groups, Known
from harmscope.disclosure.cells import Cell, Parents, Place, Tables, tables
from harmscope.disclosure.level import Edition, Key, Level, Shown, rounded, traits
from harmscope.disclosure.protect import Protected, Said, protect
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.exact import ratio
from harmscope.metrics.flat_tables import HOURS
from harmscope.metrics.metric import Share, Spread
from harmscope.model.figure import Bounds, Figure

WITHHELD: Final = "Withheld to protect people."
APART: Final = "Its two counts are of other services than the counts shown beside it."
_EMPTY: Final = ("not_recorded", "not_reported")
UNCOUNTED: Final = ("declared", "sampled_exposure")
"""Estimands of figures that count no cases."""

TIMES: Final = ("days", "hours")
"""Units of figures that are times of cases."""
_HOW_MANY: Final = re.compile(r"^[0-9][0-9,]*(?: of [0-9][0-9,]*)? ")
"""How notes on cases that do not say it begin."""

_AGAIN: Final = frozenset({"items.several_harms", "labels.given"})
_AGAIN_BY: Final = frozenset({"harm_label", *HOURS})


@dataclass(frozen=True, slots=True)
class Layout:
    """How figures lie in linked tables, and who stands behind them.

    ``place`` gives the codes under which a figure stands in the table of its metric. ``parents``
    gives the parent codes of a dimension, ``sums`` the metrics that are made up of others.
    ``shares`` are the parts of each count by sender, as far as they are known. ``apart`` are shares
    whose two counts are of other services than the counts that stand beside them. ``traits`` are
    those of every count, whatever its codes: a report on intimate imagery alone, for example.
    ``groups`` are attackers who know the parts of several senders.
    """

    place: Callable[[Figure], Place]
    parents: Mapping[str, Parents] = field(default_factory=dict)
    sums: Sequence[tuple[str, Sequence[str]]] = ()
    shares: Mapping[Key, Mapping[str, int]] = field(default_factory=dict)
    apart: Collection[Key] = frozenset()
    traits: frozenset[str] = frozenset()
    groups: Groups = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applied:
    """A level applied to figures. ``protected`` is what came of their counts."""

    protected: Protected
    layout: Layout
    shown: Mapping[Key, Shown]

    @property
    def level(self) -> Level:
        """The level that was applied."""
        return self.protected.level

    def figure(self, figure: Figure) -> Figure:
        """The figure as it may be published."""
        if is_counted_again(figure) and figure.value is not None:
            return withheld(figure)
        if figure.estimand in UNCOUNTED or figure.status == "not_recorded":
            return _without_numbers(figure) if self.level.protects else figure
        metric = METRICS.get(figure.metric)
        if metric is not None and isinstance(metric.how, Share):
            return self._share(figure, metric.how)
        if figure.status in _EMPTY:
            return figure
        if figure.unit in TIMES:
            return self._time(figure)
        return self._bare_share(figure) if figure.unit == "share" else self._count(figure)

    def _at(self, metric: str, figure: Figure) -> Shown | None:
        return self.shown.get((metric, self.layout.place(figure)))

    def _count(self, figure: Figure) -> Figure:
        shown = self._at(figure.metric, figure)
        if shown is None or shown.state == "hidden":
            return withheld(figure)
        if shown.state == "exact":
            return _bare(figure, value=shown.value)
        if shown.state == "rounded":
            return _near(figure, value=shown.value, rounding=self.level.round)
        high = {} if shown.high == inf else {"high": int(shown.high)}
        return withheld(figure, bounds=Bounds.model_validate({"low": int(shown.low)} | high))

    def _share(self, figure: Figure, how: Share) -> Figure:
        part, whole = self._at(how.numerator, figure), self._at(how.denominator, figure)
        if whole is not None and whole.state == "exact" and whole.value == 0:
            return figure
        if not self.level.protects:
            return withheld(figure) if figure.value is None else figure
        if (figure.metric, self.layout.place(figure)) in self.layout.apart:
            return withheld(figure, status="not_recorded", notes=[APART])
        if part is None or whole is None or part.value is None or not whole.value:
            return withheld(figure)
        value = min(1.0, ratio(part.value, whole.value) or 0.0)
        made = _near if "rounded" in (part.state, whole.state) else _bare
        return made(figure, value=value, numerator=part.value, denominator=whole.value)

    def _bare_share(self, figure: Figure) -> Figure:
        """A share whose counts are no figures of their own, such as one on the data's quality."""
        if figure.value is None or (figure.denominator or 0) < self.level.threshold:
            return withheld(figure)
        return _near(figure, value=round(figure.value, 2), rounding=0.01)

    def _time(self, figure: Figure) -> Figure:
        """A time, where it stands on enough cases of enough senders to say nothing of one."""
        cases, how = figure.denominator or 0, METRICS[figure.metric].how
        of_one = isinstance(how, Spread) and how.quantile >= 1
        few = figure.senders is not None and figure.senders < self.level.contributors
        if self.level.protects and (cases < self.level.threshold or of_one or few):
            return withheld(figure)
        return _bare(figure, value=figure.value, denominator=rounded(cases, self.level.round))


def apply(
    level: Level,
    figures: Iterable[Figure],
    layout: Layout,
    previous: Sequence[Edition] = (),
    known: Known | None = None,
    *,
    said: Said | None = None,
) -> Applied:
    """Protect the counts among ``figures`` together, and say how each figure may be shown.

    ``previous`` are earlier editions, ``known`` is what senders have published themselves,
    ``said`` hears how far a long audit has come.
    """
    laid_out = tables_of(figures, layout)
    made = protect(laid_out, level, previous, known, groups=layout.groups, said=said)
    keys = [cell.key for cell in laid_out.cells]
    return Applied(made, layout, dict(zip(keys, made.shown, strict=True)))


def tables_of(figures: Iterable[Figure], layout: Layout) -> Tables:
    """The counts among the figures, those that shares are made of included, as linked tables."""
    listed = list(figures)
    by_service = {
        (one.metric, frozenset(dict(one.place)))
        for one in listed
        if "service" in (one.dimensions or {})
    }
    cells: dict[Key, Cell] = {}
    for figure in listed:
        for metric, value in _counts(figure):
            place = layout.place(figure)
            codes = {"harm" if name == "harm_top" else name: code for name, code in figure.place}
            # Only where the very same split is published by service is a sender's part no secret.
            is_open = (metric, frozenset({*dict(figure.place), "service"})) in by_service
            cell = Cell(
                table=metric,
                place=place,
                value=value,
                unit=METRICS[metric].unit if metric in METRICS else figure.unit,
                shares=layout.shares.get((metric, place), {}),
                traits=traits(codes) | layout.traits,
                open_sender=is_open,
            )
            cells.setdefault(cell.key, cell)
    return tables(cells.values(), layout.parents, layout.sums)


def is_counted_again(figure: Figure) -> bool:
    """Whether the figure counts the same cases again in another way: beside protected tables of
    them such a table could tell what those withhold."""
    return figure.metric in _AGAIN or is_split_again(figure)


def is_split_again(figure: Figure) -> bool:
    """Whether the codes that occur in the split would by themselves tell of single cases."""
    return bool(_AGAIN_BY & set(figure.dimensions or {}))


def withheld(figure: Figure, **members: Any) -> Figure:
    """The figure without its number and without all that tells of it."""
    return _bare(figure, **{"value": None, "status": "suppressed", "notes": [WITHHELD]} | members)


def _counts(figure: Figure) -> Iterator[tuple[str, int]]:
    """(metric, count) of every count that the figure prints."""
    if figure.estimand in UNCOUNTED or figure.unit in TIMES or is_counted_again(figure):
        return
    metric = METRICS.get(figure.metric)
    if metric is not None and isinstance(metric.how, Share):
        if figure.numerator is not None:
            yield metric.how.numerator, figure.numerator
            if figure.denominator is not None:
                yield metric.how.denominator, figure.denominator
    elif figure.value is not None and figure.unit != "share":
        yield figure.metric, int(figure.value)


def _without_numbers(figure: Figure) -> Figure:
    """A figure that is not recorded with notes that say why, and not of how many cases."""
    if figure.status != "not_recorded":
        return figure
    notes = [_HOW_MANY.sub("Some ", note) for note in figure.notes or ()]
    return figure.model_copy(update={"notes": notes or None})


def _bare(figure: Figure, **members: Any) -> Figure:
    """The figure without what would tell exact counts: notes, bounds, parts of a share."""
    plain: dict[str, Any] = dict.fromkeys(("notes", "bounds", "numerator", "denominator"))
    return figure.model_copy(update=plain | members)


def _near(figure: Figure, **members: Any) -> Figure:
    """The figure with a number near its own: rounded, and so not called exact."""
    status = "approx" if figure.status == "exact" else figure.status
    return _bare(figure, status=status, **members)
