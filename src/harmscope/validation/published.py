"""Published schemas as they lie in ``schemas/``, and the part of them that is shape."""

import json
from functools import cache
from pathlib import Path

from harmscope.resources import data_path

Schema = dict[str, object]


@cache
def versions() -> dict[str, tuple[str, ...]]:
    """Every kind with a published schema, and its versions, the newest last."""
    found: dict[str, list[str]] = {}
    for path in sorted(data_path("schemas").glob("*/*.schema.json"), key=_order):
        found.setdefault(path.parent.name, []).append(path.name.removesuffix(".schema.json"))
    return {kind: tuple(each) for kind, each in found.items()}


def _order(path: Path) -> tuple[str, list[int]]:
    numbers = path.name.removesuffix(".schema.json").split(".")
    return path.parent.name, [int(number) for number in numbers if number.isdigit()]


@cache
def published(kind: str, version: str) -> Schema:
    """A published schema. Raises KeyError for one that does not exist."""
    if version not in versions().get(kind, ()):
        raise KeyError(f"{kind}@{version}")
    path = data_path("schemas", kind, f"{version}.schema.json")
    schema: Schema = json.loads(path.read_text(encoding="utf-8"))
    return schema


def shape(kind: str, version: str) -> Schema:
    """The schema without the items of ``allOf`` that say a rule: those are asked in Python, which
    gives the same answer and the exact place."""
    return {key: value for key, value in published(kind, version).items() if key != "allOf"}
