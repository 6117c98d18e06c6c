"""What a figure stands on: one set of records, or the two of a share; and who is in each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from harmscope.aggregation.counting import Count, Fate, Key, added, by_record, fates, values
from harmscope.aggregation.dsa_cells import CellCount, cell_counts, language_cell
from harmscope.aggregation.dsa_document import template_work
from harmscope.aggregation.quality import COMPLETENESS_METRIC
from harmscope.aggregation.report import Made, declared_in
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import LAW_NOT_KNOWN, SPLITS, table
from harmscope.metrics.metric import ROW_OF, ROWS, Measure, Metric, Sampled, Share, Spread
from harmscope.model.dsa_template import Sheet, dsa_template
from harmscope.model.explanation import Role
from harmscope.tracing.asked import QUALITY, Placed

OTHER_CODE: Final = "other_code"
OPEN_CODE: Final = "open_code"
NO_ROW: Final = "no_row"
"""Why a record is not in a figure, beside the fates of its rows: it counts under another code; it
counts and does not say under which; it holds nothing that the metric counts."""

KIND_OF: Final = {"notice": "notice", "clock": "notice", "exposure": "exposure"}
"""Tables whose rows are of other records than cases."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A set of records: rows of ``metric`` whose codes in ``split`` fit. ``may`` are codes that do
    not say whether they fit; ``doubt`` counts rows that do not either."""

    role: Role
    metric: Metric
    split: Key
    fits: Callable[[Key], bool]
    may: Callable[[Key], bool]
    doubt: Metric | None = None


class Standing:
    """Finds what the figures of one report stand on; asks the engine for each set once."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self._period = made.request.period
        self._kept: dict[tuple[str, int, Key], tuple[Metric, Any]] = {}
        self._made_anew: list[Metric] = []
        self._sheets: dict[int, dict[Any, CellCount]] = {}
        only = made.request.profile.only
        self._within = METRICS if only is None else METRICS | only.restricted(METRICS)

    def stands(self, one: Placed) -> list[Stand]:
        """What the figure stands on; empty for what is declared or estimated from samples."""
        if one.section == QUALITY:
            return self._quality(one)
        if self.made.request.profile.template:
            return self._template(one)
        metrics, split = self._plan(one)
        metric = metrics.get(one.figure.metric)
        if metric is None or isinstance(metric.how, Sampled):
            return []
        codes = tuple((one.figure.dimensions or {}).get(name, "") for name in split)
        return list(_of(metric, metrics, split, codes))

    def _plan(self, one: Placed) -> tuple[Mapping[str, Metric], Key]:
        """The metrics as the figure's panel counts them, and the order of its split."""
        dimensions = one.figure.dimensions or {}
        for section in self.made.request.profile.sections:
            for panel in section.panels:
                if (section.id, panel.id) == (one.section, one.panel):
                    split = panel.split if dimensions else ()
                    return (METRICS if panel.whole else self._within), split
        return {}, ()

    def _quality(self, one: Placed) -> list[Stand]:
        metric = METRICS[one.figure.metric]
        if metric.id != COMPLETENESS_METRIC:
            return list(_of(metric, METRICS, (), ()))
        whole = self._remembered(replace(metric, how=ROWS))
        name = (one.figure.dimensions or {})["field"]
        filled = replace(whole, id=f"{whole.id}.{name}", where=_filled(name))
        pair: tuple[tuple[Role, Metric], ...] = (
            ("numerator", self._remembered(filled)),
            ("denominator", whole),
        )
        return [Stand(role, metric, (), _any, _none) for role, metric in pair]

    def _remembered(self, metric: Metric) -> Metric:
        """One object for each metric that is made anew: what was asked is kept by it."""
        for known in self._made_anew:
            if known.id == metric.id and known.how == metric.how:
                return known
        self._made_anew.append(metric)
        return metric

    # Cells of the EU template.

    @cached_property
    def _work(self) -> Any:
        made = self.made
        declared = declared_in(made.request)
        return template_work(made.engine, self._period, made.gaps, declared, made.headers)

    def _template(self, one: Placed) -> list[Stand]:
        sheet = _sheet_of(one)
        if sheet is None or one.figure.estimand == "declared":
            return []
        if sheet.number not in self._sheets:
            self._sheets[sheet.number] = cell_counts(self._work, sheet)
        cell = self._sheets[sheet.number].get((one.figure.metric, one.figure.place))
        dimensions = one.figure.dimensions or {}
        if cell is None and set(dimensions) == {"language"}:
            name = (one.figure.metric, one.figure.place)
            cell = language_cell(one.figure.metric, dimensions["language"])
            if cell is not None:
                self._sheets[sheet.number][name] = cell
        if cell is None:
            return []
        role: Role = "cases" if isinstance(cell.metric.how, Spread) else "count"
        return [Stand(role, cell.metric, cell.split, cell.fits, cell.may, cell.doubt)]

    # Who is in each.

    def _ask(self, what: str, ask: Callable[..., Any], metric: Metric, split: Key) -> Any:
        # A metric is kept as long as what was asked of it: its number stands for it.
        key = (what, id(metric), split)
        if key not in self._kept:
            self._kept[key] = metric, ask(self.made.engine, metric, split, self._period)
        return self._kept[key][1]

    def adds(self, stand: Stand) -> dict[int, Count]:
        """Number of the record → what it adds, for every record that adds something or may."""
        found: dict[int, Count] = {}
        asked = self._ask("adds", by_record, stand.metric, stand.split)
        for codes, records in asked.items():
            if stand.fits(codes):
                for seq, one in records.items():
                    found[seq] = added(found[seq], one) if seq in found else one
        return found

    def values(self, stand: Stand) -> dict[int, list[int | None]]:
        """Number of the record → the values of its cases, for a time."""
        found: dict[int, list[int | None]] = {}
        if isinstance(stand.metric.how, Spread):
            for codes, pairs in self._ask("values", values, stand.metric, stand.split).items():
                if stand.fits(codes):
                    for seq, value in pairs:
                        found.setdefault(seq, []).append(value)
        return found

    def fates(self, stand: Stand) -> dict[int, str]:
        """Number of the record → the best that becomes of one of its rows."""
        found: dict[int, str] = {}
        for codes, seq, fate in self._ask("fates", fates, stand.metric, stand.split):
            own = _fate(stand, codes, fate)
            if seq not in found or _RANK[own] < _RANK[found[seq]]:
                found[seq] = own
        if stand.doubt is not None:
            for codes, records in self._ask("adds", by_record, stand.doubt, stand.split).items():
                if stand.fits(codes):
                    found |= {seq: "perhaps" for seq in records if found.get(seq) != "counted"}
        return found


_RANK: Final = {
    name: place
    for place, name in enumerate(
        ("counted", "perhaps", OPEN_CODE, "no_day", OTHER_CODE, "not_met", "outside", NO_ROW)
    )
}


def _fate(stand: Stand, codes: Key, fate: Fate) -> str:
    if fate in ("not_met", "outside") or stand.fits(codes):
        return fate
    return OPEN_CODE if stand.may(codes) else OTHER_CODE


def _of(metric: Metric, metrics: Mapping[str, Metric], split: Key, codes: Key) -> Iterator[Stand]:
    def fits(found: Key) -> bool:
        return found == codes

    def may(found: Key) -> bool:
        return all(
            theirs == ours or _is_open(name, theirs)
            for name, theirs, ours in zip(split, found, codes, strict=True)
        )

    if isinstance(metric.how, Share):
        yield Stand("numerator", metrics[metric.how.numerator], split, fits, may)
        yield Stand("denominator", metrics[metric.how.denominator], split, fits, may)
    elif isinstance(metric.how, Measure | Spread):
        role: Role = "count" if isinstance(metric.how, Measure) else "cases"
        yield Stand(role, metric, split, fits, may)


def _is_open(name: str, code: str) -> bool:
    return SPLITS[name].is_open(code) or (name == "clock" and code == LAW_NOT_KNOWN)


def _sheet_of(one: Placed) -> Sheet | None:
    number = one.panel.removeprefix("sheet-")
    return dsa_template().sheets.get(int(number)) if number.isdigit() else None


def _filled(column: str) -> Any:
    from ibis import _

    return _[column].notnull()


def _any(codes: Key) -> bool:
    return True


def _none(codes: Key) -> bool:
    return False


# How rows are chosen, in words.

_LITERAL: Final = re.compile(r"<scalar\[\w+\]>")


def condition_text(metric: Metric) -> str | None:
    """The condition that a row must meet, as code over the columns of its table."""
    if metric.where is None:
        return None
    text = _LITERAL.sub("no", str(metric.where)).replace("_.", "").replace("_[", "[")
    return text[1:-1] if text.startswith("(") and _closes_last(text) else text


def _closes_last(text: str) -> bool:
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place == len(text) - 1
    return False


def rows_text(metric: Metric) -> str:
    """Which rows a metric looks at."""
    return f"table {metric.table}: {ROW_OF[metric.table]}"


def how_text(metric: Metric) -> str:
    """How the rows become a number."""
    how = metric.how
    if isinstance(how, Measure):
        weight = f" with its {how.weight}" if how.weight else ""
        if how.reduction == "records":
            return f"each record counts once{weight}"
        return f"each row counts{weight}"
    if isinstance(how, Spread):
        over = f", divided by {how.per}" if how.per > 1 else ""
        return f"the {how.quantile:g} quantile of {how.column}{over}; rows without it are left out"
    return ""


def mapped(made: Made, metric: Metric) -> dict[int, tuple[str | None, str | None]]:
    """Number of the record → its harm and the way it came to it; empty for other tables."""
    rows = table(metric.table)
    if not {"harm", "mapping"} <= set(rows.columns):
        return {}
    found = made.engine.rows(rows.select("seq", "harm", "mapping").distinct())
    return {int(row["seq"]): (row["harm"], row["mapping"]) for row in found}


def natives(made: Made) -> dict[int, list[tuple[str, str | None, str]]]:
    """Number of the record → (scheme, parent, code) of its own codes."""
    rows = table("native")
    asked = rows.select("seq", "scheme", "parent", "code").distinct()
    found: dict[int, list[tuple[str, str | None, str]]] = {}
    for row in made.engine.rows(asked.order_by(["seq", "scheme", "code"])):
        found.setdefault(int(row["seq"]), []).append((row["scheme"], row["parent"], row["code"]))
    return found
