"""The figures of a publication as rows and as a table, with every column described."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from harmscope.model.figure import Figure
from harmscope.registry.layout import place_of
from harmscope.render.figures_table import figures_table
from harmscope.render.table import Column, Table

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

_SHOWN = ("metric", "period", "unit", "value", "status", "low", "high", "rounding")
_FLAGS = {
    "obs_status": (
        "SDMX CL_OBS_STATUS: A normal; Q missing value, suppressed; O missing value, no service "
        "records it; M missing value, data cannot exist",
        ("A", "Q", "O", "M"),
    ),
    "conf_status": ("SDMX CL_CONF_STATUS: C confidential, empty where it is not", ("C",)),
}
_COUNTS = {
    "senders": "How many services stand behind the figure",
    "of": "How many services could: all that are registered, or the one that it is about",
}
_KINDS = {"text": "string", "day": "date"}
_PROFILES = "https://datapackage.org/profiles/2.0"
_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def row(figure: Figure) -> Row:
    """A published figure as ``publication.json`` holds it. A band has ``low`` and ``high``, an open
    one no ``high``."""
    place, bounds = dict(place_of(figure)), figure.bounds
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


def table(figures: Sequence[Figure]) -> Table:
    """The published figures as a table: the columns that figures have everywhere, and beside them
    the flags and counts of a publication."""
    rows, named = [row(figure) for figure in figures], [_named(figure) for figure in figures]
    flags = {Column(name, about=about): name for name, (about, _) in _FLAGS.items()}
    counts = {Column(name, "integer", about=about): name for name, about in _COUNTS.items()}
    after = {column: [one[name] for one in rows] for column, name in (flags | counts).items()}
    return figures_table(named, columns=_SHOWN, after=after)


def _named(figure: Figure) -> Figure:
    """The figure with the dimensions under which it is published; its period is no dimension."""
    codes = {name: code for name, code in place_of(figure) if name != "period"}
    return figure.model_copy(update={"dimensions": codes or None})


def description(name: str, title: str, shown: Table, files: Mapping[str, bytes]) -> dict[str, Any]:
    """``datapackage.json`` (Data Package 2.0): every file, every column. Rows are unique by metric
    and place; that is no primary key, as a total leaves dimensions empty."""
    splits = [column for column in shown.head if column.startswith("dimension.")]
    schema = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column) for column in shown.columns],
        "missingValues": [""],
        "uniqueKeys": [["metric", "period", *splits]],
    }
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": name,
        "title": title,
        "licenses": [{"name": "CC0-1.0", "path": _LICENCE}],
        "resources": [_resource(path, data, schema) for path, data in files.items()],
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _KINDS.get(column.type, column.type),
        "description": column.about,
    }
    if column.name in _FLAGS:
        field["constraints"] = {"enum": list(_FLAGS[column.name][1])}
    return field


def _resource(path: str, data: bytes, schema: dict[str, Any]) -> dict[str, Any]:
    stem, _, ending = path.partition(".")
    return {
        "name": stem if ending == "csv" else f"{stem}-{ending}",
        "path": path,
        "type": "table",
        "format": ending,
        "mediatype": _MEDIA[ending],
        **({"encoding": "utf-8"} if ending == "csv" else {}),
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }
