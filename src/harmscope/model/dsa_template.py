"""The EU's harmonised report template (Implementing Regulation (EU) 2024/2835), as data.

Headers and labels lie in ``taxonomy/templates/dsa-harmonised.json`` in the languages of the
official workbooks seen (English, Spanish, French, Italian); codes are the same in all languages.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from harmscope.resources import data_path

CATEGORY_SHEETS = (3, 4, 5, 6)
"""Sheets whose rows are categories and whose columns are metrics; in the others rows are."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its header in each language, and the figure that it holds, if any.

    ``kind`` is ``id``, ``other_description``, ``count``, ``median_hours``, ``value`` or
    ``context``. A header keeps the blanks with which the official file ends it.
    """

    key: str
    kind: str
    headers: dict[str, str]
    metric: str | None
    unit: str | None
    dimensions: dict[str, str]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One row of the sheets whose rows are indicators; texts are the English ones."""

    applicability: str
    section: str
    indicator: str
    scope: str
    metric: str
    unit: str
    dimensions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the eleven sheets. ``categories`` are the codes of the rows, in order."""

    number: int
    names: dict[str, str]
    columns: tuple[Column, ...]
    rows: tuple[TemplateRow, ...]
    categories: tuple[str, ...]
    member_state_categories: tuple[str, ...]
    applicability: str


@dataclass(frozen=True, slots=True)
class Template:
    """The whole template. ``labels`` maps an English label to its translations;
    ``category_rows`` are the rows of sheet 2 as (label, description, code)."""

    scheme: str
    source: str
    sheets: dict[int, Sheet]
    labels: dict[str, dict[str, str]]
    category_labels: dict[str, str]
    category_rows: tuple[tuple[str, str, str], ...]
    text_limit: int


@cache
def dsa_template() -> Template:
    """The template, read once."""
    path = data_path("taxonomy", "templates", "dsa-harmonised.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    sheets = {each["number"]: _sheet(each) for each in data["sheets"]}
    named = next(each for each in data["sheets"] if each["number"] == 2)["rows"]
    return Template(
        scheme=data["scheme"],
        source=data["source"],
        sheets=sheets,
        labels=data["labels"],
        category_labels={row["label"]: row["code"] for row in named},
        category_rows=tuple((row["label"], row["description"], row["code"]) for row in named),
        text_limit=data["value_rules"]["text_limit"],
    )


def _sheet(data: dict[str, Any]) -> Sheet:
    indicators = [row for row in data.get("rows", []) if "metric" in row]
    return Sheet(
        number=data["number"],
        names={"en": data["name"], **data["names"]},
        columns=tuple(_column(each) for each in data["columns"]),
        rows=tuple(_row(each) for each in indicators),
        categories=tuple(data.get("categories") or data.get("rows_total") or ()),
        member_state_categories=tuple(data.get("rows_member_state", ())),
        applicability=data.get("applicability", ""),
    )


def _column(data: dict[str, Any]) -> Column:
    return Column(
        key=data["key"],
        kind=data["kind"],
        headers={"en": data["header"], **data["headers"]},
        metric=data.get("metric"),
        unit=data.get("unit"),
        dimensions=data.get("dimensions", {}),
    )


def _row(data: dict[str, Any]) -> TemplateRow:
    return TemplateRow(
        applicability=data["applicability"],
        section=data.get("section", ""),
        indicator=data["indicator"],
        scope=data.get("scope", ""),
        metric=data["metric"],
        unit=data["unit"],
        dimensions=data.get("dimensions", {}),
    )
