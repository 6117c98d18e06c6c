"""The exact figures of a pool as a table, for use in the house."""

from collections.abc import Mapping
from typing import Any

from harmscope.aggregation.labels import label
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import SPLITS
from harmscope.render.table import Amount, Cell, Column, Missing, Table, shown

Body = Mapping[str, Any]
_MISSING = {
    "not_recorded": Missing.NOT_RECORDED,
    "not_reported": Missing.NO_CASES,
    "suppressed": Missing.SUPPRESSED,
}


def pool_table(body: Body) -> Table:
    """Every figure of a record ``pool``, one a row, with the services behind it."""
    splits = sorted({name for one in body["figures"] for name in one["dimensions"]})
    columns = [
        Column("metric"),
        *(Column(f"dimension.{name}") for name in splits),
        Column("value", "number"),
        Column("unit"),
        Column("status"),
        Column("low", "number"),
        Column("high", "number"),
        Column("senders", "integer"),
        Column("of", "integer"),
    ]
    rows = [
        [
            one["metric"],
            *(one["dimensions"].get(name) for name in splits),
            one["value"],
            one["unit"],
            one["status"],
            one.get("low"),
            one.get("high"),
            one["senders"],
            one["of"],
        ]
        for one in body["figures"]
    ]
    return Table(columns, rows, title=f"Pool {body['period']}")


def pool_sections(body: Body) -> list[dict[str, Any]]:
    """The figures by metric, as people read them: the total, and what it is split into."""
    groups: dict[str, list[Body]] = {}
    for one in body["figures"]:
        groups.setdefault(one["metric"], []).append(one)
    return [
        {
            "id": metric,
            "title": METRICS[metric].title,
            "definition": METRICS[metric].definition,
            "total": next((_row(one) for one in found if not one["dimensions"]), None),
            "parts": [_row(one) for one in found if one["dimensions"]],
        }
        for metric, found in groups.items()
    ]


def _row(one: Body) -> dict[str, Any]:
    parts = one.get("by_service") or {}
    return {
        "split": ", ".join(
            SPLITS[name].title if name in SPLITS else name for name in one["dimensions"]
        ),
        "about": ", ".join(_label(name, code) for name, code in one["dimensions"].items()),
        "value": shown(_cell(one)),
        "senders": one["senders"],
        "of": one["of"],
        "by_service": dict(sorted(parts.items())),
        "by_authority": {
            name: shown(_limits(told)) for name, told in (one.get("by_authority") or {}).items()
        },
    }


def _label(name: str, code: str) -> str:
    return label(SPLITS[name], code) if name in SPLITS else code


def _limits(one: Body, unit: str = "") -> Amount:
    """The limits of a sum; the upper one may be open."""
    if one.get("high") is None:
        return Amount(one["low"], unit, "at least")
    return Amount(one["low"], unit, high=one["high"])


def _cell(one: Body) -> Cell:
    unit = one["unit"] if one["unit"] in ("share", "hours", "days") else ""
    if one["value"] is None and one.get("low") is not None:
        return _limits(one, unit)
    if one["value"] is None:
        return _MISSING.get(one["status"], Missing.NO_VALUE)
    return Amount(one["value"], unit, "at least" if one["status"] == "at_least" else "")
