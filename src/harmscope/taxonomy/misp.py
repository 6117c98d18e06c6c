"""A system as a MISP taxonomy: one ``machinetag.json``."""

import json
from uuid import UUID, uuid5

from harmscope.taxonomy.systems import Code, System, load_system

NAMESPACE_UUID = UUID("6b1f2f8e-5a0d-5c1e-9f0b-2f6d3c8a7e41")
"""The name space in which our version 5 identifiers are made; never to be changed."""


def to_misp(ref: str) -> str:
    """The machinetag file of a system: top codes as predicates, their children as values.

    Codes without a parent among the codes are predicates. The version is an integer, as MISP asks.
    """
    system = load_system(ref)
    name = f"harmscope-{system.info.name}"
    tops = [code for code in system.codes.values() if not _has_parent(system, code)]
    values = [
        {"predicate": _tag(top), "entry": [_entry(name, top, child) for child in children]}
        for top in tops
        if (children := system.children(top.key))
    ]
    data: dict[str, object] = {
        "namespace": name,
        "description": f"{system.info.title} ({system.info.ref})",
        "expanded": system.info.title,
        "version": _version(system.info.version),
        "uuid": str(uuid5(NAMESPACE_UUID, system.info.ref)),
        "predicates": [_predicate(name, top) for top in tops],
    }
    if values:
        data["values"] = values
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _has_parent(system: System, code: Code) -> bool:
    return bool(code.parent) and any(one.code == code.parent for one in system.codes.values())


def _tag(code: Code) -> str:
    return code.key if "/" in code.key else code.code


def _predicate(name: str, code: Code) -> dict[str, str]:
    return _described(code, f"{name}:{code.key}", _tag(code))


def _entry(name: str, top: Code, code: Code) -> dict[str, str]:
    value = code.code.removeprefix(f"{top.code}.")
    return _described(code, f"{name}:{top.key}={code.key}", value)


def _described(code: Code, identity: str, value: str) -> dict[str, str]:
    shown = {"value": value, "expanded": code.label}
    if code.definition:
        shown["description"] = code.definition
    return {**shown, "uuid": str(uuid5(NAMESPACE_UUID, identity))}


def _version(version: str) -> int:
    parts = [int(digits) for one in version.split(".") if (digits := _digits(one))]
    number = 0
    for part in (*parts, 0, 0, 0)[:3]:
        number = number * 1000 + part % 1000
    return number if len(parts) > 1 else (parts or [1])[0]


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
