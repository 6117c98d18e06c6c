"""The page of a registry's publication: tables, what was protected, corrections, sources."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from harmscope.model.period import parse_period
from harmscope.render.html import numbers
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
WITHHELD = ":"


def publication_page(document: dict[str, Any]) -> str:
    """The publication as one HTML document without scripts or outside requests."""
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    template = environment().get_template("publication.html")
    disclosure = document["disclosure"]
    return template.render(
        doc=document,
        style=Markup(style),  # noqa: S704 - ours
        period=numbers.period(parse_period(document["period"])),
        sections=_sections(document),
        shown_cells=disclosure["cells"] - disclosure["states"].get("hidden", 0),
        narrowed=_narrowed(disclosure),
    )


def _narrowed(disclosure: dict[str, Any]) -> str:
    found = sum(
        one.get("narrowed_down", one.get("narrowed_down_at_most", 0))
        for one in disclosure["audit"]["attackers"]
    )
    return "none that they could" if not found else f"{found} that they could"


def _sections(document: dict[str, Any]) -> list[dict[str, Any]]:
    units = codelist("unit").codes
    found = []
    for metric, definition in document["definitions"].items():
        rows = [row for row in document["figures"] if row["metric"] == metric]
        found.append(
            {
                "id": metric.replace(".", "-"),
                "title": definition["title"],
                "definition": definition["definition"],
                "unit": units[definition["unit"]],
                "tables": _tables(rows, document["period"]),
            }
        )
    return found


def _tables(rows: list[dict[str, Any]], period: str) -> list[dict[str, Any]]:
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        names = tuple(
            name for name in _HEADS if row[name] and not (name == "period" and row[name] == period)
        )
        groups.setdefault(names, []).append(row)
    return [
        {
            "caption": "By " + " and ".join(_HEADS[n].lower() for n in names) if names else "Total",
            "heads": [_HEADS[name] for name in names],
            "rows": [
                {
                    "codes": [_label(name, row[name]) for name in names],
                    "shown": shown(row),
                    "behind": f"{row['senders']} of {row['of']}",
                }
                for row in members
            ],
        }
        for names, members in groups.items()
    ]


def shown(row: dict[str, Any]) -> str:
    """What stands in a cell: a number, a share, a band, or a colon."""
    value = row["value"]
    if value is None and row["low"] is None:
        return WITHHELD
    if value is None:
        high = row["high"]
        return f"{row['low']:,} to {high:,}" if high is not None else f"{row['low']:,} and more"
    if row["unit"] == "share":
        return str(numbers.percent(value))
    return str(numbers.grouped(value))


def _label(name: str, code: str) -> str:
    if name == "period":
        return str(numbers.period(parse_period(code)))
    if name == "harm":
        category = harm().categories.get(code)
        return category.label if category else code.replace("_", " ").capitalize()
    return code
