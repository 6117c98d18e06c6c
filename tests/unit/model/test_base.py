import pytest
from pydantic import TypeAdapter, ValidationError

from harmscope.model.base import Id, KeyedHash, Language, Model, Moment, Territory


class Example(Model):
    name: str
    note: str | None = None


def accepts(kind: object, value: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def test_null_is_refused() -> None:
    with pytest.raises(ValidationError, match="leave the member out"):
        Example.model_validate({"name": "a", "note": None})


def test_unknown_members_and_wrong_types_are_refused() -> None:
    with pytest.raises(ValidationError):
        Example.model_validate({"name": "a", "other": "b"})
    with pytest.raises(ValidationError):
        Example.model_validate({"name": 1})


def test_what_was_not_given_is_left_out() -> None:
    assert Example(name="a").as_dict() == {"name": "a"}


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("2025-07-01", True),
        ("2025-07-01T12:00:00Z", True),
        ("2025-07-01T12:00:00.5+02:00", True),
        ("2025-07-01T12:00:00", False),
        ("2025-7-1", False),
        ("2025-13-01", False),
        ("01.07.2025", False),
        ("2025-07-01\n", False),
        ("\u0662\u0660\u0662\u0665-07-01", False),
    ],
)
def test_a_moment_is_a_day_or_a_time_with_offset(value: str, good: bool) -> None:
    assert accepts(Moment, value) is good


def test_identifiers_languages_territories_hashes() -> None:
    assert accepts(Id, "dsa:0b1c-9")
    assert not accepts(Id, "a b")
    assert accepts(Language, "pt-BR")
    assert not accepts(Language, "EN")
    assert accepts(Territory, "GR")
    assert not accepts(Territory, "EEA")
    assert accepts(KeyedHash, "0" * 32)
    assert not accepts(KeyedHash, "jane@example.org")
