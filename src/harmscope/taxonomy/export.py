"""The taxonomy or a code system in other people's formats: JSON here, SKOS and MISP beside."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from harmscope.errors import UserError
from harmscope.taxonomy.harm import Category, Exclusion, FacetDemand, Scheme, harm
from harmscope.taxonomy.misp import to_misp
from harmscope.taxonomy.skos import to_skos
from harmscope.taxonomy.systems import Code, System, SystemInfo, load_system, resolve


def export(ref: str, output: str) -> str:
    """A system as ``json``, ``skos`` (Turtle) or ``misp`` (machinetag JSON), as text.

    Raises UserError for an unknown system or format.
    """
    if output not in FORMATS:
        raise UserError("taxonomy export", "there is no such format", f"use {', '.join(FORMATS)}")
    return FORMATS[output](ref)


def to_json(ref: str) -> str:
    """A system with everything we know of it; :func:`from_json` reads it back unchanged."""
    info = resolve(ref)
    if info.name == "harm":
        scheme = harm(info.version)
        categories = [asdict(one) for one in scheme.categories.values()]
        data: dict[str, object] = {"system": info.ref, **asdict(scheme), "categories": categories}
    else:
        system = load_system(info.ref)
        codes = [asdict(code) for code in system.codes.values()]
        data = {"system": info.ref, **asdict(info), "codes": codes}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def from_json(text: str) -> Scheme | System:
    """Read back what :func:`to_json` wrote."""
    data = json.loads(text)
    name, _, _ = data.pop("system").partition("@")
    return _scheme(data) if name == "harm" else _system(data)


def _scheme(data: dict[str, Any]) -> Scheme:
    categories = {one["id"]: _category(one) for one in data.pop("categories")}
    precedence = tuple(data.pop("precedence"))
    return Scheme(**data, precedence=precedence, categories=categories)


def _category(data: dict[str, Any]) -> Category:
    lists = {key: tuple(value) for key, value in data.items() if isinstance(value, list)}
    lists["excludes"] = tuple(Exclusion(**one) for one in data["excludes"])
    for key in ("required_facets", "forbidden_facets"):
        lists[key] = tuple(
            FacetDemand(one["path"], tuple(one["one_of"]), one["implied"]) for one in data[key]
        )
    return Category(**{**data, **lists})


def _system(data: dict[str, Any]) -> System:
    codes = {
        one["key"]: Code(**{**one, "aliases": tuple(one["aliases"])}) for one in data.pop("codes")
    }
    return System.of(SystemInfo(**{**data, "levels": tuple(data["levels"])}), codes)


FORMATS: Final[dict[str, Callable[[str], str]]] = {
    "json": to_json,
    "skos": to_skos,
    "misp": to_misp,
}
