import pytest

from harmscope.validation.fields import RECORD, fields
from harmscope.validation.published import versions


def test_members_of_objects_are_counted_among_records() -> None:
    assert fields("incident")["content.languages"] == RECORD
    assert fields("incident")["service"] == RECORD


def test_members_of_list_items_are_counted_among_items() -> None:
    found = fields("incident")
    assert found["decisions"] == RECORD
    assert found["decisions.*.decided_at"] == "decisions.*"
    assert found["decisions.*.actions.*.kind"] == "decisions.*.actions.*"
    assert found["decisions.*.reverses.cause"] == "decisions.*"


@pytest.mark.parametrize("kind", sorted(versions()))
def test_every_kind_has_members(kind: str) -> None:
    assert fields(kind)
