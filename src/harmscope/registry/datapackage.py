"""The figures of a publication as rows, as CSV and as Parquet, with every column described."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from harmscope.model.figure import Figure
from harmscope.registry.layout import place_of
from harmscope.render.table import Column, Table
from harmscope.render.writers import written

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
"""One published figure under ``COLUMNS``; what there is not is None."""

_TEXT = {
    "metric": "Id of the metric; its definition is in publication.json",
    "unit": "What is counted",
    "period": "First and last day, both inside",
    "harm": "First-level category of the harm taxonomy, empty for the total",
    "service": "Service, empty for all services together",
    "territory": "Country (ISO 3166-1 alpha-2), empty for all",
    "order_state": "State whose authority gave the order, empty for all",
}
_NUMBERS = {
    "value": ("number", "The figure, empty where it is withheld or a band"),
    "low": ("integer", "Lower edge of a band, inside"),
    "high": ("integer", "Upper edge of a band, inside; empty for the open band"),
    "rounding": ("integer", "The step the figure was rounded to"),
}
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
_PROFILES = "https://datapackage.org/profiles/2.0"
_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
COLUMNS = (*_TEXT, *_NUMBERS, *_FLAGS, *_COUNTS)


def row(figure: Figure) -> Row:
    """A figure as it is published. A band has ``low`` and ``high``, an open one no ``high``."""
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


def table(rows: Sequence[Row]) -> Table:
    """The rows as a table, every column always there."""
    columns = [
        *(Column(name) for name in _TEXT),
        *(
            Column(name, "number" if kind == "number" else "integer")
            for name, (kind, _) in _NUMBERS.items()
        ),
        *(Column(name) for name in _FLAGS),
        *(Column(name, "integer") for name in _COUNTS),
    ]
    return Table(columns, [[one[name] for name in COLUMNS] for one in rows])


def csv(rows: Sequence[Row]) -> bytes:
    """The rows as CSV."""
    return written("csv", [table(rows)])


def parquet(rows: Sequence[Row]) -> bytes:
    """The rows as Parquet, the same bytes for the same rows."""
    return written("parquet", [table(rows)])


def description(name: str, title: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """``datapackage.json`` (Data Package 2.0): every file, every column. Rows are unique by metric
    and place; that is no primary key, as a total leaves dimensions empty."""
    fields: list[dict[str, Any]] = [
        *({"name": n, "type": "string", "description": d} for n, d in _TEXT.items()),
        *({"name": n, "type": kind, "description": d} for n, (kind, d) in _NUMBERS.items()),
        *(
            {"name": n, "type": "string", "description": d, "constraints": {"enum": list(codes)}}
            for n, (d, codes) in _FLAGS.items()
        ),
        *({"name": n, "type": "integer", "description": d} for n, d in _COUNTS.items()),
    ]
    schema = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": fields,
        "missingValues": [""],
        "uniqueKeys": [["metric", *DIMENSIONS]],
    }
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": name,
        "title": title,
        "licenses": [{"name": "CC0-1.0", "path": _LICENCE}],
        "resources": [_resource(path, data, schema) for path, data in files.items()],
    }


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
