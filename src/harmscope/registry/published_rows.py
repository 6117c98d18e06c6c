"""Published figures as rows: the form in which ``publication.json`` holds them."""

from collections.abc import Mapping
from typing import Any

from harmscope.disclosure.cells import Place
from harmscope.model.figure import Bounds, Figure

NAMES = {"harm_top": "harm"}
"""Dimensions that are published under another name than they are counted."""


def place_of(figure: Figure) -> Place:
    """The place of a pooled figure: its codes, and its period as a code."""
    return placed(figure.dimensions or {}, figure.period or "")


def placed(codes: Mapping[str, str], period: str) -> Place:
    """The place of a figure with these codes, about this period."""
    named = {NAMES.get(name, name): code for name, code in codes.items() if name != "month"}
    return tuple(sorted({**named, "period": period}.items()))


DIMENSIONS = ("period", "harm", "service", "territory", "order_state")
"""Columns of a publication that say what a figure is about, in this order."""

OBSERVED, SUPPRESSED, MISSING, CANNOT_EXIST = "A", "Q", "O", "M"
"""SDMX code list CL_OBS_STATUS: normal; missing value, suppressed; missing value (here: no service
records it); missing value, data cannot exist (here: a share or a median of nothing)."""

CONFIDENTIAL = "C"
"""SDMX code list CL_CONF_STATUS: confidential."""

_EMPTY = {"suppressed": SUPPRESSED, "not_recorded": MISSING, "not_reported": CANNOT_EXIST}
"""Status of a figure without number or limits → its code of CL_OBS_STATUS."""

Row = dict[str, Any]
"""One published figure as ``publication.json`` holds it; what there is not is None."""


def row(figure: Figure) -> Row:
    """A published figure as ``publication.json`` holds it. A band has ``low`` and ``high``, an open
    one no ``high``: a lower limit is one."""
    place, bounds = dict(place_of(figure)), figure.bounds
    if figure.status == "at_least" and bounds is None and isinstance(figure.value, int):
        bounds = Bounds(low=figure.value)
        figure = figure.model_copy(update={"value": None})
    empty = figure.value is None and bounds is None
    status = _EMPTY[figure.status] if empty else OBSERVED
    return {
        "metric": figure.metric,
        "unit": figure.unit,
        **{name: place.get(name) for name in DIMENSIONS},
        "value": figure.value,
        "low": bounds.low if bounds else None,
        "high": bounds.high if bounds else None,
        "rounding": figure.rounding,
        "obs_status": status,
        "conf_status": CONFIDENTIAL if status == SUPPRESSED else None,
        "senders": figure.senders,
        "of": figure.of,
    }
