import pytest

from harmscope.validation.published import published, shape, versions


def test_every_kind_has_a_version() -> None:
    assert {"dataset", "notice", "incident", "dsa-sor"} <= set(versions())


def test_the_shape_is_the_schema_without_its_rules() -> None:
    whole = published("notice", "1.0")
    assert "allOf" in whole
    assert shape("notice", "1.0") == {key: whole[key] for key in whole if key != "allOf"}


def test_an_unknown_version_is_none() -> None:
    with pytest.raises(KeyError):
        published("notice", "../1.0")
