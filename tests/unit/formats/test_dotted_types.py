from harmscope.formats.dotted_types import types_of
from harmscope.model.incident import Incident


def test_types_stand_at_their_paths() -> None:
    schema = {
        "properties": {
            "n": {"type": "integer"},
            "t": {"type": "string"},
            "l": {"type": "array", "items": {"$ref": "#/$defs/part"}},
        },
        "$defs": {
            "part": {"anyOf": [{"properties": {"f": {"type": "boolean"}}}, {"type": "null"}]}
        },
    }
    assert types_of(schema) == {"n": "integer", "l.*.f": "boolean"}


def test_a_schema_that_refers_to_itself_ends() -> None:
    assert (
        types_of(
            {"properties": {"a": {"$ref": "#/$defs/x"}}, "$defs": {"x": {"$ref": "#/$defs/x"}}}
        )
        == {}
    )


def test_the_incident() -> None:
    found = types_of(Incident.model_json_schema())
    assert found["reach.copies_found"] == "integer"
    assert found["decisions.*.also_illegal"] == "boolean"
    assert "incident_id" not in found
