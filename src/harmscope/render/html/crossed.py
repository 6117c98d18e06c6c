"""One table of a metric by harm and by service, with the totals of both along its edges."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

WIDEST = 8
"""With more services than these a table by service would not fit beside its names."""

Row = Mapping[str, Any]
Groups = Mapping[tuple[str, ...], Sequence[Row]]


def crossed(
    groups: Groups, shown: Callable[[Any], str], label: Callable[[str, str], str]
) -> dict[str, Any] | None:
    """The table, or None where there is nothing by harm and service or too many services.

    ``groups`` are rows by what they are split by; a place without a row stays empty: nothing was
    counted there.
    """
    services = list(dict.fromkeys(row["service"] for row in groups.get(("service",), ())))
    if ("harm", "service") not in groups or () not in groups or len(services) > WIDEST:
        return None
    cells = {
        (row["harm"], row["service"]): row
        for names in ((), ("harm",), ("service",), ("harm", "service"))
        for row in groups.get(names, ())
    }
    harms = list(dict.fromkeys(row["harm"] for row in groups.get(("harm",), ())))
    return {
        "caption": "By harm and service",
        "labels": ["Harm"],
        "heads": ["All services", *services, "Services behind"],
        "rows": [
            {
                "codes": ["All harms" if code is None else label("harm", code)],
                "cells": [
                    *(_cell(cells.get((code, name)), shown) for name in (None, *services)),
                    _behind(cells.get((code, None))),
                ],
            }
            for code in (None, *harms)
        ],
    }


def _cell(row: Row | None, shown: Callable[[Any], str]) -> str:
    return "" if row is None else shown(row)


def _behind(row: Row | None) -> str:
    return "" if row is None else f"{row['senders']} of {row['of']}"
