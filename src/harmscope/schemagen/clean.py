"""Takes out of pydantic's schemas what is not part of the standard.

Titles and defaults go, since both repeat the name or say ``null``; ``anyOf`` with null goes, since
null is refused. Keys come in one order, so that equal schemas are equal bytes.
"""

import re

Schema = dict[str, object]

_KEYS = (
    "$schema $id $comment title description x-rule $ref type const enum format pattern minLength"
    " maxLength minimum maximum exclusiveMinimum exclusiveMaximum items minItems maxItems"
    " uniqueItems required properties additionalProperties if then else allOf anyOf oneOf not"
    " $defs"
)
_ORDER = tuple(_KEYS.split())
_DROPPED = frozenset({"title", "default"})
_NAMED = frozenset({"properties", "$defs"})


def clean(schema: object) -> object:
    """The schema as it is published, at every depth."""
    if isinstance(schema, list):
        return [clean(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in _DROPPED}
    options = kept.get("anyOf")
    if isinstance(options, list):
        kept = _without_null(kept, options)
    return {key: _member(key, kept[key]) for key in sorted(kept, key=_rank)}


def _member(key: str, value: object) -> object:
    if key in _NAMED and isinstance(value, dict):
        named = {name: clean(inner) for name, inner in value.items()}
        return dict(sorted(named.items())) if key == "$defs" else named
    if key == "description" and isinstance(value, str):
        return re.sub(r"\s+", " ", value.replace("``", "`")).strip()
    return clean(value)


def _without_null(schema: Schema, options: list[object]) -> Schema:
    left = [option for option in options if option != {"type": "null"}]
    if left == [{"type": "integer"}, {"type": "number"}]:
        left = [{"type": "number"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    only = left[0]
    if len(left) == 1 and isinstance(only, dict):
        return {**only, **rest}
    return {**rest, "anyOf": left}


def _rank(key: str) -> tuple[int, str]:
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER), key)
