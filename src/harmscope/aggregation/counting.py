"""Counts metrics over the flat tables: one query for all metrics that share rows and split."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import ibis

from harmscope.engine import Engine
from harmscope.metrics.flat_tables import SPLITS, table
from harmscope.metrics.metric import RECORDS, Measure, Metric, Spread
from harmscope.model.period import Period

Key = tuple[str, ...]


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
    for group in groups.values():
        cells = engine.rows(_counts(group, split, period))
        for number, metric in enumerate(group):
            result[metric.id] = {
                tuple(str(row[name]) for name in split): Count(
                    int(row[f"m{number}"] or 0),
                    bool(row[f"a{number}"]),
                    int(row[f"w{number}"] or 0),
                    int(row[f"u{number}"] or 0),
                )
                for row in cells
            }
    return result


def histogram(
    engine: Engine, metric: Metric, split: Key, period: Period
) -> dict[Key, list[tuple[int | None, int]]]:
    """Codes of the split → (value, rows) sorted by value; rows without a value come under None.

    ``metric`` is a spread. The histogram is exact, so order statistics from it are too.
    """
    if not isinstance(metric.how, Spread):
        raise TypeError("only the values of a spread have a histogram")
    rows = _rows(metric, period)
    rows = _attached(rows.filter(metric.condition(rows) & rows[metric.day].notnull()), split)
    spread = rows.mutate(value=rows[metric.how.column])
    counted = spread.group_by([*split, "value"]).agg(rows=spread.count())
    result: dict[Key, list[tuple[int | None, int]]] = {}
    for row in engine.rows(counted.order_by([*split, "value"])):
        key = tuple(str(row[name]) for name in split)
        result.setdefault(key, []).append((row["value"], int(row["rows"])))
    return result


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


def _counts(group: list[Metric], split: Key, period: Period) -> Any:
    rows = _rows(group[0], period)
    asked = {f"in{number}": metric.condition(rows) for number, metric in enumerate(group)}
    asked |= {f"weak{number}": metric.weakness(rows) for number, metric in enumerate(group)}
    dated = rows[group[0].day].notnull()
    rows = _attached(rows.mutate(dated=dated, **asked), split)
    keys = list(split)
    inner = {}
    for number, metric in enumerate(group):
        if not isinstance(metric.how, Measure):
            raise TypeError("only measures are counted")
        where = rows[f"in{number}"] & rows.dated
        inner[f"m{number}"] = metric.how.per_record(rows, where)
        inner[f"w{number}"] = ibis.ifelse(rows[f"weak{number}"], 1, 0).max()
        inner[f"u{number}"] = ibis.ifelse(rows[f"in{number}"] & ~rows.dated, 1, 0).max()
        inner[f"a{number}"] = ibis.ifelse(where & _approximate(rows, keys), 1, 0).max()
    each = rows.group_by([*keys, "seq"]).agg(**inner)
    outer = {
        name: each[name].max() if name[0] == "a" else each[name].sum().cast("int64")
        for name in inner
    }
    return each.group_by(keys).agg(**outer) if keys else each.agg(**outer)


def doubts(engine: Engine, metric: Metric, split: Key, period: Period) -> dict[Key, Count]:
    """The records of a spread that may or may not belong to it: counts as :func:`count` gives."""
    return count(engine, [replace(metric, how=RECORDS)], split, period)[metric.id]


def _approximate(rows: Any, keys: list[str]) -> Any:
    """Whether a row came into its harm over an approximate mapping, and that matters here."""
    if "mapping" in rows.columns and {"harm", "harm_top", "harm_label", "garm"} & set(keys):
        near = (rows.mapping == "approx").fill_null(False)
        return near | (rows.garm_rule == "approx") if "garm" in keys else near
    return rows.seq.isnull()
