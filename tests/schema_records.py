"""Records of any kind, drawn from its published schema: every member can come up."""

from typing import Any

from hypothesis import strategies as st

from harmscope.validation.schemas import shape, versions

TIMES = [
    "2026-01-05",
    "2026-01-05T10:00:00Z",
    "2026-01-06T10:00:00.5Z",
    "2026-02-01T00:00:00+02:00",
]
NATIVE = [
    ("dsa@v2", "KEYWORD_HATE_SPEECH", "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"),
    ("garm@2022-06", "HATE_SPEECH", None),
    ("own@1", "a", None),
]


def records(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Records of the newest version of a kind, most of which have the right shape."""
    schema = shape(kind, versions()[kind][-1])
    return _node(schema, schema, "")


def _node(schema: dict[str, Any], whole: dict[str, Any], name: str) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        part = schema["$ref"].removeprefix("#/$defs/")
        return _native() if part == "Native" else _node(whole["$defs"][part], whole, name)
    if "anyOf" in schema:
        return st.one_of([_node(each, whole, name) for each in schema["anyOf"]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "object":
            return _object(schema, whole)
        case "array":
            item = _node(schema["items"], whole, name)
            return st.lists(item, min_size=schema.get("minItems", 0), max_size=2)
        case "boolean":
            return st.booleans()
        case "integer":
            return st.sampled_from([0, 1, 7, 2**53 - 1])
        case "number":
            return st.sampled_from([0, 1, 0.5])
    return _text(schema)


def _object(schema: dict[str, Any], whole: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    parts = {key: _node(each, whole, key) for key, each in schema.get("properties", {}).items()}
    required = set(schema.get("required", ()))
    return st.fixed_dictionaries(
        {key: each for key, each in parts.items() if key in required},
        optional={key: each for key, each in parts.items() if key not in required},
    )


def _native() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(NATIVE).map(
        lambda each: {
            key: value
            for key, value in zip(("scheme", "code", "parent"), each, strict=True)
            if value is not None
        }
    )


def _text(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    pattern = schema.get("pattern", "")
    if pattern.startswith("^[0-9]{4}-"):
        # An offset stands in the pattern of times only.
        return st.sampled_from(TIMES if "T" in pattern else TIMES[:1])
    if pattern:
        return st.from_regex(pattern, fullmatch=True)
    longest = schema.get("maxLength", 20)
    return st.one_of(
        st.sampled_from(["A reader flagged the post.", "n/a", "see 4.2", "null"]),
        st.sampled_from(["x" * longest, "\U0001f600" * longest, "x" * (longest + 1)]),
        st.text(min_size=1, max_size=5),
    )
