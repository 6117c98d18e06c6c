"""Published schemas as they lie in ``schemas/``: versions, shapes, and the members that records
can have.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from harmscope.resources import data_path

# Published schemas as they lie in ``schemas/``, and the part of them that is shape.

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
def published_schema(kind: str, version: str) -> Schema:
    """A published schema. Raises KeyError for one that does not exist."""
    if version not in versions().get(kind, ()):
        raise KeyError(f"{kind}@{version}")
    path = data_path("schemas", kind, f"{version}.schema.json")
    schema: Schema = json.loads(path.read_text(encoding="utf-8"))
    return schema


def shape(kind: str, version: str) -> Schema:
    """The schema without the items of ``allOf`` that say a rule: those are asked in Python, which
    gives the same answer and the exact place."""
    return {key: value for key, value in published_schema(kind, version).items() if key != "allOf"}


# The members that records of a kind can have, out of the published schema.

RECORD = ""
"""The base of members that are counted among records."""


@cache
def field_paths(kind: str) -> dict[str, str]:
    """Every member as a dotted path, ``*`` for any item of a list, with its base: the path of the
    list items among which it is counted, or ``RECORD``. The newest version of the schema counts.

    A member of an object that is no list item is counted among what the object lies in.
    """
    schema = published_schema(kind, versions()[kind][-1])
    return dict(_walk(schema, schema, "", RECORD, 0))


def _walk(
    node: Schema, root: Schema, prefix: str, base: str, depth: int
) -> Iterator[tuple[str, str]]:
    members = node.get("properties")
    for name, inner in members.items() if isinstance(members, dict) else ():
        path = f"{prefix}{name}"
        yield path, base
        yield from _inside(_resolved(inner, root), root, path, base, depth + 1)


def _inside(
    node: Schema, root: Schema, path: str, base: str, depth: int
) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    items = node.get("items")
    if isinstance(items, dict):
        item = _resolved(items, root)
        if "properties" in item:
            yield from _walk(item, root, f"{path}.*.", f"{path}.*", depth)
    else:
        yield from _walk(node, root, f"{path}.", base, depth)


def _resolved(node: Schema, root: Schema) -> Schema:
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return node
    target: object = root
    for part in reference.removeprefix("#/").split("/"):
        target = target[part] if isinstance(target, dict) else {}
    return target if isinstance(target, dict) else {}


_DEEPEST = 6
