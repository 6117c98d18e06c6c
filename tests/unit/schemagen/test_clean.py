from harmscope.schemagen.clean import clean


def test_titles_defaults_and_null_go() -> None:
    schema = {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None, "title": "A"}
    assert clean(schema) == {"type": "string"}


def test_other_alternatives_stay() -> None:
    options = [{"enum": ["a"]}, {"pattern": "^x-"}]
    assert clean({"anyOf": [*options, {"type": "null"}]}) == {"anyOf": options}


def test_a_member_named_title_stays() -> None:
    schema = {"properties": {"title": {"type": "string", "title": "Title"}}}
    assert clean(schema) == {"properties": {"title": {"type": "string"}}}


def test_keys_come_in_one_order() -> None:
    assert list(clean({"required": [], "type": "object"})) == ["type", "required"]  # type: ignore[call-overload]


def test_integer_or_number_is_number() -> None:
    assert clean({"anyOf": [{"type": "integer"}, {"type": "number"}]}) == {"type": "number"}
