"""Counts metrics over the flat tables: one query for all metrics that share rows and split."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

import ibis
from ibis.common.deferred import resolver

from harmscope.engine import Engine
from harmscope.metrics.carried import near_harms
from harmscope.metrics.flat_tables import SPLITS, several, table
from harmscope.metrics.metric import RECORDS, Measure, Metric, Spread
from harmscope.model.period import Period

Key = tuple[str, ...]


Fate = Literal["counted", "perhaps", "no_day", "outside", "not_met"]
"""What becomes of a row: it is counted; it does not say whether it belongs; it would belong and has
no day; its day lies outside the period; it does not meet the condition."""


@dataclass(frozen=True, slots=True)
class Count:
    """One count; ``approx`` where cases came in over an approximate mapping. ``weak`` and
    ``undated`` are the numbers of records that make it a lower limit: they do not say whether they
    belong, or they would belong and have no day."""

    value: int
    approx: bool = False
    weak: int = 0
    undated: int = 0


def added(one: Count, other: Count) -> Count:
    """Two counts together."""
    return Count(
        one.value + other.value,
        one.approx or other.approx,
        one.weak + other.weak,
        one.undated + other.undated,
    )


def count(
    engine: Engine, metrics: Iterable[Metric], split: Key, period: Period
) -> dict[str, dict[Key, Count]]:
    """Metric id → codes of the split's dimensions → count, for metrics that are measures.

    Groups without any row of the table are missing; a metric that counts nothing in a group that
    has rows is 0 there. Without a split there is always the one key ``()``. Rows without a day are
    never counted; they stand as ``undated`` under the month that is not stated.
    """
    groups: dict[tuple[str, str], list[Metric]] = {}
    for metric in metrics:
        groups.setdefault((metric.table, metric.day), []).append(metric)
    result: dict[str, dict[Key, Count]] = {}
    for (name, _), group in groups.items():
        cells = _cells(engine, name, _Group(tuple(group)), split, period)
        for number, metric in enumerate(group):
            found = result[metric.id] = {}
            for row in cells:
                key = tuple(str(row[name]) for name in split)
                one = Count(
                    int(row[f"m{number}"] or 0),
                    bool(row.get(f"a{number}")),
                    int(row[f"w{number}"] or 0),
                    int(row[f"u{number}"] or 0),
                )
                found[key] = added(found[key], one) if key in found else one
    return result


@dataclass(frozen=True, slots=True)
class _Group:
    """Metrics that are counted together. Two groups are equal where they count the same: conditions
    of Ibis cannot be compared, but what they resolve to can."""

    metrics: tuple[Metric, ...] = field(compare=False)
    what: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "what", tuple(map(_what, self.metrics)))


def _what(metric: Metric) -> tuple[object, ...]:
    return metric.table, metric.day, metric.how, resolver(metric.where), resolver(metric.weak)


def _cells(
    engine: Engine, name: str, group: _Group, split: Key, period: Period
) -> list[dict[str, Any]]:
    """The counts of each group of rows. Records that have one row in the table, where it is known
    which these are, are counted as rows; a key may come from them and from the others."""
    repeated = engine.several.get(name)
    parts: tuple[Part, ...] = ("one of several", "several") if repeated else ("single",)
    if repeated is None:
        parts = ("any",)
    return [row for part in parts for row in engine.rows(_query(group, split, period, part))]


Part = Literal["any", "single", "one of several", "several"]
"""Rows of a table: any; all, where each record has one; or those of records that have one, and of
those that have several."""


@lru_cache(maxsize=512)
def _query(group: _Group, split: Key, period: Period, part: Part) -> Any:
    """The counts of a group, an unbound expression: to build it takes longer than to run it on
    small tables, and it is the same in every report of a process."""
    rows = _rows(group.metrics[0], period)
    more = several(group.metrics[0].table)
    if part == "one of several":
        rows = rows.anti_join(more, "seq")
    if part == "several":
        rows = rows.semi_join(more, "seq")
    return _counts(rows, group.metrics, split, single=part in ("single", "one of several"))


def histogram(
    engine: Engine, metric: Metric, split: Key, period: Period
) -> dict[Key, list[tuple[int | None, int]]]:
    """Codes of the split → (value, rows) sorted by value; rows without a value come under None.

    ``metric`` is a spread. The histogram is exact, so order statistics from it are too.
    """
    result: dict[Key, list[tuple[int | None, int]]] = {}
    for row in engine.rows(_histogram(_Group((metric,)), split, period)):
        key = tuple(str(row[name]) for name in split)
        result.setdefault(key, []).append((row["value"], int(row["rows"])))
    return result


@lru_cache(maxsize=512)
def _histogram(group: _Group, split: Key, period: Period) -> Any:
    spread = _spread_rows(group.metrics[0], split, period)
    counted = spread.group_by([*split, "value"]).agg(rows=spread.count())
    return counted.order_by([*split, "value"])


def _spread_rows(metric: Metric, split: Key, period: Period) -> Any:
    """The cases of a spread, with their codes and a value each."""
    if not isinstance(metric.how, Spread):
        raise TypeError("only the values of a spread have a histogram")
    rows = _rows(metric, period)
    rows = _attached(rows.filter(metric.condition(rows) & rows[metric.day].notnull()), split)
    return rows.mutate(value=rows[metric.how.column])


def _rows(metric: Metric, period: Period) -> Any:
    rows = table(metric.table)
    day = rows[metric.day]
    inside = day.between(ibis.date(period.start), ibis.date(period.end))
    return rows.filter(inside | day.isnull())


def _attached(rows: Any, split: Key) -> Any:
    """The rows with their codes. A dimension takes the place of the column of its name, and has a
    code where that has none: conditions are asked before."""
    for name in split:
        rows = SPLITS[name].attach(rows)
    return rows


def _counts(rows: Any, group: Sequence[Metric], split: Key, *, single: bool = False) -> Any:
    """Counts of all metrics of a group; ``single`` says that each record has one row."""
    rows, inner, totals = _asked(rows, group, split)
    keys = list(split)
    if single:
        # With a code of each dimension a row stands once under each key, so it is its own record.
        return _summed(rows, inner, keys)
    each = _by_record(rows, inner, totals, keys)
    return _summed(each, {name: each[name] for name in inner}, keys)


def _asked(rows: Any, group: Sequence[Metric], split: Key) -> tuple[Any, dict[str, Any], set[str]]:
    """The rows with their codes, what each counts for each metric, and the names of those that add
    up over the rows of a record."""
    asked = {f"in{number}": metric.condition(rows) for number, metric in enumerate(group)}
    asked |= {f"weak{number}": metric.weakness(rows) for number, metric in enumerate(group)}
    dated = rows[group[0].day].notnull()
    rows = _attached(rows.mutate(dated=dated, **asked), split)
    near = _approximate(rows, list(split))
    inner, totals = {}, set()
    for number, metric in enumerate(group):
        if not isinstance(metric.how, Measure):
            raise TypeError("only measures are counted")
        where = rows[f"in{number}"] & rows.dated
        inner[f"m{number}"] = metric.how.of_row(rows, where)
        totals |= {f"m{number}"} if metric.how.adds else set()
        inner[f"w{number}"] = ibis.ifelse(rows[f"weak{number}"], 1, 0)
        inner[f"u{number}"] = ibis.ifelse(rows[f"in{number}"] & ~rows.dated, 1, 0)
        if near is not None:
            inner[f"a{number}"] = ibis.ifelse(where & near, 1, 0)
    return rows, inner, totals


def _by_record(rows: Any, inner: dict[str, Any], totals: set[str], keys: list[str]) -> Any:
    by_record = {name: one.sum() if name in totals else one.max() for name, one in inner.items()}
    return rows.group_by([*keys, "seq"]).agg(**by_record)


def by_record(
    engine: Engine, metric: Metric, split: Key, period: Period
) -> dict[Key, dict[int, Count]]:
    """Codes of the split → number of the record → what it adds to the count of :func:`count` there;
    records that add nothing are left out. For a spread each case counts once."""
    measure = metric if isinstance(metric.how, Measure) else replace(metric, how=RECORDS)
    rows, inner, totals = _asked(_rows(measure, period), [measure], split)
    each = _by_record(rows, inner, totals, list(split))
    result: dict[Key, dict[int, Count]] = {}
    for row in engine.rows(each):
        one = Count(int(row["m0"] or 0), bool(row.get("a0")), int(row["w0"] or 0), int(row["u0"]))
        if one.value or one.weak or one.undated:
            key = tuple(str(row[name]) for name in split)
            result.setdefault(key, {})[int(row["seq"])] = one
    return result


def fates(
    engine: Engine, metric: Metric, split: Key, period: Period
) -> list[tuple[Key, int, Fate]]:
    """(codes of the split, number of the record, what becomes of its row) for every row of the
    metric's table, in whatever period it lies; equal entries stand once."""
    rows = table(metric.table)
    day = rows[metric.day]
    inside = day.between(ibis.date(period.start), ibis.date(period.end)).fill_null(False)
    met, undated = metric.condition(rows), day.isnull()
    fate = ibis.cases(
        (met & inside, "counted"),
        (metric.weakness(rows) & (inside | undated), "perhaps"),
        (met & undated, "no_day"),
        (~(inside | undated), "outside"),
        else_="not_met",
    )
    rows = _attached(rows.mutate(fate=fate), split)
    found = rows.select(*split, "seq", "fate").distinct()
    return [
        (tuple(str(row[name]) for name in split), int(row["seq"]), row["fate"])
        for row in engine.rows(found)
    ]


def values(
    engine: Engine, metric: Metric, split: Key, period: Period
) -> dict[Key, list[tuple[int, int | None]]]:
    """Codes of the split → (number of the record, value) of every case of :func:`histogram`."""
    rows = _spread_rows(metric, split, period)
    result: dict[Key, list[tuple[int, int | None]]] = {}
    for row in engine.rows(rows.select(*split, "seq", "value").order_by(["seq", "value"])):
        key = tuple(str(row[name]) for name in split)
        result.setdefault(key, []).append((int(row["seq"]), row["value"]))
    return result


def _summed(rows: Any, cells: dict[str, Any], keys: list[str]) -> Any:
    outer = {
        name: one.max() if name[0] == "a" else one.sum().cast("int64")
        for name, one in cells.items()
    }
    return rows.group_by(keys).agg(**outer) if keys else rows.agg(**outer)


def doubts(engine: Engine, metric: Metric, split: Key, period: Period) -> dict[Key, Count]:
    """The records of a spread that may or may not belong to it: counts as :func:`count` gives."""
    return count(engine, [replace(metric, how=RECORDS)], split, period)[metric.id]


def _approximate(rows: Any, keys: list[str]) -> Any | None:
    """Whether a row came into its harm over an approximate mapping; None where that does not
    matter."""
    carried = [one.carried for one in map(SPLITS.__getitem__, keys) if one.carried is not None]
    of_harm = {"harm", "harm_top", "harm_label", "garm"} & set(keys)
    if "mapping" not in rows.columns or not (of_harm or carried):
        return None
    near = (rows.mapping == "approx").fill_null(False)
    for system in carried:
        near |= rows.harm.isin(near_harms(system)).fill_null(False)
    return near | (rows.garm_rule == "approx") if "garm" in keys else near
