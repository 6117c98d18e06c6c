import json
from uuid import UUID

import pytest
from jsonschema import Draft4Validator

from harmscope.taxonomy.misp import to_misp
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
