"""The tables and data files of a publication."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from harmscope.disclosure.apply import Layout
from harmscope.disclosure.attackers import Known
from harmscope.disclosure.cells import Parents
from harmscope.disclosure.level import Key
from harmscope.model.figure import Figure
from harmscope.model.period import Period, clipped, parse_period
from harmscope.model.report import Report
from harmscope.registry.contributions import Plan
from harmscope.registry.folder import same_name
from harmscope.registry.pool import Pool
from harmscope.registry.published_rows import Row, place_of, placed, row
from harmscope.render.figures_table import figures_table
from harmscope.render.table import Column, Table

# Where the figures of a pool stand in the tables of a publication, and what is public already.


def layout_of(pool: Pool, plan: Plan) -> Layout:
    """How the figures of our own services in a pool hang together.

    The period is a dimension, and a month lies under the whole period, so that editions about
    other periods link up with this one.
    """
    shares, apart = {}, set()
    for one, backing in pool.own.values():
        shares[one.metric, place_of(one)] = _by_owner(backing.parts, pool.owners)
        if backing.apart:
            apart.add((one.metric, place_of(one)))
    parents = {"period": months_under(pool.period)}
    return Layout(
        place_of, parents, [*plan.sums, *plan.links], shares, frozenset(apart), groups=_groups(pool)
    )


def _groups(pool: Pool) -> dict[str, set[str]]:
    """The authorities that hold services of several of our senders, with these senders: what they
    sent here, they sent there as well."""
    senders = {same_name(one.service): one.service for one in pool.parts}
    found: dict[str, set[str]] = {}
    for one in (*pool.taken, *pool.former):
        names = {same_name(held.service) for held in one.held if held.authority == one.authority}
        known = {pool.owners.get(senders[name], senders[name]) for name in names & senders.keys()}
        found.setdefault(f"authority {one.authority}", set()).update(known)
    return {name: known for name, known in found.items() if len(known) > 1}


def months_under(period: Period) -> Parents:
    """The months of a period as parts of the whole."""
    spans = {str(clipped(month, period)) for month in period.months()} - {str(period)}
    return {span: str(period) for span in spans}


def known_of(reports: Sequence[Report], owners: Mapping[str, str]) -> Known:
    """What senders have published themselves: for each count, the parts by sender; ``owners`` says
    which sender reports a service."""
    found: dict[Key, dict[str, int]] = {}
    for report in reports:
        period = parse_period(report.period)
        for figure in report.figures():
            if isinstance(figure.value, int) and figure.status == "exact":
                codes = figure.dimensions or {}
                span = str(clipped(codes.get("month"), period))
                for told in (codes, {**codes, "service": report.service}):
                    place = placed(told, span)
                    found.setdefault((figure.metric, place), {})[report.service] = figure.value
    return {key: _by_owner(parts, owners) for key, parts in found.items()}


def _by_owner(parts: Mapping[str, int], owners: Mapping[str, str]) -> dict[str, int]:
    """The parts by sender: who reports several services knows all of their parts."""
    found: dict[str, int] = {}
    for service, part in parts.items():
        owner = owners.get(service, service)
        found[owner] = found.get(owner, 0) + part
    return found


# The figures of a publication as rows and as a table, with every column described.

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
    "senders": "How many services the figure is based on",
    "of": "How many services could: all that are registered, or the one that it is about",
}
_AUTHORITIES = {"authorities": "How many authorities hold these services"}
_KINDS = {"text": "string", "day": "date"}
_PROFILES = "https://datapackage.org/profiles/2.0"
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def table(figures: Sequence[Figure], rows: Sequence[Row] | None = None) -> Table:
    """The published figures as a table: the columns that figures have everywhere, and beside them
    the flags and counts of a publication; ``rows`` are those of the figures, where they hold more.
    """
    rows = rows or [row(figure) for figure in figures]
    named = [_named(figure) for figure in figures]
    flags = {Column(name, about=about): name for name, (about, _) in _FLAGS.items()}
    told = _COUNTS | (_AUTHORITIES if rows and "authorities" in rows[0] else {})
    counts = {Column(name, "integer", about=about): name for name, about in told.items()}
    after = {column: [one[name] for one in rows] for column, name in (flags | counts).items()}
    return figures_table(named, columns=_SHOWN, after=after)


def _named(figure: Figure) -> Figure:
    """The figure with the dimensions under which it is published; its period is no dimension."""
    codes = {name: code for name, code in place_of(figure) if name != "period"}
    return figure.model_copy(update={"dimensions": codes or None})


def description(
    title: str, shown: Table, files: Mapping[str, bytes], imprint: Mapping[str, Any]
) -> dict[str, Any]:
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
        "name": "figures",
        "title": title,
        "created": f"{imprint['published_on']}T00:00:00Z",
        "licenses": [
            {
                "name": imprint["licence"]["id"],
                "title": imprint["licence"]["name"],
                "path": imprint["licence"]["url"],
            }
        ],
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
