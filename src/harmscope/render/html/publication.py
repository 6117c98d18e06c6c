"""The page of a registry's publication: tables, what was protected, corrections, sources."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from harmscope.model.period import parse_period
from harmscope.render.html import numbers
from harmscope.render.html.crossed import crossed
from harmscope.render.html.page import environment
from harmscope.taxonomy import codelist, harm

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_HEADS = {
    "period": "Period",
    "harm": "Harm",
    "service": "Service",
    "territory": "Country",
    "order_state": "State",
}
WITHHELD, NOT_RECORDED, NO_CASES, MIXED = ":", "not recorded", "no cases", "not comparable"
"""What stands for a figure that is not there."""

Row = dict[str, Any]


def publication_page(document: dict[str, Any]) -> str:
    """The publication as one HTML document without scripts or outside requests."""
    style = "\n".join(
        (_TEMPLATES / name).read_text(encoding="utf-8") for name in ("style.css", "tables.css")
    )
    disclosure = document["disclosure"]
    sections = _sections(document)
    return (
        environment()
        .get_template("publication.html")
        .render(
            doc=document,
            style=Markup(style),  # noqa: S704 - ours
            period=numbers.period(parse_period(document["period"])),
            totals=_totals(document),
            sections=[section for section in sections if section["tables"]],
            shown_cells=disclosure["cells"] - disclosure["states"].get("hidden", 0),
            narrowed=_narrowed(disclosure),
        )
    )


def _narrowed(disclosure: dict[str, Any]) -> int:
    return sum(
        one.get("narrowed_down", one.get("narrowed_down_at_most", 0))
        for one in disclosure["audit"]["attackers"]
    )


def _order(document: dict[str, Any]) -> list[str]:
    """Metrics in the order of their figures, which is that of the plan."""
    return list(dict.fromkeys(row["metric"] for row in document["figures"]))


def _totals(document: dict[str, Any]) -> list[Row]:
    units = codelist("unit").codes
    return [
        {
            "title": document["definitions"][row["metric"]]["title"],
            "definition": document["definitions"][row["metric"]]["definition"],
            "shown": shown(row),
            "unit": "" if row["unit"] == "share" else units[row["unit"]].lower(),
            "behind": f"{row['senders']} of {row['of']}",
        }
        for row in document["figures"]
        if not _names(row, document["period"])
    ]


def _sections(document: dict[str, Any]) -> list[dict[str, Any]]:
    units = codelist("unit").codes
    found = []
    for metric in _order(document):
        definition = document["definitions"][metric]
        rows = [row for row in document["figures"] if row["metric"] == metric]
        found.append(
            {
                "id": metric.replace(".", "-"),
                "title": definition["title"],
                "definition": definition["definition"],
                "tables": _tables(rows, document["period"], units[definition["unit"]]),
            }
        )
    return found


def _names(row: Row, period: str) -> tuple[str, ...]:
    """What a row is split by; its period only where it is another than that of the whole."""
    return tuple(
        name for name in _HEADS if row[name] and not (name == "period" and row[name] == period)
    )


def _tables(rows: list[Row], period: str, unit: str) -> list[dict[str, Any]]:
    """The tables of one metric: harm against service in one, every other split by itself."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(_names(row, period), []).append(row)
    if set(groups) == {()}:
        return []
    square = crossed(groups, shown, _label)
    found = [square] if square else []
    done = {(), ("harm",), ("service",), ("harm", "service")} if square else {()}
    return found + [_listed(names, groups[names], unit) for names in groups if names not in done]


def _listed(names: tuple[str, ...], members: list[Row], unit: str) -> dict[str, Any]:
    return {
        "caption": "By " + " and ".join(_HEADS[name].lower() for name in names),
        "labels": [_HEADS[name] for name in names],
        "heads": [unit, "Services behind"],
        "rows": [
            {
                "codes": [_label(name, row[name]) for name in names],
                "cells": [shown(row), f"{row['senders']} of {row['of']}"],
            }
            for row in members
        ],
    }


def shown(row: Row) -> str:
    """What stands in a cell: a number, a share, a band, or why there is none."""
    value = row["value"]
    if value is None and row["low"] is None:
        return _why(row)
    if value is None:
        high = row["high"]
        return f"{row['low']:,} to {high:,}" if high is not None else f"{row['low']:,} and more"
    if row["unit"] == "share":
        return str(numbers.percent(value))
    return str(numbers.grouped(value))


def _why(row: Row) -> str:
    status = row.get("obs_status")
    if status == "O":
        return MIXED if row["senders"] else NOT_RECORDED
    return NO_CASES if status == "M" else WITHHELD


def _label(name: str, code: str) -> str:
    if name == "period":
        return str(numbers.period(parse_period(code)))
    if name == "harm":
        category = harm().categories.get(code)
        return category.label if category else code.replace("_", " ").capitalize()
    return code
