"""The pages of a registry: a publication, and the measures of authorities beside its figures."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from harmscope.model.measure import Measure
from harmscope.model.period import parse_period
from harmscope.render.figure_text import day, period
from harmscope.render.html import joint_publication
from harmscope.render.html.template import page
from harmscope.render.table import Amount, Cell, Missing, shown
from harmscope.taxonomy import codelist, harm
from harmscope.times import day_of

# One table of a metric by harm and by service, with the totals of both along its edges.

WIDEST = 8
"""With more services than these a table by service would not fit beside its names."""

Cells = Mapping[str, Any]
Groups = Mapping[tuple[str, ...], Sequence[Cells]]


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


def _cell(row: Cells | None, shown: Callable[[Any], str]) -> str:
    return "" if row is None else shown(row)


def _behind(row: Cells | None) -> str:
    return "" if row is None else f"{row['senders']} of {row['of']}"


# The page of a registry's publication: tables, what was protected, corrections, sources.

_HEADS = {
    "period": "Period",
    "harm": "Harm",
    "service": "Service",
    "territory": "Country",
    "order_state": "State",
}
_FILES = {
    "figures.csv": "every figure, one a row",
    "figures.parquet": "the same for data tools",
    "publication.json": "the complete publication for programs",
    "datapackage.json": "what every column means (Data Package 2.0)",
    "corrections.json": "what changed between editions",
    "disclosure.json": "how the figures were protected and how that was tested",
    "provenance.json": "which submissions each figure is based on (W3C PROV)",
    "ro-crate-metadata.json": "a description for archives (RO-Crate 1.1)",
    "manifest.dsse.json": "all files with their digests, signed by the registry",
    "registry.public.json": "the public key of the registry",
}
"""The files beside the page, and what each holds."""

Row = dict[str, Any]


def publication_page(document: dict[str, Any]) -> str:
    """The publication as one HTML document without scripts or outside requests."""
    disclosure = document["disclosure"]
    sections, joint = _sections(document), document.get("taken_in") or []
    totals = _totals(document)
    return page(
        "publication.html",
        ("tables.css", "dots.css"),
        joint=bool(joint),
        authorities=joint_publication.authorities(document) if joint else 0,
        glance=joint_publication.glance(document, _shown, _label) if joint else None,
        taken_in=joint_publication.sources(document) if joint else [],
        counted_twice=document.get("counted_twice") or [],
        doc=document,
        period=period(parse_period(document["period"])),
        totals=[row for row in totals if row["authorities"] != 0],
        unrecorded=[row["title"] for row in totals if row["authorities"] == 0],
        sections=[section for section in sections if section["tables"]],
        shown_cells=disclosure["cells"] - disclosure["states"].get("hidden", 0),
        narrowed=_narrowed(disclosure),
        tried=_tried(disclosure),
        files=list(_FILES.items()),
        published_on=day(day_of(document["published_on"])),
    )


def _narrowed(disclosure: dict[str, Any]) -> int:
    return sum(
        one.get("narrowed_down", one.get("narrowed_down_at_most", 0))
        for one in disclosure["audit"]["attackers"]
    )


def _tried(disclosure: dict[str, Any]) -> int:
    """How many withheld figures the attacker with all publications in hand was after."""
    return max((one.get("tried", 0) for one in disclosure["audit"]["attackers"]), default=0)


def _order(document: dict[str, Any]) -> list[str]:
    """Metrics in the order of their figures, which is that of the plan."""
    return list(dict.fromkeys(row["metric"] for row in document["figures"]))


def _totals(document: dict[str, Any]) -> list[Row]:
    units = codelist("unit").codes
    return [
        {
            "title": document["definitions"][row["metric"]]["title"],
            "definition": document["definitions"][row["metric"]]["definition"],
            "shown": _shown(row),
            "unit": "" if row["unit"] == "share" else units[row["unit"]].lower(),
            "behind": f"{row['senders']} of {row['of']}",
            "authorities": row.get("authorities"),
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
    square = crossed(groups, _shown, _label)
    found = [square] if square else []
    done = {(), ("harm",), ("service",), ("harm", "service")} if square else {()}
    others = [names for names in groups if names not in done]
    listed = [_listed(names, groups[names], unit) for names in others if _fits(groups[names])]
    left = [_left(names, groups[names]) for names in others if not _fits(groups[names])]
    return found + listed + left


LONGEST = 100
"""A table with more rows than these is left to the data files; the page says so."""


def _fits(rows: list[Row]) -> bool:
    return len(rows) <= LONGEST


def _left(names: tuple[str, ...], rows: list[Row]) -> dict[str, Any]:
    split = " and ".join(_HEADS[name].lower() for name in names)
    return {"rows": [], "left": f"{len(rows):,} figures by {split} are in figures.csv."}


def _listed(names: tuple[str, ...], members: list[Row], unit: str) -> dict[str, Any]:
    return {
        "caption": "By " + " and ".join(_HEADS[name].lower() for name in names),
        "labels": [_HEADS[name] for name in names],
        "heads": [unit, "Services behind", *(["Authorities"] if _is_joint(members) else [])],
        "rows": [
            {
                "codes": [_label(name, row[name]) for name in names],
                "cells": [
                    _shown(row),
                    f"{row['senders']} of {row['of']}",
                    *([str(row["authorities"])] if _is_joint(members) else []),
                ],
            }
            for row in members
        ],
    }


def _is_joint(rows: list[Row]) -> bool:
    return any(row.get("authorities") is not None for row in rows)


def published_cell(row: Row) -> Cell:
    """A published figure as a cell: a number, a share, a band, or why there is none."""
    if row["value"] is not None:
        return Amount(row["value"], "share" if row["unit"] == "share" else "")
    if row["low"] is None:
        return _why(row)
    unit = "share" if row["unit"] == "share" else ""
    if row["high"] is None:
        return Amount(row["low"], unit, qualifier="at least")
    return Amount(row["low"], unit, high=row["high"])


def _why(row: Row) -> Missing:
    status = row.get("obs_status")
    if status == "O":
        if row["senders"] and row.get("authorities"):
            return Missing.NOT_KNOWN  # the parts are there, and say nothing of their sum
        apart = row["senders"] and row["unit"] == "share"
        return Missing.NOT_COMPARABLE if apart else Missing.NOT_RECORDED
    return Missing.NO_CASES if status == "M" else Missing.SUPPRESSED


def _shown(row: Row) -> str:
    return shown(published_cell(row))


def _label(name: str, code: str) -> str:
    if name == "period":
        return period(parse_period(code))
    if name == "harm":
        category = harm().categories.get(code)
        return category.label if category else code.replace("_", " ").capitalize()
    return code


def changes(document: dict[str, Any]) -> list[dict[str, str]]:
    """What this edition changed against the one before: each figure as it was and as it is."""
    last = next(iter(document["corrections"][-1:]), None)
    if last is None or last["edition"] != document["edition"]:
        return []
    definitions = document["definitions"]
    return [
        {
            "title": definitions.get(one["metric"], {"title": one["metric"]})["title"],
            "about": ", ".join(_label(name, one[name]) for name in _about(one, document["period"])),
            **{side: _side(one[side], definitions.get(one["metric"])) for side in ("from", "to")},
        }
        for one in last["figures"]
    ]


def _about(one: Row, period: str) -> list[str]:
    return [name for name in _HEADS if one.get(name) and one.get(name) != period]


def _side(told: Row | None, definition: Row | None) -> str:
    """One side of a change in words; a figure that there was not is none."""
    if told is None:
        return "no figure"
    unit = definition["unit"] if definition else ""
    named = {"value": None, "low": None, "high": None, "obs_status": told.get("status")}
    return _shown({**named, "unit": unit, "senders": 0, **told})


# The page of authorities' measures, beside the published figures of the service and period.


def measures_page(document: dict[str, Any], measures: Sequence[Measure]) -> str:
    """One HTML document: for each service its measures in order of time, then its figures.

    Figures are those that the publication shows; a measure outside its period is marked.
    """
    names = sorted({one.service for one in measures})
    return page(
        "measures.html",
        ("tables.css",),
        doc=document,
        period=period(parse_period(document["period"])),
        services=[
            {
                "name": name,
                "measures": [_measure(one, document) for one in measures if one.service == name],
                "figures": _figures(document, name),
            }
            for name in names
        ],
        total=len(measures),
    )


def _measure(one: Measure, document: dict[str, Any]) -> dict[str, str]:
    start, end = document["period"].split("/")
    days = day(day_of(one.start))
    if one.end is not None and one.end != one.start:
        days = f"{days} to {day(day_of(one.end))}"
    last = one.end or one.start
    return {
        "days": str(days),
        "authority": one.authority,
        "jurisdiction": one.jurisdiction,
        "kind": codelist("measure-kind").codes[one.kind],
        "basis": one.legal_basis or "not stated",
        "harms": ", ".join(harm().categories[h].label for h in one.harms or ()) or "not stated",
        "answer": "" if one.answered_at is None else f"answered {one.answered_at[:10]}",
        "outside": "" if one.start <= end and start <= last else "outside the period",
    }


def _figures(document: dict[str, Any], service: str) -> list[dict[str, str]]:
    """The service's totals; nothing where none were published."""
    units = codelist("unit").codes
    return [
        {
            "title": document["definitions"][row["metric"]]["title"],
            "shown": _shown(row),
            "unit": units[row["unit"]],
            "harm": harm().categories[row["harm"]].label if _known(row["harm"]) else "",
        }
        for row in document["figures"]
        if row["service"] == service and not row["territory"] and not row["order_state"]
    ]


def _known(code: str | None) -> bool:
    return code is not None and code in harm().categories
