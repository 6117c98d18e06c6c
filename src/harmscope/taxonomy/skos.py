"""A system as SKOS in Turtle, with its mappings where it is the harm taxonomy."""

from collections.abc import Iterator
from urllib.parse import quote

from harmscope.taxonomy.crosswalks import crosswalk, mapped_systems
from harmscope.taxonomy.harm import Category, harm
from harmscope.taxonomy.systems import Code, System, load_system

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
    blocks = [_PREFIXES, _scheme(system)]
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


def _scheme(system: System) -> str:
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
