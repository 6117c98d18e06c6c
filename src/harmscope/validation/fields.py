"""The members that records of a kind can have, out of the published schema."""

from collections.abc import Iterator
from functools import cache

from harmscope.validation.published import Schema, published, versions

RECORD = ""
"""The base of members that are counted among records."""


@cache
def fields(kind: str) -> dict[str, str]:
    """Every member as a dotted path, ``*`` for any item of a list, with its base: the path of the
    list items among which it is counted, or ``RECORD``. The newest version of the schema counts.

    A member of an object that is no list item is counted among what the object lies in.
    """
    schema = published(kind, versions()[kind][-1])
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
