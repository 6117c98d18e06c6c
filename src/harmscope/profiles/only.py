"""What the counts of a profile are about: some harms, and some ways in which content was made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ibis import _

from harmscope.errors import UserError
from harmscope.metrics.flat_tables import TABLES
from harmscope.metrics.metric import Measure, Metric, Spread
from harmscope.taxonomy import codelist, harm

_HARM: Final = "harm"
_MADE: Final = "ai_involvement"
_UNKNOWN: Final = "unknown"
_NO_HARM: Final = "no_harm"
"""What was looked at and found to be no harm is not of unknown harm."""

_LISTS: Final = {_MADE: "ai-involvement"}
_UNSAID: Final = "{} records do not say whether they belong here, and are not counted."


@dataclass(frozen=True, slots=True)
class Only:
    """The cases that a profile counts: those that fit one of ``cases``, each a list of codes by
    column; a harm stands for itself alone, not for what is below it. ``title`` names the cases,
    ``words`` says in one sentence which they are."""

    title: str
    words: str
    cases: tuple[Mapping[str, tuple[str, ...]], ...]

    def concerns(self, metric: Metric) -> bool:
        """Whether the metric counts what has a harm and a way of being made."""
        return {_HARM, _MADE, _NO_HARM} <= set(TABLES.get(metric.table, ()))

    def restricted(self, metrics: Mapping[str, Metric]) -> dict[str, Metric]:
        """Every metric that it concerns, over these cases only; a case that does not say whether
        it is one of them makes a count a lower limit."""
        return {
            name: self._within(metric) for name, metric in metrics.items() if self.concerns(metric)
        }

    def _within(self, metric: Metric) -> Metric:
        sure, perhaps = self._fits(), self._may_fit()
        where = sure if metric.where is None else metric.where & sure
        if not isinstance(metric.how, Measure | Spread):
            return metric
        unsaid = perhaps & ~sure if metric.where is None else metric.where & perhaps & ~sure
        weak = unsaid if metric.weak is None else unsaid | (metric.weak & perhaps)
        return replace(metric, where=where, weak=weak, weak_note=_UNSAID)

    def _fits(self) -> Any:
        return _any(
            [_all([_held(name).isin(codes) for name, codes in c.items()]) for c in self.cases]
        )

    def _may_fit(self) -> Any:
        return _any(
            [
                _all([_held(name).isin([*codes, _UNKNOWN]) for name, codes in case.items()])
                for case in self.cases
            ]
        )


def _held(name: str) -> Any:
    if name == _HARM:
        return _.harm.fill_null(_.no_harm.notnull().ifelse(_NO_HARM, _UNKNOWN))
    return _[name].fill_null(_UNKNOWN)


def _all(parts: list[Any]) -> Any:
    first, *rest = parts
    for one in rest:
        first &= one
    return first


def _any(parts: list[Any]) -> Any:
    first, *rest = parts
    for one in rest:
        first |= one
    return first


def only_of(where: str, document: Mapping[str, Any]) -> Only | None:
    """The table ``only`` of a profile. Raises UserError that names its first fault."""
    table = document.get("only")
    if table is None:
        return None
    place = f"{where}, only"
    if not isinstance(table, dict) or set(table) != {"title", "words", "cases"}:
        raise UserError(place, "it has wrong members", "give title, words and [[only.cases]]")
    title, words, cases = table["title"], table["words"], table["cases"]
    if not isinstance(title, str) or not isinstance(words, str) or not isinstance(cases, list):
        raise UserError(place, "title or words is no text", 'write title = "…" and words = "…"')
    if not cases:
        raise UserError(place, "it has no cases", "add at least one [[only.cases]]")
    return Only(title, words, tuple(_case(place, one) for one in cases))


def _case(place: str, table: Any) -> dict[str, tuple[str, ...]]:
    known = {_HARM, *_LISTS}
    if not isinstance(table, dict) or not table or set(table) - known:
        raise UserError(place, "a case names something unknown", f"name {', '.join(sorted(known))}")
    return {name: _codes(place, name, codes) for name, codes in table.items()}


def _codes(place: str, name: str, codes: Any) -> tuple[str, ...]:
    listed = set(harm().categories) if name == _HARM else set(codelist(_LISTS[name]).codes)
    if not isinstance(codes, list) or not codes or set(map(str, codes)) - listed:
        raise UserError(place, f"{name} names a code that there is not", "see the list of codes")
    return tuple(codes)
