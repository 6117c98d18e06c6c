"""What a publication showed and what it withheld, kept for the audit of the next one."""

import json
from math import inf
from pathlib import Path
from typing import Any

from harmscope.canonical import ascii_form
from harmscope.disclosure.cells import Cell, Relation, Tables
from harmscope.disclosure.presentation import Edition, Shown


def dumped(edition: Edition) -> bytes:
    """An edition as JSON. It holds what was withheld: it never leaves the registry."""
    body = {
        "cells": [
            {
                "table": cell.table,
                "place": [list(pair) for pair in cell.place],
                "value": cell.value,
                "unit": cell.unit,
                "shares": dict(cell.shares),
                "traits": sorted(cell.traits),
                "open_sender": cell.open_sender,
                "shown": _shown(shown),
                "protected": number in edition.protected,
            }
            for number, (cell, shown) in enumerate(
                zip(edition.tables.cells, edition.shown, strict=True)
            )
        ],
        "relations": [[r.total, list(r.parts), r.sense] for r in edition.tables.relations],
    }
    return ascii_form(body) + b"\n"


def loaded(path: Path) -> Edition:
    """An edition out of its JSON."""
    body = json.loads(path.read_text(encoding="utf-8"))
    cells = tuple(
        Cell(
            table=one["table"],
            place=tuple((name, code) for name, code in one["place"]),
            value=one["value"],
            unit=one["unit"],
            shares=one["shares"],
            traits=frozenset(one["traits"]),
            open_sender=one["open_sender"],
        )
        for one in body["cells"]
    )
    relations = tuple(
        Relation(total, tuple(parts), sense) for total, parts, sense in body["relations"]
    )
    shown = tuple(_back(one["shown"]) for one in body["cells"])
    protected = frozenset(i for i, one in enumerate(body["cells"]) if one["protected"])
    return Edition(Tables(cells, relations), shown, protected)


def _shown(shown: Shown) -> list[Any]:
    high = None if shown.high == inf else shown.high
    return [shown.state, shown.value, shown.low, high]


def _back(one: list[Any]) -> Shown:
    state, value, low, high = one
    return Shown(state, value, low, inf if high is None else high)
