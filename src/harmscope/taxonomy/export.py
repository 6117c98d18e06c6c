"""The harm taxonomy and other systems as CSV, JSON, SKOS and MISP."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Final
from urllib.parse import quote
from uuid import UUID, uuid5

from harmscope.errors import UserError
from harmscope.taxonomy.crosswalks import crosswalk, mapped_systems
from harmscope.taxonomy.harm import Category, harm
from harmscope.taxonomy.systems import Code, System, load_system, resolve

# A system as a MISP taxonomy: one ``machinetag.json``.

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


# A system as SKOS in Turtle, with its mappings where it is the harm taxonomy.

_PREFIXES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def to_skos(ref: str) -> str:
    """The system as a SKOS concept scheme.

    Concepts carry notation, label, alternative labels, definition, notes, hierarchy and
    successors; those of the harm taxonomy also carry their mappings. Count rules have no place in
    SKOS: they are in the crosswalk files.
    """
    system = load_system(ref)
    blocks = [_PREFIXES, _scheme_block(system)]
    blocks += [_concept(system, code) for code in system.codes.values()]
    return "\n".join(blocks)


def iri(ref: str, key: str = "") -> str:
    """The name of a scheme or concept, in angle brackets."""
    tail = f":{quote(key, safe='/.-_')}" if key else ""
    return f"<urn:harmscope:{quote(ref, safe='@.-_')}{tail}>"


def literal(text: str, language: str = "en") -> str:
    """A Turtle string with its language."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def _scheme_block(system: System) -> str:
    info = system.info
    tops = [code for code in system.codes.values() if _parent_key(system, code) is None]
    facts = [
        ("dct:title", literal(info.title)),
        ("owl:versionInfo", literal(info.version, "")),
        ("dct:publisher", literal(info.issuer)),
        ("dct:issued", literal(info.issued, "")),
    ]
    if info.note:
        facts.append(("skos:note", literal(info.note)))
    facts += [("skos:hasTopConcept", iri(info.ref, code.key)) for code in tops]
    return _block(iri(info.ref), "skos:ConceptScheme", facts)


def _concept(system: System, code: Code) -> str:
    ref = system.info.ref
    facts = [
        ("skos:inScheme", iri(ref)),
        ("skos:notation", literal(code.key, "")),
        ("skos:prefLabel", literal(code.label)),
    ]
    facts += [("skos:altLabel", literal(one)) for one in code.aliases if one != code.label]
    if code.definition:
        facts.append(("skos:definition", literal(code.definition)))
    if code.note:
        facts.append(("skos:note", literal(code.note)))
    parent = _parent_key(system, code)
    facts.append(
        ("skos:topConceptOf", iri(ref)) if parent is None else ("skos:broader", iri(ref, parent))
    )
    facts += [("skos:narrower", iri(ref, child.key)) for child in system.children(code.key)]
    if system.info.name == "harm":
        facts += _harm_facts(harm(system.info.version).categories[code.key])
    return _block(iri(ref, code.key), "skos:Concept", facts)


def _harm_facts(category: Category) -> Iterator[tuple[str, str]]:
    for text in category.includes:
        yield "skos:scopeNote", literal(f"Includes: {text}")
    for one in category.excludes:
        see = f" (see {one.see})" if one.see else ""
        yield "skos:scopeNote", literal(f"Excludes: {one.text}{see}")
    for text in category.boundary:
        yield "skos:editorialNote", literal(text)
    if category.status != "active":
        yield "owl:deprecated", "true"
    for system in mapped_systems():
        for link in crosswalk("harm", system.info.ref).links(category.id):
            if link.object is not None:
                yield f"skos:{link.relation}", iri(system.info.ref, link.object)


def _parent_key(system: System, code: Code) -> str | None:
    for one in system.codes.values():
        if code.parent and one.code == code.parent:
            return one.key
    return None


def _block(subject: str, kind: str, facts: list[tuple[str, str]]) -> str:
    lines = [f"{subject} a {kind} ;"]
    lines += [f"  {verb} {value} ;" for verb, value in facts]
    return "\n".join(lines)[:-1] + ".\n"


# The taxonomy or a code system in other people's formats: JSON here, SKOS and MISP beside.


def export(ref: str, output: str) -> str:
    """A system as ``json``, ``skos`` (Turtle) or ``misp`` (machinetag JSON), as text.

    Raises UserError for an unknown system or format.
    """
    if output not in FORMATS:
        raise UserError("taxonomy export", "there is no such format", f"use {', '.join(FORMATS)}")
    return FORMATS[output](ref)


def to_json(ref: str) -> str:
    """A system with everything we know of it."""
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


FORMATS: Final[dict[str, Callable[[str], str]]] = {
    "json": to_json,
    "skos": to_skos,
    "misp": to_misp,
}
