""""""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.formats.dotted import BadColumns, Binding, flatten, types_of
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


TYPES = {"n": "integer", "share": "number", "parts.*.flag": "boolean"}
RECORD = {"a": "x", "n": 3, "parts": [{"flag": True, "codes": ["p", "q"]}, {"flag": False}]}


def test_flat_and_nested_say_the_same() -> None:
    row = flatten(RECORD)
    assert list(row) == [
        "a",
        "n",
        "parts.0.flag",
        "parts.0.codes.0",
        "parts.0.codes.1",
        "parts.1.flag",
    ]
    text = {name: str(value).lower() for name, value in row.items()}
    assert Binding(list(row), TYPES).nest(text) == RECORD


def test_columns_may_come_in_any_order_and_past_ten() -> None:
    columns = [f"l.{place}" for place in range(12)]
    row = {name: name for name in columns}
    assert Binding(sorted(columns), {}).nest(row) == {"l": columns}


def test_empty_cells_are_absent_and_empty_items_left_out() -> None:
    columns = ["a.b", "a.c", "l.0.x", "l.1.x"]
    row = {"a.b": "", "a.c": None, "l.0.x": "", "l.1.x": "v"}
    assert Binding(columns, {}).nest(row) == {"l": [{"x": "v"}]}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("n", "12", 12),
        ("n", "012", "012"),
        ("n", "1.0", "1.0"),
        ("n", "\u0661", "\u0661"),
        ("n", 13, 13),
        ("share", "0.5", 0.5),
        ("share", "1e999", "1e999"),
        ("share", "NaN", "NaN"),
        ("parts.0.flag", "TRUE", True),
        ("parts.0.flag", "yes", "yes"),
        ("a", "12", "12"),
        ("a", 14, "14"),
    ],
)
def test_text_is_read_as_its_member_asks_and_else_left(name: str, value: object, expected: object):
    nested = Binding([name], TYPES).nest({name: value})
    assert list(flatten(nested).values()) == [expected]


@pytest.mark.parametrize(
    "columns", [["a", "a.b"], ["a.0", "a.b"], ["a..b"], ["0.a"], [""], ["a", "a.0.b"]]
)
def test_columns_that_contradict_each_other(columns: list[str]) -> None:
    with pytest.raises(BadColumns):
        Binding(columns, {})


NAMES = st.text("abc", min_size=1, max_size=3)
VALUES = st.recursive(
    st.text("xyz", min_size=1),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(NAMES, inner, min_size=1)
    ),
    max_leaves=12,
)


@given(st.dictionaries(NAMES, VALUES, min_size=1))
def test_every_record_comes_back(record: dict[str, object]) -> None:
    row = flatten(record)
    assert Binding(list(row), {}).nest(row) == record
