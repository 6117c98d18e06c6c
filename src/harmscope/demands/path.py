"""Dotted paths into records: ``decisions.*.decided_at`` names a member of every decision."""

from collections.abc import Iterator

from harmscope.demands.base import Schema


def escape(name: str) -> str:
    """A member name as one token of a JSON Pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def places(record: object, path: str, pointer: str = "") -> Iterator[tuple[str, object]]:
    """Pointer and value of every place that ``path`` names and that is there."""
    if not path:
        yield pointer, record
        return
    head, _, rest = path.partition(".")
    if head == "*":
        if isinstance(record, list):
            for index, item in enumerate(record):
                yield from places(item, rest, f"{pointer}/{index}")
    elif isinstance(record, dict) and head in record:
        yield from places(record[head], rest, f"{pointer}/{escape(head)}")


def value_at(record: object, path: str) -> object | None:
    """The value at a path without ``*``, or None where it is missing."""
    return next((value for _, value in places(record, path)), None)


def pointer_of(path: str) -> str:
    """The pointer of a path without ``*``."""
    return "".join(f"/{escape(name)}" for name in path.split("."))


def broken(record: object, path: str) -> bool:
    """Whether something on the way to ``path`` is there but is no object."""
    for name in path.split("."):
        if not isinstance(record, dict):
            return True
        if name not in record:
            return False
        record = record[name]
    return False


def nested(path: str, fragment: Schema) -> Schema:
    """``fragment`` applied to what is at ``path``; what is not there or not so shaped passes."""
    for name in reversed(path.split(".")) if path else ():
        fragment = {"items": fragment} if name == "*" else {"properties": {name: fragment}}
    return fragment


def required(path: str, fragment: Schema | None = None) -> Schema:
    """The member at ``path`` must be there, and meet ``fragment`` if one is given."""
    head, _, rest = path.partition(".")
    inner = required(rest, fragment) if rest else fragment
    schema: Schema = {"required": [head]}
    if inner is not None:
        schema["properties"] = {head: inner}
    return schema


def given(path: str, fragment: Schema | None = None) -> Schema:
    """As :func:`required`, and false for anything on the way that is no object: for conditions."""
    head, _, rest = path.partition(".")
    inner = given(rest, fragment) if rest else fragment
    schema: Schema = {"type": "object", "required": [head]}
    if inner is not None:
        schema["properties"] = {head: inner}
    return schema
