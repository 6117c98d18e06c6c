"""Which members of a record are not text, read off its JSON Schema."""

from collections.abc import Iterator, Mapping

_TYPED = ("boolean", "integer", "number")
_DEEPEST = 12


def types_of(schema: Mapping[str, object]) -> dict[str, str]:
    """JSON type of every member that is a number or a truth value, by dotted path with ``*`` for
    places in lists: ``{"reach.copies_found": "integer"}``.

    ``schema`` is a self-contained JSON Schema 2020-12 (references into its own ``$defs`` only).
    """
    return dict(_walk(schema, schema, "", _DEEPEST))


def _walk(
    node: Mapping[str, object], root: Mapping[str, object], path: str, left: int
) -> Iterator[tuple[str, str]]:
    if left == 0:
        return
    node = _resolved(node, root)
    if node.get("type") in _TYPED:
        yield path, str(node["type"])
    for name, member in _mapping(node.get("properties")).items():
        yield from _walk(_mapping(member), root, f"{path}.{name}" if path else name, left - 1)
    if "items" in node:
        yield from _walk(_mapping(node["items"]), root, f"{path}.*", left - 1)
    for keyword in ("anyOf", "oneOf", "allOf"):
        choices = node.get(keyword)
        for choice in choices if isinstance(choices, list) else []:
            yield from _walk(_mapping(choice), root, path, left - 1)


def _resolved(node: Mapping[str, object], root: Mapping[str, object]) -> Mapping[str, object]:
    reference = node.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/$defs/"):
        return node
    return _mapping(_mapping(root.get("$defs")).get(reference.removeprefix("#/$defs/")))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
