"""Errors of the JSON Schema engine to faults of our rules, without any value in them."""

from collections.abc import Iterable
from functools import lru_cache

from jsonschema_rs import ValidationError
from rapidfuzz import fuzz, process

from harmscope.demands.path import escape
from harmscope.validation.fault import Fault

_RULE_OF = {
    "pattern": "HS006",
    "format": "HS006",
    "minLength": "HS017",
    "maxLength": "HS017",
    "minimum": "HS017",
    "maximum": "HS017",
    "exclusiveMinimum": "HS017",
    "exclusiveMaximum": "HS017",
    "maxItems": "HS017",
    "minItems": "HS009",
    "enum": "HS005",
    "const": "HS005",
    "anyOf": "HS005",
}
_HEAD = {"/record": "HS013", "/version": "HS014"}
_LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "above {}",
    "exclusiveMaximum": "below {}",
    "maxItems": "at most {} items",
}
_CLOSE = 75


def faults_of(
    errors: Iterable[ValidationError], record: object, schema: dict[str, object]
) -> list[Fault]:
    """One fault for each thing that is wrong; a value of the wrong type gets no second one."""
    found = list(errors)
    if len(found) > 1:
        mistyped = {tuple(each.instance_path) for each in found if each.kind.name == "type"}
        found = [
            each
            for each in found
            if each.kind.name == "type" or tuple(each.instance_path) not in mistyped
        ]
    faults: list[Fault] = []
    for error in found:
        kind, pointer = error.kind, _pointer(tuple(error.instance_path))
        if kind.name == "additionalProperties":
            faults += _unknown(error, record, schema, pointer)
        else:
            faults.append(_fault(kind.name, kind.value, error.instance, pointer))
    return faults


def _fault(name: str, value: object, instance: object, pointer: str) -> Fault:
    if name == "required":
        return Fault("HS002", f"{pointer}/{escape(str(value))}")
    if instance is None:
        return Fault("HS007", pointer)
    if name == "type":
        types = value if isinstance(value, list) else [value]
        return Fault("HS004", pointer, f"asked for: {' or '.join(map(str, types))}")
    if name == "anyOf" and not isinstance(instance, str):
        return Fault("HS004", pointer, "asked for: string")
    code = _HEAD.get(pointer) or _RULE_OF.get(name, "HS006")
    return Fault(code, pointer, _LIMITS.get(name, "").format(value))


@lru_cache(maxsize=1024)
def _pointer(path: tuple[str | int, ...]) -> str:
    return "".join(f"/{escape(str(part))}" for part in path)


def _unknown(
    error: ValidationError, record: object, schema: dict[str, object], pointer: str
) -> list[Fault]:
    """A fault for each unknown member. Its name is data, so the place is given by its number."""
    names = list(_at(record, error.instance_path))
    known = list(_at(schema, [*error.schema_path[:-1], "properties"]))
    faults = []
    for name in error.kind.value:
        detail = f"member number {names.index(name) + 1} of its object"
        close = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=_CLOSE)
        found = f"{detail}; close to {close[0]}" if close else detail
        faults.append(Fault("HS003", pointer, found))
    return faults


def _at(value: object, path: Iterable[str | int]) -> dict[str, object]:
    for part in path:
        if isinstance(value, dict):
            value = value[str(part)]
        elif isinstance(value, list):
            value = value[int(part)]
    return value if isinstance(value, dict) else {}
