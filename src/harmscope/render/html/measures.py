"""The page of authorities' measures, beside the published figures of the service and period."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from harmscope.model.measure import Measure
from harmscope.model.period import parse_period
from harmscope.render.html import numbers
from harmscope.render.html.page import environment
from harmscope.render.html.publication import shown
from harmscope.taxonomy import codelist, harm

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def measures_page(document: dict[str, Any], measures: Sequence[Measure]) -> str:
    """One HTML document: for each service its measures in order of time, then its figures.

    Figures are those that the publication shows; a measure outside its period is marked.
    """
    style = "\n".join(
        (_TEMPLATES / name).read_text(encoding="utf-8") for name in ("style.css", "tables.css")
    )
    names = sorted({one.service for one in measures})
    return (
        environment()
        .get_template("measures.html")
        .render(
            doc=document,
            style=Markup(style),  # noqa: S704 - ours
            period=numbers.period(parse_period(document["period"])),
            services=[
                {
                    "name": name,
                    "measures": [_row(one, document) for one in measures if one.service == name],
                    "figures": _figures(document, name),
                }
                for name in names
            ],
            total=len(measures),
        )
    )


def _row(one: Measure, document: dict[str, Any]) -> dict[str, str]:
    start, end = document["period"].split("/")
    days = numbers.day(date.fromisoformat(one.start))
    if one.end is not None and one.end != one.start:
        days = f"{days} to {numbers.day(date.fromisoformat(one.end))}"
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
    """The service's totals; a colon where they are withheld, nothing where none were published."""
    units = codelist("unit").codes
    return [
        {
            "title": document["definitions"][row["metric"]]["title"],
            "shown": shown(row),
            "unit": units[row["unit"]],
            "harm": harm().categories[row["harm"]].label if _known(row["harm"]) else "",
        }
        for row in document["figures"]
        if row["service"] == service and not row["territory"] and not row["order_state"]
    ]


def _known(code: str | None) -> bool:
    return code is not None and code in harm().categories
