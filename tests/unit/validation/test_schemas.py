""""""

import pytest

from harmscope.validation.schemas import RECORD, field_paths, published_schema, shape, versions


def test_every_kind_has_a_version() -> None:
    assert {"dataset", "notice", "incident", "dsa-sor"} <= set(versions())


def test_the_shape_is_the_schema_without_its_rules() -> None:
    whole = published_schema("notice", "1.0")
    assert "allOf" in whole
    assert shape("notice", "1.0") == {key: whole[key] for key in whole if key != "allOf"}


def test_an_unknown_version_is_none() -> None:
    with pytest.raises(KeyError):
        published_schema("notice", "../1.0")


def test_members_of_objects_are_counted_among_records() -> None:
    assert field_paths("incident")["content.languages"] == RECORD
    assert field_paths("incident")["service"] == RECORD


def test_members_of_list_items_are_counted_among_items() -> None:
    found = field_paths("incident")
    assert found["decisions"] == RECORD
    assert found["decisions.*.decided_at"] == "decisions.*"
    assert found["decisions.*.actions.*.kind"] == "decisions.*.actions.*"
    assert found["decisions.*.reverses.cause"] == "decisions.*"


@pytest.mark.parametrize("kind", sorted(versions()))
def test_every_kind_has_members(kind: str) -> None:
    assert field_paths(kind)
