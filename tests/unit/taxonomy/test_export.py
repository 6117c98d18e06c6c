import json
from dataclasses import asdict
from uuid import UUID

import pytest
from jsonschema import Draft4Validator
from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from harmscope.errors import UserError
from harmscope.taxonomy.export import FORMATS, export, iri, literal, to_json, to_misp, to_skos
from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.systems import load_system, systems

TEXT = {"type": "string", "minLength": 1}
# The demands of the published schema of MISP taxonomies, restated: what a file, a predicate and
# an entry may hold, and what they must. Ours are stricter where it only lists a name.
ENTRY = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "value": TEXT,
        "expanded": TEXT,
        "description": TEXT,
        "colour": TEXT,
        "uuid": TEXT,
        "numerical_value": {"type": "number"},
    },
    "required": ["value"],
}
PREDICATE = {
    **ENTRY,
    "properties": {**ENTRY["properties"], "exclusive": {"type": "boolean"}},
}
FILLED = {"type": "array", "minItems": 1, "uniqueItems": True}
MACHINETAG = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "namespace": TEXT,
        "description": TEXT,
        "expanded": TEXT,
        "uuid": TEXT,
        "version": {"type": "integer"},
        "exclusive": {"type": "boolean"},
        "refs": {**FILLED, "items": TEXT},
        "type": {**FILLED, "items": {"enum": ["org", "user", "attribute", "event"]}},
        "predicates": {**FILLED, "items": PREDICATE},
        "values": {
            **FILLED,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "predicate": TEXT,
                    "uuid": TEXT,
                    "entry": {**FILLED, "items": ENTRY},
                },
                "required": ["predicate"],
            },
        },
    },
    "required": ["namespace", "description", "version", "predicates"],
}
REFS = [info.ref for info in systems()]


@pytest.mark.parametrize("ref", REFS)
def test_every_system_fits_the_schema(ref):
    data = json.loads(to_misp(ref))
    assert list(Draft4Validator(MACHINETAG).iter_errors(data)) == []


@pytest.mark.parametrize("ref", REFS)
def test_no_code_is_lost(ref):
    data = json.loads(to_misp(ref))
    entries = sum(len(one["entry"]) for one in data.get("values", []))
    assert len(data["predicates"]) + entries == len(load_system(ref).codes)


def test_tags_are_unique_and_values_have_their_predicate():
    data = json.loads(to_misp("harm"))
    predicates = [one["value"] for one in data["predicates"]]
    assert len(set(predicates)) == len(predicates) == 23
    assert {one["predicate"] for one in data["values"]} <= set(predicates)
    ncii = next(one for one in data["values"] if one["predicate"] == "ncii")
    assert "synthetic" in [entry["value"] for entry in ncii["entry"]]


def test_identifiers_are_fixed():
    data = json.loads(to_misp("harm"))
    assert UUID(data["uuid"]).version == 5
    assert to_misp("harm") == to_misp("harm@1.0.0")
    assert data["version"] == 1_000_000


def graph(ref):
    return Graph().parse(data=to_skos(ref), format="turtle")


@pytest.mark.parametrize("ref", [info.ref for info in systems()])
def test_every_system_parses_with_every_code(ref):
    found = graph(ref)
    codes = load_system(ref).codes
    assert len(set(found.subjects(RDF.type, SKOS.Concept))) == len(codes)
    notations = {str(value) for value in found.objects(None, SKOS.notation)}
    assert notations == set(codes)
    labels = set(found.objects(None, SKOS.prefLabel))
    assert {str(label) for label in labels} == {code.label for code in codes.values()}
    assert (None, OWL.deprecated, None) not in found


def test_hierarchy_runs_both_ways():
    found = graph("harm")
    child, parent = (
        URIRef("urn:harmscope:harm@1.0.0:ncii.synthetic"),
        URIRef("urn:harmscope:harm@1.0.0:ncii"),
    )
    assert (child, SKOS.broader, parent) in found
    assert (parent, SKOS.narrower, child) in found
    assert (parent, SKOS.topConceptOf, URIRef("urn:harmscope:harm@1.0.0")) in found


def test_mappings_of_the_harm_taxonomy():
    found = graph("harm")
    subject = URIRef("urn:harmscope:harm@1.0.0:ip.copyright")
    target = URIRef("urn:harmscope:dsa@v2:KEYWORD_COPYRIGHT_INFRINGEMENT")
    assert (subject, SKOS.exactMatch, target) in found


def test_text_is_escaped():
    text = 'a "quoted" back\\slash\nnew line\ttab'
    data = f"<urn:a> <urn:b> {literal(text)} ."
    (value,) = Graph().parse(data=data, format="turtle").objects()
    assert value == Literal(text, lang="en")


def test_names_are_safe_iris():
    assert iri("dsa@v2", "A/B") == "<urn:harmscope:dsa@v2:A/B>"
    assert iri("x", 'a b"<') == "<urn:harmscope:x:a%20b%22%3C>"


@pytest.mark.parametrize("ref", REFS)
def test_json_holds_every_member_of_every_code(ref):
    told = json.loads(to_json(ref))
    known = harm().categories if ref == "harm@1.0.0" else load_system(ref).codes
    shown = told["categories" if ref == "harm@1.0.0" else "codes"]
    assert shown == json.loads(json.dumps([asdict(one) for one in known.values()]))


@pytest.mark.parametrize("ref", REFS)
def test_json_is_plain(ref):
    assert json.loads(export(ref, "json"))["system"] == ref


def test_formats():
    assert set(FORMATS) == {"json", "skos", "misp"}
    with pytest.raises(UserError, match="no such format"):
        export("harm", "owl")
